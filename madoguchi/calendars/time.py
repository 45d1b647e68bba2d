"""Business time: how much of it lies between two moments, and where a span of it ends.

`B(t)` = business seconds since the start of a table, in one schedule version; business time is `B(end) - B(start)`, so
parts always sum to the whole and nothing is negative. Intervals are half-open; all work is done on UTC seconds.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

from django.conf import settings

from madoguchi.calendars import hours as definition
from madoguchi.calendars import queries
from madoguchi.calendars.errors import NeverOpen
from madoguchi.calendars.hours import Hours
from madoguchi.calendars.models import ScheduleVersion

Version = ScheduleVersion | int | None
LOOK_AHEAD_YEARS = 6
LAST_MINUTE = time(23, 59)


@dataclass(frozen=True, slots=True)
class Duration:
    """A span in calendar seconds and in business seconds."""

    calendar: int
    business: int


def duration(version: Version, start: datetime, end: datetime) -> Duration:
    """Both lengths of [start, end). A version of None is the default schedule's current one."""
    calendar = max(0, _seconds(end) - _seconds(start))
    return Duration(calendar, business_seconds(version, start, end))


def business_seconds(version: Version, start: datetime, end: datetime) -> int:
    """Business seconds in [start, end), 0 when end is not after start. Without any schedule every second counts."""
    if end <= start:
        return 0
    hours = _hours(version)
    if hours is None:
        return _seconds(end) - _seconds(start)
    table = _table(hours, start.year - 1, end.year + 1)
    return table.elapsed(_seconds(end)) - table.elapsed(_seconds(start))


def add_business_seconds(version: Version, start: datetime, seconds: int) -> datetime:
    """The earliest moment at which `seconds` of business time have passed since `start`. Raises NeverOpen."""
    hours = _hours(version)
    if hours is None or seconds <= 0:
        return start + timedelta(seconds=max(0, seconds))
    years = 1
    while years <= LOOK_AHEAD_YEARS:
        table = _table(hours, start.year - 1, start.year + years)
        moment = table.moment(table.elapsed(_seconds(start)) + seconds)
        if moment is not None:
            return datetime.fromtimestamp(moment, UTC)
        years += 1
    raise NeverOpen


def is_open(version: Version, at: datetime) -> bool:
    """Whether business hours run at this moment."""
    hours = _hours(version)
    return hours is None or _table(hours, at.year - 1, at.year + 1).is_open(_seconds(at))


def next_opening(version: Version, at: datetime) -> datetime:
    """`at` itself when open, else when business hours next begin. Raises NeverOpen."""
    hours = _hours(version)
    if hours is None:
        return at
    for years in range(1, LOOK_AHEAD_YEARS + 1):
        table = _table(hours, at.year - 1, at.year + years)
        if table.is_open(_seconds(at)):
            return at
        opening = table.next_start(_seconds(at))
        if opening is not None:
            return datetime.fromtimestamp(opening, UTC)
    raise NeverOpen


def zone_of(version: Version) -> ZoneInfo:
    """The time zone in which these business hours are written; the company's without any."""
    hours = _hours(version)
    return ZoneInfo(settings.TIME_ZONE if hours is None else hours.time_zone)


def open_on(version: Version, day: date) -> tuple[time, time] | None:
    """When business begins and ends on a day, by the clock of `zone_of`; None on a day without any. What runs past
    midnight ends with its day; without any schedule every day is open from beginning to end."""
    hours = _hours(version)
    if hours is None:
        return time(0), LAST_MINUTE
    slots = definition.slots_on(hours, day)
    if not slots:
        return None
    start, end = slots[-1]
    closes = LAST_MINUTE if end <= start or end == "24:00" else time.fromisoformat(end)
    return time.fromisoformat(slots[0][0]), closes


def business_days_ago(version: Version, at: datetime, days: int) -> datetime:
    """The same time of day, so many open days before; days on which the office is closed are passed over."""
    moment = at.astimezone(zone_of(version))
    for _step in range(366):
        if days <= 0:
            break
        moment -= timedelta(days=1)
        days -= open_on(version, moment.date()) is not None
    return moment


def slots_on(version: ScheduleVersion, day: date) -> list[tuple[str, str]]:
    """The slots that begin on this day, as ("09:00", "12:00")."""
    return list(definition.slots_on(_of(version), day))


def holiday_name(version: ScheduleVersion, day: date, language: str = "ja") -> str:
    """What the holiday on this day is called, empty when there is none."""
    return definition.holiday_name(_of(version), day, language)


class _Table:
    """Intervals of some years with the business seconds before each."""

    __slots__ = ("before", "ends", "starts")

    def __init__(self, hours: Hours, first_year: int, last_year: int) -> None:
        spans = list(definition.intervals(hours, date(first_year, 1, 1), date(last_year, 12, 31)))
        self.starts = [start for start, _end in spans]
        self.ends = [end for _start, end in spans]
        self.before = [0, *accumulate(end - start for start, end in spans)]

    def elapsed(self, at: int) -> int:
        index = bisect_right(self.starts, at) - 1
        if index < 0:
            return 0
        return self.before[index] + min(at, self.ends[index]) - self.starts[index]

    def moment(self, elapsed: int) -> int | None:
        """The earliest second at which this many business seconds have passed."""
        if elapsed > self.before[-1]:
            return None
        index = bisect_right(self.before, elapsed - 1) - 1
        return self.starts[index] + elapsed - self.before[index]

    def is_open(self, at: int) -> bool:
        index = bisect_right(self.starts, at) - 1
        return index >= 0 and at < self.ends[index]

    def next_start(self, at: int) -> int | None:
        index = bisect_right(self.starts, at)
        return self.starts[index] if index < len(self.starts) else None


@lru_cache(maxsize=64)
def _table(hours: Hours, first_year: int, last_year: int) -> _Table:
    return _Table(hours, first_year, last_year)


def _hours(version: Version) -> Hours | None:
    known = queries.current_version_id(None) if version is None else version
    if isinstance(known, int):
        return _hours_of_id(known)
    return None if known is None else _of(known)


@lru_cache(maxsize=256)
def _hours_of_id(version_id: int) -> Hours | None:
    """Versions never change, so their hours are kept in memory."""
    row = ScheduleVersion.objects.filter(pk=version_id).first()
    return None if row is None else _of(row)


def _of(version: ScheduleVersion) -> Hours:
    return definition.hours_of(version.time_zone, version.weekly, version.holidays, version.days)


def _seconds(at: datetime) -> int:
    return int(at.timestamp())


def forget() -> None:
    """Empties the memory of versions, for a process whose database was replaced."""
    _hours_of_id.cache_clear()
