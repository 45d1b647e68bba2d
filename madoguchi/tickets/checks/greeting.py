"""宛名: the name an answer greets is not the customer's."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madoguchi.kernel.text import name_key
from madoguchi.tickets.checks.base import WARN, Answer, Check, Finding

_JAPANESE = re.compile(
    r"^[\s　]*([^\n、。，．!！?？@]{1,40}?)[\s　]*(?:様|さま|殿|御中|先生)[\s　]*[、,]?[\s　]*$", re.MULTILINE
)
_ENGLISH = re.compile(
    r"^\s*(?:dear|hi|hello)\s+(?:(?:mr|mrs|ms|dr|prof)\b\.?)?\s*([^\n,:!]{1,60}?)\s*[,:!]?\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_ANYBODY = re.compile(
    r"客|各位|皆|みな|担当|関係|会員|サポート|窓口|御社|貴社|sir|madam|team|all\b|there|customer|everyone",
    re.IGNORECASE,
)
_HEAD_LINES = 6


def _look(answer: Answer) -> Finding | None:
    head = "\n".join([line for line in answer.own.split("\n") if line.strip()][:_HEAD_LINES])
    greeted = [found[1] for pattern in (_JAPANESE, _ENGLISH) for found in pattern.finditer(head)]
    named = [name for name in greeted if not _ANYBODY.search(name) and name_key(name)]
    if not named or not answer.known or any(_is_known(name, answer.known) for name in named):
        return None
    return Finding(_("“%(name)s” is greeted, but this is not the customer’s name.") % {"name": named[0].strip()})


def _is_known(name: str, known: tuple[str, ...]) -> bool:
    whole = name_key(name)
    parts = [key for part in re.split(r"[\s　・]+", name) if len(key := name_key(part)) > 1] or [whole]
    return any(whole in key or (key and key in whole) or any(part in key for part in parts) for key in known)


CHECK = Check(
    "greeting",
    gettext_lazy("Wrong name greeted"),
    gettext_lazy("The name above the text is neither the customer’s nor a recipient’s."),
    WARN,
    _look,
)
