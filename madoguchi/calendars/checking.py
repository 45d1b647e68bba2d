"""Whether business hours as somebody entered them make sense, and their one written form."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

import holidays
from django.utils.translation import gettext as _

from madoguchi.calendars.hours import is_clock
from madoguchi.kernel.errors import Invalid

Slots = Sequence[Sequence[str]]
LEAP_YEAR = 2024
MOST_SLOTS = 6
MOST_DAYS = 400


def checked_weekly(weekly: Mapping[str, Slots]) -> dict[str, list[list[str]]]:
    """Slots by weekday "0" (Monday) to "6"; days without slots are left out. Raises Invalid."""
    unknown = set(weekly) - {str(day) for day in range(7)}
    if unknown:
        raise Invalid(field="weekly", reason=", ".join(sorted(unknown)))
    return {day: checked for day in sorted(weekly) if (checked := _checked_slots("weekly", weekly[day]))}


def checked_days(days: Mapping[str, Slots]) -> dict[str, list[list[str]]]:
    """Slots by date "2026-12-29" or yearly date "12-29"; an empty list is a closed day. Raises Invalid."""
    if len(days) > MOST_DAYS:
        raise Invalid(field="days", reason=_("too many"))
    for day in days:
        try:
            date.fromisoformat(day if len(day) == 10 else f"{LEAP_YEAR}-{day}")
        except ValueError as error:
            raise Invalid(field="days", reason=day[:20]) from error
    return {day: _checked_slots("days", days[day]) for day in sorted(days)}


def checked_holidays(country: str) -> str:
    """A country code whose public holidays are known, or empty for none. Raises Invalid."""
    if country and country not in holidays.list_supported_countries():
        raise Invalid(field="holidays", reason=country[:20])
    return country


def _checked_slots(field: str, slots: Slots) -> list[list[str]]:
    if len(slots) > MOST_SLOTS:
        raise Invalid(field=field, reason=_("too many"))
    result: list[list[str]] = []
    for slot in slots:
        if len(slot) != 2 or not all(is_clock(clock) for clock in slot) or slot[0] == "24:00":
            raise Invalid(field=field, reason=_("a slot has a beginning and an end, like 09:00 and 12:00"))
        result.append(list(slot))
    result.sort()
    for (_start, end), (following, _end) in pairwise(result):
        if end > following or end <= _start:
            raise Invalid(field=field, reason=_("slots of one day must not overlap"))
    return result
