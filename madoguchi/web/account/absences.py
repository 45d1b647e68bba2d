"""One's own working hours, being away, and coming back."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from madoguchi.people import hours, queries
from madoguchi.people.models.absence import AbsenceKind
from madoguchi.people.services import absences, profile
from madoguchi.web.doors import DeskRequest, signed_in
from madoguchi.web.forms import accepted, choices, number_or_none
from madoguchi.web.rendering import page

DAYS = (
    (0, pgettext_lazy("day", "Mon")),
    (1, pgettext_lazy("day", "Tue")),
    (2, pgettext_lazy("day", "Wed")),
    (3, pgettext_lazy("day", "Thu")),
    (4, pgettext_lazy("day", "Fri")),
    (5, pgettext_lazy("day", "Sat")),
    (6, pgettext_lazy("day", "Sun")),
)
_MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class HoursForm(forms.Form):
    """When one works, by one's own clock."""

    days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Working days"),
        choices=DAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    begin = forms.TimeField(
        label=pgettext_lazy("time", "From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    end = forms.TimeField(
        label=pgettext_lazy("time", "Until"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("Mail about notices comes only in these hours. A shift may pass midnight."),
    )


class AbsenceForm(forms.Form):
    """Away from when until when, and who gets the work."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=AbsenceKind.choices, widget=forms.RadioSelect)
    starts_at = forms.DateTimeField(
        label=pgettext_lazy("time", "From"), required=False, widget=_MOMENT, help_text=gettext_lazy("Empty: now.")
    )
    ends_at = forms.DateTimeField(
        label=pgettext_lazy("time", "Until"),
        required=False,
        widget=_MOMENT,
        help_text=gettext_lazy("Empty: until you say that you are back."),
    )
    memo = forms.CharField(label=gettext_lazy("What colleagues see"), max_length=120, required=False)
    gives_back = forms.BooleanField(
        label=gettext_lazy("Give my open tickets back when it begins"),
        required=False,
        help_text=gettext_lazy("They stay with their teams, or go to the colleague below."),
    )
    successor = forms.ChoiceField(label=gettext_lazy("Colleague who takes over"), required=False)

    def __init__(self, *args: Any, agent_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(row.id, row.name) for row in queries.agents(active=True) if row.id != agent_id]
        self.fields["successor"].choices = choices(others, empty=_("Nobody: back to the team"))  # type: ignore[attr-defined]


@signed_in
def show(request: DeskRequest) -> HttpResponse:
    """Both forms; which one was sent tells the field `what`."""
    agent, what = request.agent, request.POST.get("what")
    week = hours.of(agent)
    initial = {"days": week["days"], "begin": week["from"], "end": week["to"]}
    hours_form = HoursForm(request.POST if what == "hours" else None, initial=initial, auto_id="hours-%s")
    form = AbsenceForm(
        request.POST if what == "absence" else None, initial={"kind": AbsenceKind.AWAY}, agent_id=agent.id
    )
    if what == "hours" and accepted(request, hours_form, lambda values: _save_hours(request, values)):
        return _said(request, _("Your working hours are saved."))
    if what == "absence" and accepted(request, form, lambda values: _enter(request, values)):
        return _said(request, _("Your absence is entered."))
    context = {
        "form": form,
        "hours_form": hours_form,
        "absences": list(hours.absences_of(agent.id)),
        "messages": messages.get_messages(request),
    }
    return page(request, "account/absences.html", context, status=422 if form.errors or hours_form.errors else 200)


@signed_in
def end(request: DeskRequest, absence_id: int) -> HttpResponse:
    """Back again, or not going at all."""
    absences.end(absence_id, by=request.actor)
    return _said(request, _("Welcome back."))


def _save_hours(request: DeskRequest, values: dict[str, Any]) -> None:
    week = {"days": sorted(values["days"]), "from": f"{values['begin']:%H:%M}", "to": f"{values['end']:%H:%M}"}
    profile.update_profile(request.agent.id, preferences={"hours": week}, by=request.actor)


def _enter(request: DeskRequest, values: dict[str, Any]) -> None:
    starts: datetime | None = values["starts_at"]
    absences.enter(
        request.agent.id,
        kind=values["kind"],
        starts_at=starts,
        ends_at=values["ends_at"],
        memo=values["memo"],
        gives_back=values["gives_back"],
        successor_id=number_or_none(values["successor"]),
        by=request.actor,
    )


def _said(request: DeskRequest, text: str) -> HttpResponse:
    messages.success(request, text)
    return HttpResponseRedirect(reverse("absences"))
