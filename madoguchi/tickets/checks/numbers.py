"""Numbers that must not stand in a mail: payment cards and マイナンバー, recognised by their check digits."""

import re
import unicodedata

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madoguchi.tickets.checks.base import STOP, WARN, Answer, Check, Finding

_CARD = re.compile(
    r"(?<![\d-])(?:4\d{3}|5[1-5]\d{2}|2[2-7]\d{2}|3[47]\d{2}|35\d{2}|6\d{3})[ -]?(?:\d[ -]?){8,14}\d(?![\d-])"
)
_TWELVE = re.compile(r"(?<![\d-])\d{4}[ -]?\d{4}[ -]?\d{4}(?![\d-])")
_NAMED = re.compile(r"マイナンバー|個人番号|my ?number", re.IGNORECASE)
_PARCEL = re.compile(
    r"伝票|送り状|追跡|問い?合わ?せ番号|荷物|配送|宅配|注文|受注|発送|tracking|parcel|order", re.IGNORECASE
)
_WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def _card(answer: Answer) -> Finding | None:
    for found in _CARD.findall(unicodedata.normalize("NFKC", answer.text)):
        digits = re.sub(r"\D", "", found)
        if 14 <= len(digits) <= 16 and _luhn(digits):
            return Finding(_("The text holds a card number that ends in %(last)s.") % {"last": digits[-4:]})
    return None


def _my_number(answer: Answer) -> Finding | None:
    text = unicodedata.normalize("NFKC", answer.text)
    named = _NAMED.search(text) is not None
    for found in _TWELVE.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        if not _checks(digits):
            continue
        if named:
            return Finding(_("The text holds what looks like a My Number."), STOP)
        line = text[max(0, found.start() - 60) : found.end() + 20]
        if int(digits[:11]) % 7 != int(digits[11]) and not _PARCEL.search(line):  # carriers number their parcels so
            return Finding(_("The text holds what looks like a My Number."))
    return None


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _checks(digits: str) -> bool:
    rest = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False)) % 11
    return int(digits[11]) == (0 if rest <= 1 else 11 - rest)


CARD = Check(
    "card_number",
    gettext_lazy("Card number"),
    gettext_lazy("The text holds the number of a payment card."),
    STOP,
    _card,
)
MY_NUMBER = Check(
    "my_number",
    gettext_lazy("My Number"),
    gettext_lazy("The text holds a My Number; one that is called so is always stopped."),
    WARN,
    _my_number,
    may_stop=True,
)
