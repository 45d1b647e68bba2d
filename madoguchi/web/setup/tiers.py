"""Tiers: the escalation ladder in order, each with its name and the teams that work there (T04)."""

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madoguchi.kernel.errors import NotFound
from madoguchi.people import queries as people
from madoguchi.tickets import tiers
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.services import tiering
from madoguchi.tickets.tiers import Step
from madoguchi.web.doors import DeskRequest
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.editing import Screen, confirm, edit
from madoguchi.web.setup.navigation import setup_page


def _teams() -> list[tuple[str, str]]:
    return [(str(team.id), team.name) for team in people.teams(active=True)]


class TierForm(forms.Form):
    """A tier and the teams that work there."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    teams = forms.MultipleChoiceField(
        label=gettext_lazy("Teams that work here"),
        choices=_teams,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("A team works on one tier. A team taken away here goes to the first one."),
    )


@needs(TicketPermission.SETUP)
def index(request: DeskRequest) -> HttpResponse:
    """The ladder."""
    return setup_page(request, "setup/tiers.html", {"steps": tiers.ladder(), "full": len(tiers.rows()) >= tiers.MOST})


@needs(TicketPermission.SETUP)
def add(request: DeskRequest) -> HttpResponse:
    """A new tier at the end."""
    return edit(
        request,
        TierForm(request.POST or None),
        lambda values: tiering.save(name=values["name"], team_ids=map(int, values["teams"]), by=request.actor),
        screen=_screen(_("New tier")),
        done=_("The tier is created."),
    )


@needs(TicketPermission.SETUP)
def change(request: DeskRequest, number: int) -> HttpResponse:
    """A tier's name and teams."""
    step = _found(number)
    initial = {"name": step.name, "teams": [str(team_id) for team_id, _name in step.teams]}
    return edit(
        request,
        TierForm(request.POST or None, initial=initial),
        lambda values: tiering.save(number, name=values["name"], team_ids=map(int, values["teams"]), by=request.actor),
        screen=_screen(step.name, removal=reverse("setup_tier_removal", args=[number])),
        done=_("The tier is saved."),
    )


@needs(TicketPermission.SETUP)
def move(request: DeskRequest, number: int) -> HttpResponse:
    """One place up or down."""
    _found(number)
    if request.method == "POST":
        tiering.move(number, up=request.POST.get("way") == "up", by=request.actor)
    return HttpResponseRedirect(reverse("setup_tiers"))


@needs(TicketPermission.SETUP)
def remove(request: DeskRequest, number: int) -> HttpResponse:
    """Takes away a tier that was never used."""
    step = _found(number)
    return confirm(
        request,
        lambda: tiering.delete(number, by=request.actor),
        screen=_screen(_("Delete the tier “%(name)s”?") % {"name": step.name}),
        text=_("Only a tier without teams, on which no ticket ever was, can be deleted."),
        action=_("Delete"),
        done=_("The tier is deleted."),
    )


def _screen(title: str, *, removal: str = "") -> Screen:
    return Screen(title, reverse("setup_tiers"), _("Tiers"), removal=removal, removal_label=_("Delete …"))


def _found(number: int) -> Step:
    step = next((one for one in tiers.ladder() if one.number == number), None)
    if step is None:
        raise NotFound
    return step
