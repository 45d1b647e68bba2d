"""Schedules: entered, changed as a new version, made the default, removed from use."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.calendars.checking import checked_days, checked_holidays, checked_weekly
from madoguchi.calendars.errors import DefaultSchedule, ScheduleNameTaken
from madoguchi.calendars.events import ScheduleCreated, ScheduleDeleted, ScheduleUpdated
from madoguchi.calendars.models import Schedule, ScheduleVersion
from madoguchi.calendars.queries import current_version
from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.kernel.events import publish
from madoguchi.kernel.text import one_line
from madoguchi.people.permissions import PeoplePermission, require
from madoguchi.people.services import auditing

Slots = Sequence[Sequence[str]]
OFFICE_HOURS: dict[str, Slots] = {str(day): [["09:00", "18:00"]] for day in range(5)}
YEAR_END: dict[str, Slots] = {day: [] for day in ("12-29", "12-30", "12-31", "01-01", "01-02", "01-03")}


@transaction.atomic
def install_default(*, by: Actor) -> Schedule:
    """Monday to Friday 9 to 18 in Japan, closed on holidays and from 29 December to 3 January, unless one exists."""
    require(by, PeoplePermission.SETTING_MANAGE)
    existing = Schedule.objects.filter(is_default=True).first()
    if existing is not None:
        return existing
    return create(name=_("Business hours"), weekly=OFFICE_HOURS, days=YEAR_END, by=by)


@transaction.atomic
def create(
    *,
    name: str,
    time_zone: str = "Asia/Tokyo",
    weekly: Mapping[str, Slots],
    holidays: str = "JP",
    days: Mapping[str, Slots] | None = None,
    by: Actor,
) -> Schedule:
    """New business hours (shapes: see models.ScheduleVersion). The first of all becomes the default."""
    require(by, PeoplePermission.SETTING_MANAGE)
    schedule = Schedule.objects.create(
        name=_name(name),
        is_default=not Schedule.objects.filter(is_default=True).exists(),
        created_at=clock.now(),
    )
    version = _new_version(schedule, time_zone=time_zone, weekly=weekly, holidays=holidays, days=days or {})
    auditing.note("schedule:create", by=by, subject_kind="schedule", subject_id=schedule.id, after=_values(version))
    publish(ScheduleCreated(schedule_id=schedule.id, version_id=version.id), by=by)
    return schedule


@transaction.atomic
def update(
    schedule_id: int,
    *,
    name: str | None = None,
    time_zone: str | None = None,
    weekly: Mapping[str, Slots] | None = None,
    holidays: str | None = None,
    days: Mapping[str, Slots] | None = None,
    by: Actor,
) -> Schedule:
    """Changes business hours from now on, as a new version; None keeps a value. Old tickets keep their version."""
    require(by, PeoplePermission.SETTING_MANAGE)
    schedule = _locked(schedule_id)
    old = current_version(schedule.id)
    if old is None:
        raise NotFound
    if name is not None:
        schedule.name = _name(name, schedule_id=schedule.id)
        schedule.save(update_fields=["name"])
    version = _new_version(
        schedule,
        time_zone=old.time_zone if time_zone is None else time_zone,
        weekly=old.weekly if weekly is None else weekly,
        holidays=old.holidays if holidays is None else holidays,
        days=old.days if days is None else days,
        unless_same_as=old,
    )
    auditing.note(
        "schedule:update",
        by=by,
        subject_kind="schedule",
        subject_id=schedule.id,
        before=_values(old),
        after=_values(version),
    )
    publish(ScheduleUpdated(schedule_id=schedule.id, version_id=version.id), by=by)
    return schedule


@transaction.atomic
def make_default(schedule_id: int, *, by: Actor) -> None:
    """From now on these hours count wherever none are chosen."""
    require(by, PeoplePermission.SETTING_MANAGE)
    schedule = _locked(schedule_id)
    Schedule.objects.filter(is_default=True).update(is_default=False)
    Schedule.objects.filter(pk=schedule.id).update(is_default=True)
    version = current_version(schedule.id)
    if version is None:
        raise NotFound
    auditing.note("schedule:default", by=by, subject_kind="schedule", subject_id=schedule.id)
    publish(ScheduleUpdated(schedule_id=schedule.id, version_id=version.id), by=by)


@transaction.atomic
def delete(schedule_id: int, *, by: Actor) -> None:
    """Takes business hours out of use. Their versions stay for the tickets that were counted in them."""
    require(by, PeoplePermission.SETTING_MANAGE)
    schedule = _locked(schedule_id)
    if schedule.is_default:
        raise DefaultSchedule
    schedule.archived_at = clock.now()
    schedule.name = f"{schedule.name[:60]} ({schedule.id})"
    schedule.save(update_fields=["archived_at", "name"])
    auditing.note("schedule:delete", by=by, subject_kind="schedule", subject_id=schedule.id)
    publish(ScheduleDeleted(schedule_id=schedule.id), by=by)


def _locked(schedule_id: int) -> Schedule:
    schedule = Schedule.objects.select_for_update().filter(pk=schedule_id, archived_at=None).first()
    if schedule is None:
        raise NotFound
    return schedule


def _name(name: str, *, schedule_id: int = 0) -> str:
    name = one_line(name)[:80]
    if not name:
        raise Invalid(field="name", reason=_("must not be empty"))
    if Schedule.objects.filter(name=name).exclude(pk=schedule_id).exists():
        raise ScheduleNameTaken
    return name


def _new_version(
    schedule: Schedule,
    *,
    time_zone: str,
    weekly: Mapping[str, Slots],
    holidays: str,
    days: Mapping[str, Slots],
    unless_same_as: ScheduleVersion | None = None,
) -> ScheduleVersion:
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Invalid(field="time_zone", reason=one_line(time_zone)[:40]) from error
    version = ScheduleVersion(
        schedule=schedule,
        time_zone=time_zone,
        weekly=checked_weekly(weekly),
        holidays=checked_holidays(holidays),
        days=checked_days(days),
        created_at=clock.now(),
    )
    if unless_same_as is not None and _values(version) == _values(unless_same_as):
        return unless_same_as
    version.save()
    return version


def _values(version: ScheduleVersion) -> dict[str, Any]:
    return {
        "time_zone": version.time_zone,
        "weekly": version.weekly,
        "holidays": version.holidays,
        "days": version.days,
    }
