"""Reads about schedules."""

from django.db.models import QuerySet

from madoguchi.calendars.models import Schedule, ScheduleVersion
from madoguchi.kernel import prepared


def schedules() -> QuerySet[Schedule]:
    """Schedules in use, the default first."""
    return Schedule.objects.filter(archived_at=None).order_by("-is_default", "name")


def schedule(schedule_id: int) -> Schedule | None:
    """One schedule, archived or not."""
    return Schedule.objects.filter(pk=schedule_id).first()


def current_version(schedule_id: int | None) -> ScheduleVersion | None:
    """The newest version of a schedule, of the default one for None; None when there is no such schedule."""
    versions = ScheduleVersion.objects.order_by("-id")
    if schedule_id is None:
        return versions.filter(schedule__is_default=True).first()
    return versions.filter(schedule_id=schedule_id).first()


def current_version_id(schedule_id: int | None) -> int | None:
    """As `current_version`, only the id: what a new ticket keeps."""
    if schedule_id is None:
        found = prepared.rows("default", lambda: _newest_ids().filter(schedule__is_default=True)[:1])
    else:
        found = prepared.rows("of", lambda number: _newest_ids().filter(schedule_id=number)[:1], schedule_id)
    return found[0][0] if found else None


def _newest_ids() -> "QuerySet[ScheduleVersion, tuple[int]]":
    return ScheduleVersion.objects.order_by("-id").values_list("id")


def version(version_id: int) -> ScheduleVersion | None:
    """One version."""
    return ScheduleVersion.objects.filter(pk=version_id).first()
