"""The date of a mail: RFC 5322 as people's programs write it, and the forms of databases and of Japan's time zone."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

_JAPAN = timezone(timedelta(hours=9))
_SAYS_JAPAN = re.compile(r"\bJST\b|日本標準時")
_HAS_OFFSET = re.compile(r"[+-]\d{4}")


def read(value: str) -> datetime | None:
    """The moment in UTC, None for what is no date or lies outside 1980 to 2200."""
    value = value.strip()[:200]
    found = _of_mail(value) or _of_database(value)
    if found is None:
        return None
    if found.tzinfo is None or (_SAYS_JAPAN.search(value) and not _HAS_OFFSET.search(value)):
        found = found.replace(tzinfo=_JAPAN if _SAYS_JAPAN.search(value) else UTC)
    return _held(found)


def _of_mail(value: str) -> datetime | None:
    try:
        return parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError, OverflowError, AttributeError):
        return None


def _of_database(value: str) -> datetime | None:
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def _held(found: datetime) -> datetime | None:
    try:
        found = found.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return found if 1980 <= found.year <= 2200 else None
