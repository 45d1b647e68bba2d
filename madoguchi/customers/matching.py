"""How addresses are folded so that one person's address is one identity. Not for: deciding that two people are one."""

import re
import unicodedata

import phonenumbers

from madoguchi.kernel.text import fold, one_line

MAIL = "mail"
PHONE = "phone"
_PHONE_KINDS = frozenset({"phone", "sms", "fax"})
_SEPARATORS = re.compile(r"[._+\-]+")


def identity_kind(kind: str, address: str) -> str:
    """The kind under which an address is kept: whatever the door, a mail address is one and the same mail address."""
    if kind in ("mail", "form") or (kind == "api" and "@" in address):
        return MAIL if "@" in address else kind
    return PHONE if kind in _PHONE_KINDS else kind


def address_key(kind: str, address: str) -> str:
    """The folded address: mail in NFKC and lower case, a telephone number as E.164 (read as Japanese), else trimmed."""
    if kind in _PHONE_KINDS:
        return phone_key(address)
    if kind == MAIL:
        return re.sub(r"\s+", "", one_line(fold_mail(address)))[:320]
    return one_line(address)[:320]


def written(kind: str, address: str) -> str:
    """The address as it is kept for showing and sending: one line, no spaces around, no CR, LF or NUL."""
    line = one_line(address)
    return (line.replace(" ", "") if kind == MAIL else line)[:320]


def fold_mail(address: str) -> str:
    """A mail address in NFKC and lower case. Kana and kanji of the local part stay as they are."""
    return unicodedata.normalize("NFKC", address).lower()


def phone_key(number: str) -> str:
    """`03-1234-5678`, `０３（１２３４）５６７８` and `+81 3 1234 5678` all give `+81312345678`; else digits only."""
    folded = fold(number)
    try:
        parsed = phonenumbers.parse(folded, "JP")
    except phonenumbers.NumberParseException:
        return re.sub(r"[^\d+]", "", folded)[:320]
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def is_mail_address(key: str) -> bool:
    """Whether a folded address has a local part, one @ that counts, and a domain."""
    local, at, domain = key.rpartition("@")
    return bool(local and at and domain.strip("."))


def mail_domain(address: str) -> str:
    """The domain of a mail address, folded; empty when there is none."""
    return fold_mail(address).rpartition("@")[2].strip().strip(".") if "@" in address else ""


def display_name(name: str, address: str) -> str:
    """What to call somebody: the name they gave, else the local part of their address, in one visible line.

    A name that is itself a mail address says nothing and may deceive, so it is not used.
    """
    given = one_line(name).strip("\"'“”<> ")
    if given and "@" not in fold(given):
        return given[:120]
    local = one_line(address).partition("@")[0]
    return (_SEPARATORS.sub(" ", local).strip() or one_line(address) or "?")[:120]
