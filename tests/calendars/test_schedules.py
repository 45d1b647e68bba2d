"""Business hours as administrators keep them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from madoguchi.calendars import queries
from madoguchi.calendars import time as business
from madoguchi.calendars.errors import DefaultSchedule, ScheduleNameTaken
from madoguchi.calendars.services import schedules
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.errors import Invalid, NotAllowed
from madoguchi.people import queries as people
from tests.cast import Cast, acting

TOKYO = ZoneInfo("Asia/Tokyo")
MORNING, NOON = datetime(2026, 2, 2, 9, tzinfo=TOKYO), datetime(2026, 2, 2, 12, tzinfo=TOKYO)


def test_a_new_desk_has_office_hours_with_japanese_holidays_and_a_closed_new_year(db: None) -> None:
    schedule = schedules.install_default(by=SYSTEM)
    assert schedules.install_default(by=SYSTEM) == schedule
    version = queries.current_version(None)
    assert version is not None
    assert business.slots_on(version, date(2026, 11, 24)) == [("09:00", "18:00")]
    assert business.slots_on(version, date(2026, 11, 23)) == []
    assert business.slots_on(version, date(2026, 12, 29)) == []


def test_a_change_of_hours_never_rewrites_what_was_counted_before(cast: Cast) -> None:
    schedule = schedules.install_default(by=SYSTEM)
    old = queries.current_version_id(schedule.id)
    schedules.update(schedule.id, weekly={"0": [["10:00", "12:00"]]}, by=acting(cast.admin))
    new = queries.current_version_id(schedule.id)
    assert new != old
    assert business.business_seconds(old, MORNING, NOON) == 3 * 3600
    assert business.business_seconds(new, MORNING, NOON) == 2 * 3600


def test_saving_the_same_hours_makes_no_new_version(cast: Cast) -> None:
    schedule = schedules.install_default(by=SYSTEM)
    old = queries.current_version_id(schedule.id)
    schedules.update(schedule.id, name="営業時間（本社）", by=acting(cast.admin))
    assert queries.current_version_id(schedule.id) == old


def test_hana_may_not_change_business_hours(cast: Cast) -> None:
    schedule = schedules.install_default(by=SYSTEM)
    with pytest.raises(NotAllowed):
        schedules.update(schedule.id, weekly={}, by=acting(cast.hana))


def test_a_change_of_hours_leaves_an_audit_line_with_before_and_after(cast: Cast) -> None:
    schedule = schedules.install_default(by=SYSTEM)
    schedules.update(schedule.id, holidays="", by=acting(cast.admin))
    line = people.audit_lines(subject_kind="schedule", subject_id=schedule.id, by=acting(cast.admin))[0]
    assert (line.before["holidays"], line.after["holidays"]) == ("JP", "")
    assert line.actor_name == "管理者"


def test_another_schedule_becomes_the_default_before_the_old_one_may_go(cast: Cast) -> None:
    first = schedules.install_default(by=SYSTEM)
    second = schedules.create(name="夜間", weekly={"0": [["20:00", "05:00"]]}, by=acting(cast.admin))
    with pytest.raises(DefaultSchedule):
        schedules.delete(first.id, by=acting(cast.admin))
    schedules.make_default(second.id, by=acting(cast.admin))
    schedules.delete(first.id, by=acting(cast.admin))
    assert [row.name for row in queries.schedules()] == ["夜間"]
    assert queries.current_version_id(first.id) is not None


@pytest.mark.parametrize(
    "weekly",
    [
        {"0": [["09:00", "25:00"]]},
        {"0": [["9時", "18時"]]},
        {"7": [["09:00", "18:00"]]},
        {"0": [["09:00", "12:00"], ["11:00", "18:00"]]},
        {"0": [["22:00", "05:00"], ["23:00", "23:30"]]},
    ],
)
def test_hours_that_make_no_sense_are_refused_with_the_reason(cast: Cast, weekly: dict[str, list[list[str]]]) -> None:
    with pytest.raises(Invalid):
        schedules.create(name="変", weekly=weekly, by=acting(cast.admin))


def test_two_schedules_cannot_share_a_name(cast: Cast) -> None:
    schedules.create(name="夜間", weekly={}, by=acting(cast.admin))
    with pytest.raises(ScheduleNameTaken):
        schedules.create(name="夜間", weekly={}, by=acting(cast.admin))


def test_without_any_schedule_every_second_counts(db: None) -> None:
    assert business.business_seconds(None, MORNING, NOON) == 3 * 3600
