"""Days and periods as people write them: 2026-11-21, 11/21, 2026年11月, 今月, last week, 2026-11-01..2026-11-15."""

import re
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from madoguchi.kernel import clock
from madoguchi.kernel.errors import Invalid
from madoguchi.kernel.text import fold

_DAY = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?")
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?")
_YEAR = re.compile(r"(\d{4})年?")
_LAST = re.compile(r"(\d{1,4})(?:d|days?|日間?)")
_UNTIL = re.compile(r"\.\.|~|〜|～")
_NAMES = {
    "today": "today 本日 今日",
    "yesterday": "yesterday 昨日",
    "week": "week thisweek 今週",
    "last_week": "lastweek 先週",
    "month": "month thismonth 今月",
    "last_month": "lastmonth 先月",
    "year": "year thisyear 今年",
}
_NAMED = {fold(word): name for name, words in _NAMES.items() for word in words.split()}


def names() -> list[str]:
    """What is offered, in the active language."""
    words = (list(words.split()) for words in _NAMES.values())
    return [several[-1] if (get_language() or "") == "ja" else several[min(1, len(several) - 2)] for several in words]


def span(typed: str, value: str) -> tuple[datetime, datetime]:
    """Beginning and end (not included) of a day or period, in the company's time zone. Raises Invalid."""
    first, *rest = _UNTIL.split(value, maxsplit=1)
    start, end = _days(typed, first)
    if rest:
        end = _days(typed, rest[0])[1]
    if end <= start:
        raise _wrong(typed, value)
    return _midnight(start), _midnight(end)


def _days(typed: str, value: str) -> tuple[date, date]:
    today = timezone.localtime(clock.now()).date()
    folded = fold(value).replace(" ", "")
    if name := _NAMED.get(folded):
        return _period(name, today)
    try:
        if match := _LAST.fullmatch(folded):
            return today - timedelta(days=int(match[1]) - 1), today + timedelta(days=1)
        if match := _DAY.fullmatch(folded):
            day = date(int(match[1] or today.year), int(match[2]), int(match[3]))
            if not match[1] and day > today:
                day = day.replace(year=day.year - 1)
            return day, day + timedelta(days=1)
        if match := _MONTH.fullmatch(folded):
            start = date(int(match[1]), int(match[2]), 1)
            return start, _next_month(start)
        if match := _YEAR.fullmatch(folded):
            return date(int(match[1]), 1, 1), date(int(match[1]) + 1, 1, 1)
    except (ValueError, OverflowError):
        raise _wrong(typed, value) from None
    raise _wrong(typed, value)


def _period(name: str, today: date) -> tuple[date, date]:
    """Weeks begin on Monday."""
    tomorrow, monday, first = today + timedelta(days=1), today - timedelta(days=today.weekday()), today.replace(day=1)
    match name:
        case "today":
            return today, tomorrow
        case "yesterday":
            return today - timedelta(days=1), today
        case "week":
            return monday, monday + timedelta(days=7)
        case "last_week":
            return monday - timedelta(days=7), monday
        case "month":
            return first, _next_month(first)
        case "last_month":
            return (first - timedelta(days=1)).replace(day=1), first
    return date(today.year, 1, 1), date(today.year + 1, 1, 1)


def _next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _wrong(typed: str, value: str) -> Invalid:
    return Invalid(
        field=typed,
        reason=_("“%(value)s” is not a day. Write 2026-11-21, 2026-11, lastweek or 2026-11-01..2026-11-15")
        % {"value": value[:60]},
    )
