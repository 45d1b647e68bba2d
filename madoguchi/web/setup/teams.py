"""Teams: list, form, switching off and on."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madoguchi.kernel.errors import NotFound
from madoguchi.people import queries
from madoguchi.people.models import Team
from madoguchi.people.permissions import PeoplePermission
from madoguchi.people.services import teams
from madoguchi.web.doors import DeskRequest
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.editing import Screen, confirm, edit
from madoguchi.web.setup.navigation import setup_page


def _agents() -> list[tuple[str, str]]:
    return [(str(agent.id), agent.name) for agent in queries.agents(active=True)]


class TeamForm(forms.Form):
    """A team and who belongs to it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    description = forms.CharField(
        label=gettext_lazy("Description"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("What this team answers. Colleagues see it when they hand over a ticket."),
    )
    tier = forms.IntegerField(
        label=gettext_lazy("Tier"),
        min_value=1,
        max_value=9,
        initial=1,
        help_text=gettext_lazy("1 is the first line. A ticket is escalated from a lower to a higher tier."),
    )
    agents = forms.MultipleChoiceField(
        label=gettext_lazy("Members"), choices=_agents, required=False, widget=forms.CheckboxSelectMultiple
    )
    leaders = forms.MultipleChoiceField(
        label=gettext_lazy("Leaders"),
        choices=_agents,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Leaders belong to the team and see its figures."),
    )


@needs(PeoplePermission.TEAM_MANAGE)
def index(request: DeskRequest) -> HttpResponse:
    """All teams."""
    return setup_page(request, "setup/teams.html", {"teams": list(queries.teams())})


@needs(PeoplePermission.TEAM_MANAGE)
def add(request: DeskRequest) -> HttpResponse:
    """A new team."""
    form = TeamForm(request.POST or None)
    return edit(
        request,
        form,
        lambda values: teams.create(**_arguments(values), by=request.actor),
        screen=_screen(_("New team")),
        done=_("The team is created."),
    )


@needs(PeoplePermission.TEAM_MANAGE)
def change(request: DeskRequest, team_id: int) -> HttpResponse:
    """A team's form."""
    team = _found(team_id)
    members = list(team.memberships.all())
    initial = {
        "name": team.name,
        "description": team.description,
        "tier": team.tier,
        "agents": [str(member.agent_id) for member in members],
        "leaders": [str(member.agent_id) for member in members if member.leader],
    }
    screen = _screen(
        team.name,
        removal=reverse("setup_team_state", args=[team_id]),
        removal_label=_("Switch off …") if team.active else _("Switch on …"),
    )
    return edit(
        request,
        TeamForm(request.POST or None, initial=initial),
        lambda values: teams.update(team_id, **_arguments(values), by=request.actor),
        screen=screen,
        done=_("The team is saved."),
    )


@needs(PeoplePermission.TEAM_MANAGE)
def state(request: DeskRequest, team_id: int) -> HttpResponse:
    """Switches a team off or on."""
    team = _found(team_id)
    if team.active:
        return confirm(
            request,
            lambda: teams.deactivate(team_id, by=request.actor),
            screen=_screen(_("Switch off “%(name)s”?") % {"name": team.name}),
            text=_("The team takes no new tickets. Its tickets and figures stay, and you can switch it on again."),
            action=_("Switch off"),
            done=_("The team is switched off."),
        )
    return confirm(
        request,
        lambda: teams.reactivate(team_id, by=request.actor),
        screen=_screen(_("Switch on “%(name)s”?") % {"name": team.name}),
        text=_("The team takes tickets again."),
        action=_("Switch on"),
        done=_("The team is switched on."),
    )


def _screen(title: str, *, removal: str = "", removal_label: str = "") -> Screen:
    return Screen(title, reverse("setup_teams"), _("Teams"), removal=removal, removal_label=removal_label)


def _found(team_id: int) -> Team:
    team = queries.team(team_id)
    if team is None:
        raise NotFound
    return team


def _arguments(values: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": values["name"],
        "description": values["description"],
        "tier": values["tier"],
        "agent_ids": [int(pk) for pk in values["agents"]],
        "leader_ids": [int(pk) for pk in values["leaders"]],
    }
