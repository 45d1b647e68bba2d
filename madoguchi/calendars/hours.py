"""Business hours as plain values, and when they are open on a given day. No database here."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import holidays

Slot = tuple[str, str]
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")


@dataclass(frozen=True, slots=True)
class Hours:
    """One version of a schedule. `weekly` holds seven tuples of slots, Monday first; `days` (date "2026-12-29", or
    "12-29" for every year) wins over holidays, holidays over the week."""

    time_zone: str
    weekly: tuple[tuple[Slot, ...], ...]
    holidays: str
    days: tuple[tuple[str, tuple[Slot, ...]], ...]


def hours_of(time_zone: str, weekly: Mapping[str, Any], holiday_country: str, days: Mapping[str, Any]) -> Hours:
    """Hours from the JSON of a schedule version."""
    return Hours(
        time_zone,
        tuple(_slots(weekly.get(str(day), ())) for day in range(7)),
        holiday_country,
        tuple(sorted((name, _slots(slots)) for name, slots in days.items())),
    )


def slots_on(hours: Hours, day: date) -> tuple[Slot, ...]:
    """The slots that begin on this day: those of the exact date, else of the yearly date, else none on a holiday,
    else those of the weekday."""
    special = dict(hours.days)
    for name in (day.isoformat(), day.strftime("%m-%d")):
        if name in special:
            return special[name]
    return () if holiday_name(hours, day) else hours.weekly[day.weekday()]


def holiday_name(hours: Hours, day: date, language: str = "ja") -> str:
    """What the holiday is called, empty on other days."""
    if not hours.holidays:
        return ""
    names = _holidays(hours.holidays, day.year, language)
    return names.get(day, "")


def intervals(hours: Hours, first: date, last: date) -> Iterator[tuple[int, int]]:
    """Open intervals [start, end) in UTC seconds of the slots that begin between two days, merged and in order."""
    zone = ZoneInfo(hours.time_zone)
    open_since, open_until = 0, 0
    for start, end in sorted(_raw_intervals(hours, zone, first, last)):
        if start > open_until:
            if open_until > open_since:
                yield open_since, open_until
            open_since, open_until = start, end
        else:
            open_until = max(open_until, end)
    if open_until > open_since:
        yield open_since, open_until


def is_clock(text: str) -> bool:
    """Whether the text is a time of day, 00:00 to 24:00."""
    return bool(_CLOCK.fullmatch(text))


def _raw_intervals(hours: Hours, zone: ZoneInfo, first: date, last: date) -> Iterator[tuple[int, int]]:
    day = first
    while day <= last:
        for start_text, end_text in slots_on(hours, day):
            start = _moment(day, start_text, zone)
            end = _moment(day if end_text > start_text else day + timedelta(days=1), end_text, zone)
            if end > start:
                yield start, end
        day += timedelta(days=1)


def _moment(day: date, clock: str, zone: ZoneInfo) -> int:
    if clock == "24:00":
        day, clock = day + timedelta(days=1), "00:00"
    hour, minute = clock.split(":")
    return int(datetime.combine(day, time(int(hour), int(minute)), zone).astimezone(UTC).timestamp())


def _slots(value: Any) -> tuple[Slot, ...]:
    return tuple((str(start), str(end)) for start, end in value)


@lru_cache(maxsize=512)
def _holidays(country: str, year: int, language: str) -> dict[date, str]:
    spoken = (code for code in holidays.country_holidays(country).supported_languages if code.startswith(language))
    names = holidays.country_holidays(country, years=year, language=next(spoken, None), expand=False)
    return dict(names.items())
