"""The form of business hours, and what a version of them looks like in words."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy, pgettext_lazy

from madoguchi.calendars import time as business_time
from madoguchi.calendars.models import ScheduleVersion
from madoguchi.kernel import clock
from madoguchi.web.account.profile import time_zones
from madoguchi.web.setup import hours_text

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


def two_weeks(version: ScheduleVersion) -> list[dict[str, Any]]:
    """What the version makes of today and the thirteen days after it."""
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


def week(version: ScheduleVersion | None) -> list[tuple[Any, str]]:
    """Weekdays with their slots as one types them."""
    weekly = {} if version is None else version.weekly
    return [(label, hours_text.write_slots(weekly.get(str(number), []))) for number, label in enumerate(WEEKDAYS)]


def initial(name: str, version: ScheduleVersion) -> dict[str, Any]:
    """The form's values for a version."""
    values = {
        "name": name,
        "time_zone": version.time_zone,
        "holidays": version.holidays,
        "days": hours_text.write_days(version.days),
    }
    days = {f"day{number}": hours_text.write_slots(version.weekly.get(str(number), [])) for number in range(7)}
    return {**values, **days}


def arguments(form: HoursForm) -> dict[str, Any]:
    """What the services take from a valid form."""
    values = form.cleaned_data
    return {
        "name": values["name"],
        "time_zone": values["time_zone"],
        "holidays": values["holidays"],
        "weekly": form.weekly(),
        "days": values["days"],
    }
