"""Business time: the golden cases of the KPI definitions, and any pair of moments against counting second by second."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.calendars import time as business
from madoguchi.calendars.errors import NeverOpen
from madoguchi.calendars.models import ScheduleVersion

TOKYO = ZoneInfo("Asia/Tokyo")
BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = ScheduleVersion(time_zone="Asia/Tokyo", holidays="JP", weekly={str(d): [["09:00", "18:00"]] for d in range(5)})
SHOP = ScheduleVersion(
    time_zone="Asia/Tokyo",
    holidays="JP",
    weekly={**{str(d): [["09:00", "12:00"], ["13:00", "18:00"]] for d in range(5)}, "5": [["22:00", "02:30"]]},
    days={"12-29": [], "12-30": [], "2026-01-01": [["10:00", "11:00"]], "2026-03-21": [["08:00", "24:00"]]},
)
NIGHT_IN_BERLIN = ScheduleVersion(
    time_zone="Europe/Berlin", holidays="", weekly={str(d): [["20:00", "06:00"]] for d in range(7)}
)


def jst(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


def test_golden_case_1_a_mail_on_friday_evening_answered_on_monday() -> None:
    lengths = business.duration(OFFICE, jst("2025-06-13 17:50"), jst("2025-06-16 09:20"))
    assert lengths.calendar == (63 * 60 + 30) * 60
    assert lengths.business == 30 * 60


def test_golden_case_2_golden_week_counts_only_its_open_days() -> None:
    assert business.business_seconds(OFFICE, jst("2025-05-01 17:00"), jst("2025-05-07 10:00")) == 11 * 3600


def test_lunch_is_not_business_time() -> None:
    assert business.business_seconds(SHOP, jst("2026-02-02 11:30"), jst("2026-02-02 13:30")) == 3600
    assert not business.is_open(SHOP, jst("2026-02-02 12:00"))
    assert business.is_open(SHOP, jst("2026-02-02 13:00"))


def test_saturday_night_runs_past_midnight_into_a_closed_sunday() -> None:
    assert business.is_open(SHOP, jst("2026-02-08 02:29"))
    assert not business.is_open(SHOP, jst("2026-02-08 02:30"))
    assert business.business_seconds(SHOP, jst("2026-02-07 21:00"), jst("2026-02-08 03:00")) == 4 * 3600 + 1800


def test_a_closure_of_every_year_and_an_open_new_year_win_over_the_week_and_the_holidays() -> None:
    assert business.slots_on(SHOP, date(2025, 12, 29)) == []
    assert business.slots_on(SHOP, date(2031, 12, 30)) == []
    assert business.slots_on(SHOP, date(2026, 1, 1)) == [("10:00", "11:00")]
    assert business.slots_on(SHOP, date(2026, 5, 5)) == []
    assert business.holiday_name(SHOP, date(2026, 5, 5)) == "こどもの日"


@pytest.mark.parametrize(("day", "hours"), [("2026-03-28", 9), ("2026-10-24", 11), ("2026-06-01", 10)])
def test_a_night_of_the_time_change_is_an_hour_shorter_or_longer(day: str, hours: int) -> None:
    start = datetime.fromisoformat(f"{day} 12:00").replace(tzinfo=BERLIN)
    end = (start + timedelta(days=1)).replace(hour=12)
    assert business.business_seconds(NIGHT_IN_BERLIN, start, end) == hours * 3600


def test_a_deadline_of_eight_business_hours_from_friday_afternoon_is_on_monday() -> None:
    assert business.add_business_seconds(OFFICE, jst("2026-02-06 16:00"), 8 * 3600) == jst("2026-02-09 15:00")
    assert business.add_business_seconds(OFFICE, jst("2026-02-06 16:00"), 2 * 3600) == jst("2026-02-06 18:00")
    assert business.next_opening(OFFICE, jst("2026-02-06 18:00")) == jst("2026-02-09 09:00")
    assert business.next_opening(OFFICE, jst("2026-02-06 17:59")) == jst("2026-02-06 17:59")


def test_hours_that_never_open_say_so_instead_of_searching_for_ever() -> None:
    closed = ScheduleVersion(time_zone="Asia/Tokyo", holidays="", weekly={})
    assert business.business_seconds(closed, jst("2026-01-01 00:00"), jst("2026-12-31 00:00")) == 0
    with pytest.raises(NeverOpen):
        business.add_business_seconds(closed, jst("2026-02-06 16:00"), 60)
    with pytest.raises(NeverOpen):
        business.next_opening(closed, jst("2026-02-06 16:00"))


moments = st.integers(min_value=1_735_000_000 // 60, max_value=1_800_000_000 // 60).map(
    lambda minute: datetime.fromtimestamp(minute * 60, UTC)
)
spans = st.integers(min_value=0, max_value=12 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
schedules = st.sampled_from([OFFICE, SHOP, NIGHT_IN_BERLIN])


def by_counting(version: ScheduleVersion, start: datetime, end: datetime) -> int:
    """Every minute asked of the definition itself: is it inside a slot of its local day or of the day before?"""
    zone = ZoneInfo(version.time_zone)
    total = 0
    while start < end:
        local = start.astimezone(zone)
        clock = local.strftime("%H:%M")
        today = business.slots_on(version, local.date())
        yesterday = business.slots_on(version, local.date() - timedelta(days=1))
        inside = any(a <= clock and (clock < b or b <= a) for a, b in today)
        total += 60 * (inside or any(b <= a and clock < b for a, b in yesterday))
        start += timedelta(minutes=1)
    return total


@settings(max_examples=60, deadline=None)
@given(schedules, moments, spans)
def test_any_span_equals_counting_its_minutes(version: ScheduleVersion, start: datetime, span: timedelta) -> None:
    assert business.business_seconds(version, start, start + span) == by_counting(version, start, start + span)


@settings(max_examples=200, deadline=None)
@given(schedules, moments, spans, spans)
def test_parts_sum_to_the_whole(version: ScheduleVersion, start: datetime, one: timedelta, other: timedelta) -> None:
    middle, end = start + one, start + one + other
    first, second = business.business_seconds(version, start, middle), business.business_seconds(version, middle, end)
    assert first >= 0
    assert first + second == business.business_seconds(version, start, end)


@settings(max_examples=200, deadline=None)
@given(schedules, moments, st.integers(min_value=1, max_value=500_000))
def test_a_deadline_is_where_exactly_that_much_time_has_passed(
    version: ScheduleVersion, start: datetime, seconds: int
) -> None:
    deadline = business.add_business_seconds(version, start, seconds)
    assert business.business_seconds(version, start, deadline) == seconds
    assert business.business_seconds(version, start, deadline - timedelta(seconds=1)) == seconds - 1
