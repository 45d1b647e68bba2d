"""Business hours: list, form with several slots a day, holidays and special days, a preview of two weeks, deleting."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from madoguchi.calendars import queries
from madoguchi.calendars.models import Schedule, ScheduleVersion
from madoguchi.calendars.services import schedules
from madoguchi.kernel.errors import NotFound
from madoguchi.people.permissions import PeoplePermission
from madoguchi.web.doors import DeskRequest
from madoguchi.web.setup import hours_form
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.editing import Screen, confirm, edit
from madoguchi.web.setup.navigation import setup_page


@needs(PeoplePermission.SETTING_MANAGE)
def index(request: DeskRequest) -> HttpResponse:
    """All business hours in use."""
    rows = [(row, hours_form.week(queries.current_version(row.id))) for row in queries.schedules()]
    return setup_page(request, "setup/hours_list.html", {"rows": rows})


@needs(PeoplePermission.SETTING_MANAGE)
def add(request: DeskRequest) -> HttpResponse:
    """New business hours, beginning with the usual ones."""
    version = ScheduleVersion(
        time_zone=settings.TIME_ZONE, weekly=schedules.OFFICE_HOURS, holidays="JP", days=schedules.YEAR_END
    )
    form = hours_form.HoursForm(request.POST or None, initial=hours_form.initial("", version))
    return _form(
        request,
        form,
        lambda values: schedules.create(**hours_form.arguments(form), by=request.actor),
        version=version,
        screen=_screen(_("New business hours")),
    )


@needs(PeoplePermission.SETTING_MANAGE)
def change(request: DeskRequest, schedule_id: int) -> HttpResponse:
    """The form of one set of business hours."""
    schedule, version = _found(schedule_id)
    form = hours_form.HoursForm(request.POST or None, initial=hours_form.initial(schedule.name, version))
    removal = "" if schedule.is_default else reverse("setup_hours_removal", args=[schedule_id])
    return _form(
        request,
        form,
        lambda values: schedules.update(schedule_id, **hours_form.arguments(form), by=request.actor),
        version=version,
        screen=_screen(schedule.name, removal=removal),
        schedule=schedule,
    )


@needs(PeoplePermission.SETTING_MANAGE)
def make_default(request: DeskRequest, schedule_id: int) -> HttpResponse:
    """These hours count wherever none are chosen."""
    schedule, _version = _found(schedule_id)
    return confirm(
        request,
        lambda: schedules.make_default(schedule_id, by=request.actor),
        screen=_screen(_("Make “%(name)s” the default?") % {"name": schedule.name}),
        text=_("New tickets of inboxes without hours of their own are counted in these hours."),
        action=_("Make default"),
        done=_("The default is changed."),
    )


@needs(PeoplePermission.SETTING_MANAGE)
def remove(request: DeskRequest, schedule_id: int) -> HttpResponse:
    """Takes business hours out of use."""
    schedule, _version = _found(schedule_id)
    return confirm(
        request,
        lambda: schedules.delete(schedule_id, by=request.actor),
        screen=_screen(_("Delete “%(name)s”?") % {"name": schedule.name}),
        text=_("Tickets that were counted in these hours keep their times."),
        action=_("Delete"),
        done=_("The business hours are deleted."),
    )


def _form(
    request: DeskRequest,
    form: hours_form.HoursForm,
    act: Any,
    *,
    version: ScheduleVersion,
    screen: Screen,
    schedule: Schedule | None = None,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        version = ScheduleVersion(**{key: value for key, value in hours_form.arguments(form).items() if key != "name"})
    extra = {"two_weeks": hours_form.two_weeks(version), "schedule": schedule}
    return edit(
        request,
        form,
        act,
        screen=screen,
        done=_("The business hours are saved. They count for tickets opened from now on."),
        template="setup/hours.html",
        extra=extra,
    )


def _screen(title: str, *, removal: str = "") -> Screen:
    return Screen(title, reverse("setup_hours"), _("Business hours"), removal=removal, removal_label=_("Delete …"))


def _found(schedule_id: int) -> tuple[Schedule, ScheduleVersion]:
    schedule = queries.schedule(schedule_id)
    if schedule is None or schedule.archived_at is not None:
        raise NotFound
    version = queries.current_version(schedule_id)
    if version is None:
        raise NotFound
    return schedule, version
