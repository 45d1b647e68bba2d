"""Checking the values of conditions: each function returns a plain JSON value or raises Invalid naming the row."""

from datetime import UTC, datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from madoguchi.kernel.errors import Invalid

LONGEST_TEXT = 200
LONGEST_LIST = 100
_LARGEST = 2**63 - 1


def text(where: str, value: object) -> str:
    """A text of 1 to 200 letters."""
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_TEXT or "\x00" in value:
        raise Invalid(
            field=where, reason=_("a text of at most %(count)s letters is expected") % {"count": LONGEST_TEXT}
        )
    return value.strip()


def texts(where: str, value: object, allowed: frozenset[str] | None = None) -> list[str]:
    """A list of texts (one text is a list of one), each of them allowed."""
    cleaned = [text(where, entry) for entry in listed(where, value)]
    for entry in cleaned:
        if allowed is not None and entry not in allowed:
            raise Invalid(field=where, reason=_("“%(value)s” is not a possible value") % {"value": entry})
    return cleaned


def number(where: str, value: object, *, least: float = -(2.0**62), most: float = 2.0**62) -> int | float:
    """A number; digits in a text count too."""
    if isinstance(value, str):
        try:
            value = float(value) if "." in value else int(value)
        except ValueError:
            value = None
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise Invalid(field=where, reason=_("a number is expected"))
    return value


def numbers(where: str, value: object, allowed: frozenset[int]) -> list[int]:
    """A list of whole numbers, each of them allowed."""
    cleaned = [int(number(where, entry)) for entry in listed(where, value)]
    if not allowed.issuperset(cleaned):
        raise Invalid(field=where, reason=_("“%(value)s” is not a possible value") % {"value": str(value)[:60]})
    return cleaned


def references(where: str, value: object, tokens: tuple[str, ...]) -> list[int | str]:
    """A list of ids, among which the given tokens may stand."""
    return [entry if entry in tokens else _id(where, entry) for entry in listed(where, value)]


def flag(where: str, value: object) -> bool:
    """Yes or no."""
    if value in (True, "true", "1"):
        return True
    if value in (False, "false", "0"):
        return False
    raise Invalid(field=where, reason=_("yes or no is expected"))


def moment(where: str, value: object) -> str:
    """A time in ISO 8601, or a day (its beginning, in the company's time zone); returned with its offset."""
    found: datetime | None = None
    if isinstance(value, datetime):
        found = value
    elif isinstance(value, str):
        try:
            found = parse_datetime(value)
            day = parse_date(value) if found is None else None
            found = datetime(day.year, day.month, day.day) if day is not None else found
        except ValueError:
            found = None
    if found is None:
        raise Invalid(field=where, reason=_("a time such as 2026-11-21T09:00:00+09:00 is expected"))
    aware = timezone.make_aware(found) if timezone.is_naive(found) else found
    return aware.isoformat()


def moment_of(stored: str) -> datetime:
    """The aware time of a checked value."""
    return datetime.fromisoformat(stored).astimezone(UTC)


def listed(where: str, value: object) -> list[Any]:
    """`value` as a list of 1 to 100 entries."""
    entries = list(value) if isinstance(value, list | tuple | set | frozenset) else [value]
    if not 1 <= len(entries) <= LONGEST_LIST:
        raise Invalid(field=where, reason=_("1 to %(count)s values are expected") % {"count": LONGEST_LIST})
    return entries


def _id(where: str, value: object) -> int:
    return int(number(where, value, least=0, most=_LARGEST))
