"""The day a phrase names, seen from the day of writing. Weeks begin on Monday; 営業日 are days the office is open."""

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from madoguchi.tickets.promises.numbers import NUMBER, number

IsOpen = Callable[[date], bool]
Reader = Callable[["re.Match[str]", date, IsOpen], date | None]
_WEEKDAYS = "月火水木金土日"
_ONE = timedelta(days=1)


def first_day(text: str, today: date, is_open: IsOpen) -> tuple[date, int] | None:
    """The day of the first phrase in `text` that names one, and where the next such phrase begins (else the end of the
    text): what is said up to there is about this day. None without any. A start (「…より」「…から」) is none."""
    found = []
    for pattern, read in _PHRASES:
        for match in pattern.finditer(text):
            if not _STARTS.match(text, match.end()):
                found.append((match.start(), -match.end(), match, read))
    found.sort(key=lambda one: one[:2])
    for start, end, match, read in found:
        day = read(match, today, is_open)
        if day is not None:
            return day, min((other[0] for other in found if other[0] >= -end and other[0] > start), default=len(text))
    return None


def _after_business_days(match: "re.Match[str]", today: date, is_open: IsOpen) -> date:
    return _count(today, number(match["n"]), is_open)


def _next_business_day(_match: "re.Match[str]", today: date, is_open: IsOpen) -> date:
    return _count(today, 1, is_open)


def _count(day: date, days: int, is_open: IsOpen) -> date:
    for _step in range(366):
        if days <= 0:
            break
        day += _ONE
        days -= is_open(day)
    return day


def _after_days(match: "re.Match[str]", today: date, _is_open: IsOpen) -> date:
    return today + timedelta(days=number(match["n"]))


def _after_weeks(match: "re.Match[str]", today: date, _is_open: IsOpen) -> date:
    return today + timedelta(weeks=number(match["n"]))


def _weekday(match: "re.Match[str]", today: date, _is_open: IsOpen) -> date:
    wanted = _WEEKDAYS.index(match["day"])
    week = match["week"]
    if week is None:
        return today + timedelta(days=(wanted - today.weekday()) % 7)
    weeks = {"今週": 0, "来週": 1, "翌週": 1, "再来週": 2}[week]
    return today - timedelta(days=today.weekday()) + timedelta(weeks=weeks, days=wanted)


def _this_week(_match: "re.Match[str]", today: date, is_open: IsOpen) -> date:
    return _last_open(today, 0, is_open)


def _next_week(_match: "re.Match[str]", today: date, is_open: IsOpen) -> date:
    return _last_open(today, 1, is_open)


def _last_open(today: date, weeks: int, is_open: IsOpen) -> date:
    """The last open day of a week, its Friday when all are closed."""
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)
    days = [monday + timedelta(days=n) for n in range(7)]
    return next((day for day in reversed(days) if is_open(day)), days[4])


def _week_end(_match: "re.Match[str]", today: date, _is_open: IsOpen) -> date:
    return today + timedelta(days=6 - today.weekday())


def _week_begins(_match: "re.Match[str]", today: date, is_open: IsOpen) -> date:
    return _count(today + timedelta(days=6 - today.weekday()), 1, is_open)


def _date(match: "re.Match[str]", today: date, _is_open: IsOpen) -> date | None:
    year = int(match["year"]) if match["year"] else today.year
    day = _made(year, int(match["month"]), int(match["day"]))
    if day is not None and not match["year"] and (today - day).days > 60:
        day = _made(year + 1, day.month, day.day)
    return day


def _day_of_month(match: "re.Match[str]", today: date, _is_open: IsOpen) -> date | None:
    months = {"来月": 1, "翌月": 1, "今月": 0, None: 0}[match["month"]]
    day = _in_month(today, months, int(match["day"]))
    if match["month"] is None and day is not None and day < today:
        return _in_month(today, 1, int(match["day"]))
    return day


def _month_end(match: "re.Match[str]", today: date, _is_open: IsOpen) -> date | None:
    month = match["month"]
    if month and month.rstrip("月").isdigit():
        wanted = int(month.rstrip("月"))
        return _end_of(today.year + (wanted < today.month), wanted) if 1 <= wanted <= 12 else None
    later = today.month + (1 if month in ("来月", "翌月") else 0)
    return _end_of(today.year + (later > 12), later - 12 if later > 12 else later)


def _year_end(_match: "re.Match[str]", today: date, _is_open: IsOpen) -> date:
    return date(today.year, 12, 31)


def _in_month(today: date, months: int, day: int) -> date | None:
    month = today.month + months
    return _made(today.year + (month > 12), month - 12 if month > 12 else month, day)


def _end_of(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _in(days: int) -> Reader:
    return lambda _match, today, _is_open: today + timedelta(days=days)


_STARTS = re.compile(r"\s*(?:\([月火水木金土日]\))?\s*(?:より|から)(?!の)")
_PHRASES: tuple[tuple["re.Pattern[str]", Reader], ...] = (
    (re.compile(rf"(?:{NUMBER}\s*(?:[~〜\-ー]|から)\s*)?(?P<n>{NUMBER})\s*営業日"), _after_business_days),
    (re.compile(r"翌営業日|次の営業日"), _next_business_day),
    (re.compile(r"本日|今日|きょう|当日中"), _in(0)),
    (re.compile(r"明後日|あさって"), _in(2)),
    (re.compile(r"明日|あした|あす(?!ぐ)|明朝|翌日|翌朝|一両日中"), _in(1)),
    (re.compile(r"(?P<week>再来週|今週|来週|翌週)?の?(?P<day>[月火水木金土日])曜"), _weekday),
    (re.compile(r"今週末|週末"), _week_end),
    (re.compile(r"(?<!再)来週(?!の?[月火水木金土日]曜|末|以降)"), _next_week),
    (re.compile(r"今週(?:中|内)"), _this_week),
    (re.compile(r"週明け"), _week_begins),
    (
        re.compile(
            r"(?:(?P<year>20[0-9]{2})\s*[年/])?\s*(?<![0-9])(?P<month>1[0-2]|0?[1-9])\s*[月/]\s*"
            r"(?P<day>3[01]|[12][0-9]|0?[1-9])\s*(?:日|(?![0-9日/]))"
        ),
        _date,
    ),
    (
        re.compile(
            r"(?:(?P<month>今月|来月|翌月)の?|(?<![0-9月/]))(?P<day>3[01]|[12][0-9]|[1-9])日"
            r"(?=まで|に|の|中|\(|午|[0-9]|、)"
        ),
        _day_of_month,
    ),
    (re.compile(r"(?P<month>今月|来月|翌月|1[0-2]月|[1-9]月)?の?月?末(?!日?から)(?<!週末)"), _month_end),
    (re.compile(r"年内|年末まで"), _year_end),
    (re.compile(rf"(?P<n>{NUMBER})\s*週間?(?=以内|ほど|程|程度|くらい|後|で|を)"), _after_weeks),
    (re.compile(rf"(?<![曜月])(?P<n>{NUMBER})\s*日間?(?=以内|ほど|程|程度|くらい|後|で(?!す))"), _after_days),
)
