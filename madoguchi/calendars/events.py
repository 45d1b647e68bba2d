"""The news of this room."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from madoguchi.kernel.events import Event, event


@event
@dataclass(frozen=True, kw_only=True)
class ScheduleCreated(Event):
    """Business hours were entered."""

    name = "schedule.created"
    label = _("Business hours created")
    schedule_id: int
    version_id: int


@event
@dataclass(frozen=True, kw_only=True)
class ScheduleUpdated(Event):
    """Business hours changed; from now on `version_id` counts, what was before stays as it was."""

    name = "schedule.updated"
    label = _("Business hours updated")
    schedule_id: int
    version_id: int


@event
@dataclass(frozen=True, kw_only=True)
class ScheduleDeleted(Event):
    """Business hours are offered no more; tickets that count in them go on doing so."""

    name = "schedule.deleted"
    label = _("Business hours removed")
    schedule_id: int
