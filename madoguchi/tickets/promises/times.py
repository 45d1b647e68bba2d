"""When a promise falls due: the day a phrase names, at the hour it names, else when the office closes that day."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from madoguchi.tickets.promises.days import first_day
from madoguchi.tickets.promises.numbers import NUMBER, number

_CLOCK = re.compile(
    r"(?P<half>午前|午後|夜|夕方)?\s*(?<![0-9])(?P<hour>2[0-3]|1[0-9]|[0-9])"
    r"(?:時(?!間)(?:(?P<minute>[0-5]?[0-9])分|(?P<thirty>半))?|:(?P<colon>[0-5][0-9]))"
)
_NOON = re.compile(r"正午|午前中|お昼まで")
_SPAN = re.compile(
    rf"(?P<n>{NUMBER})\s*(?P<unit>時間|分)(?:ほど|程|程度|くらい)?(?=以内|後|で|程度|ほど|くらい|中に|お待ち)"
)
_UNIT = {"時間": 60, "分": 1}


@dataclass(frozen=True, slots=True)
class Office:
    """What is needed of business hours: whether a day is open, and the time of day it closes."""

    is_open: Callable[[date], bool]
    closes_at: Callable[[date], time]


def due(text: str, *, at: datetime, office: Office) -> datetime | None:
    """The first due time that `text` names, in the time zone of `at` (when it is written); None without any."""
    span = _SPAN.search(text)
    if span is not None:
        return at + timedelta(minutes=number(span["n"]) * _UNIT[span["unit"]])
    named = first_day(text, at.date(), office.is_open)
    if named is None:
        clock = _clock(text)
        if clock is None:
            return None
        return datetime.combine(at.date(), clock, at.tzinfo)
    day, until = named
    clock = _clock(text[:until])
    return datetime.combine(day, clock or office.closes_at(day), at.tzinfo)


def _clock(text: str) -> time | None:
    found = _CLOCK.search(text)
    if found is not None:
        hour = int(found["hour"])
        if found["half"] in ("午後", "夜", "夕方") and hour < 12:
            hour += 12
        minute = found["minute"] or found["colon"] or ("30" if found["thirty"] else "0")
        return time(hour, int(minute))
    return time(12) if _NOON.search(text) else None
