"""Business hours: list, form with several slots a day, holidays and special days, a preview of two weeks, deleting."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from madoguchi.calendars import queries
from madoguchi.calendars import time as business_time
from madoguchi.calendars.models import Schedule, ScheduleVersion
from madoguchi.calendars.services import schedules
from madoguchi.kernel import clock
from madoguchi.kernel.errors import NotFound
from madoguchi.people.permissions import PeoplePermission
from madoguchi.web.account.profile import time_zones
from madoguchi.web.doors import DeskRequest
from madoguchi.web.setup import hours_text
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.editing import Screen, confirm, edit
from madoguchi.web.setup.navigation import setup_page

WEEKDAYS = (
    pgettext_lazy("weekday", "Monday"),
    pgettext_lazy("weekday", "Tuesday"),
    pgettext_lazy("weekday", "Wednesday"),
    pgettext_lazy("weekday", "Thursday"),
    pgettext_lazy("weekday", "Friday"),
    pgettext_lazy("weekday", "Saturday"),
    pgettext_lazy("weekday", "Sunday"),
)
HOLIDAYS = (("JP", gettext_lazy("Closed on Japanese public holidays")), ("", gettext_lazy("Open on public holidays")))


class SlotsField(forms.CharField):
    """The slots of one day, typed."""

    def clean(self, value: Any) -> list[list[str]]:
        """As lists of beginning and end."""
        return hours_text.read_slots(super().clean(value) or "")


class HoursForm(forms.Form):
    """One set of business hours; the fields of the weekdays are day0 (Monday) to day6."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=time_zones)
    holidays = forms.ChoiceField(
        label=gettext_lazy("Public holidays"), choices=HOLIDAYS, required=False, widget=forms.RadioSelect
    )
    days = forms.CharField(
        label=gettext_lazy("Special days"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "One per line; they win over holidays and weekdays. "
            "2026-12-29 closed · 12-31 09:00-12:00 (without a year: every year)"
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, label in enumerate(WEEKDAYS):
            self.fields[f"day{number}"] = SlotsField(
                label=label, required=False, widget=forms.TextInput(attrs={"placeholder": gettext_lazy("closed")})
            )

    def weekly(self) -> dict[str, list[list[str]]]:
        """The week in the shape the calendar keeps."""
        return {str(number): self.cleaned_data[f"day{number}"] for number in range(7)}

    def clean_days(self) -> dict[str, list[list[str]]]:
        """The special days in the shape the calendar keeps."""
        return hours_text.read_days(self.cleaned_data["days"])


@needs(PeoplePermission.SETTING_MANAGE)
def index(request: DeskRequest) -> HttpResponse:
    """All business hours in use."""
    rows = [(row, _week(queries.current_version(row.id))) for row in queries.schedules()]
    return setup_page(request, "setup/hours_list.html", {"rows": rows})


@needs(PeoplePermission.SETTING_MANAGE)
def add(request: DeskRequest) -> HttpResponse:
    """New business hours, beginning with the usual ones."""
    version = ScheduleVersion(
        time_zone=settings.TIME_ZONE, weekly=schedules.OFFICE_HOURS, holidays="JP", days=schedules.YEAR_END
    )
    form = HoursForm(request.POST or None, initial=_initial("", version))
    return _form(
        request,
        form,
        lambda values: schedules.create(**_arguments(form), by=request.actor),
        version=version,
        screen=_screen(_("New business hours")),
    )


@needs(PeoplePermission.SETTING_MANAGE)
def change(request: DeskRequest, schedule_id: int) -> HttpResponse:
    """The form of one set of business hours."""
    schedule, version = _found(schedule_id)
    form = HoursForm(request.POST or None, initial=_initial(schedule.name, version))
    removal = "" if schedule.is_default else reverse("setup_hours_removal", args=[schedule_id])
    return _form(
        request,
        form,
        lambda values: schedules.update(schedule_id, **_arguments(form), by=request.actor),
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
    form: HoursForm,
    act: Any,
    *,
    version: ScheduleVersion,
    screen: Screen,
    schedule: Schedule | None = None,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        version = ScheduleVersion(**{key: value for key, value in _arguments(form).items() if key != "name"})
    extra = {"two_weeks": _two_weeks(version), "schedule": schedule}
    return edit(
        request,
        form,
        act,
        screen=screen,
        done=_("The business hours are saved. They count for tickets opened from now on."),
        template="setup/hours.html",
        extra=extra,
    )


def _two_weeks(version: ScheduleVersion) -> list[dict[str, Any]]:
    today = timezone.localtime(clock.now()).date()
    language = (translation.get_language() or "ja")[:2]
    rows = []
    for offset in range(14):
        day = today + timedelta(days=offset)
        try:
            slots = business_time.slots_on(version, day)
        except (ValueError, ValidationError):
            slots = []
        rows.append(
            {
                "day": day,
                "weekday": WEEKDAYS[day.weekday()],
                "slots": hours_text.write_slots([list(slot) for slot in slots]),
                "holiday": business_time.holiday_name(version, day, language),
                "special": day.isoformat() in version.days or f"{day:%m-%d}" in version.days,
            }
        )
    return rows


def _week(version: ScheduleVersion | None) -> list[tuple[Any, str]]:
    weekly = {} if version is None else version.weekly
    return [(label, hours_text.write_slots(weekly.get(str(number), []))) for number, label in enumerate(WEEKDAYS)]


def _initial(name: str, version: ScheduleVersion) -> dict[str, Any]:
    initial = {
        "name": name,
        "time_zone": version.time_zone,
        "holidays": version.holidays,
        "days": hours_text.write_days(version.days),
    }
    week = {f"day{number}": hours_text.write_slots(version.weekly.get(str(number), [])) for number in range(7)}
    return {**initial, **week}


def _arguments(form: HoursForm) -> dict[str, Any]:
    values = form.cleaned_data
    return {
        "name": values["name"],
        "time_zone": values["time_zone"],
        "holidays": values["holidays"],
        "weekly": form.weekly(),
        "days": values["days"],
    }


def _screen(title: str, *, removal: str = "") -> Screen:
    return Screen(title, reverse("setup_hours"), _("Business hours"), removal=removal, removal_label=_("Delete …"))


def _found(schedule_id: int) -> tuple[Schedule, ScheduleVersion]:
    schedule = queries.schedule(schedule_id)
    version = queries.current_version(schedule_id)
    if schedule is None or version is None or schedule.archived_at is not None:
        raise NotFound
    return schedule, version
