"""Agents: list, form, invitation link, switching off and on."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madoguchi.channels.services import system_mail
from madoguchi.kernel.errors import NotFound
from madoguchi.people import queries
from madoguchi.people.models import Agent
from madoguchi.people.permissions import PeoplePermission
from madoguchi.people.services import agents, invitations
from madoguchi.web.doors import DeskRequest
from madoguchi.web.forms import accepted
from madoguchi.web.rendering import text_of
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.editing import Screen, confirm, edit
from madoguchi.web.setup.navigation import setup_page


def _roles() -> list[tuple[str, str]]:
    return [("", _("Please choose")), *((str(role.id), role.name) for role in queries.roles())]


def _teams() -> list[tuple[str, str]]:
    return [(str(team.id), team.name) for team in queries.teams(active=True)]


class AgentForm(forms.Form):
    """Who somebody is, and what they may do."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    kana = forms.CharField(
        label=gettext_lazy("Reading (kana)"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Lists of agents are sorted by it."),
    )
    email = forms.EmailField(
        label=gettext_lazy("Mail address"), max_length=254, help_text=gettext_lazy("They sign in with it.")
    )
    role_id = forms.ChoiceField(label=gettext_lazy("Role"), choices=_roles)
    teams = forms.MultipleChoiceField(
        label=gettext_lazy("Teams"), choices=_teams, required=False, widget=forms.CheckboxSelectMultiple
    )


@needs(PeoplePermission.AGENT_MANAGE)
def index(request: DeskRequest) -> HttpResponse:
    """All agents, those who work first."""
    everybody = sorted(queries.agents(), key=lambda agent: not agent.is_active)
    return setup_page(request, "setup/agents.html", {"agents": everybody})


@needs(PeoplePermission.AGENT_MANAGE)
def add(request: DeskRequest) -> HttpResponse:
    """A new agent; then their invitation link."""
    form = AgentForm(request.POST or None)
    created: list[tuple[Agent, str]] = []

    def create(values: dict[str, Any]) -> None:
        agent = agents.create(**_arguments(values), language=request.agent.language, by=request.actor)
        created.append((agent, invitations.invite(agent.id, by=request.actor)))

    if accepted(request, form, create):
        return _show_link(request, *created[0])
    context = {
        "form": form,
        "screen": _screen(_("New agent"), lead=_("They receive a link with which they choose their own password.")),
    }
    return setup_page(request, "setup/form.html", context, status=422 if form.errors else 200)


@needs(PeoplePermission.AGENT_MANAGE)
def change(request: DeskRequest, agent_id: int) -> HttpResponse:
    """An agent's form."""
    agent = _found(agent_id)
    initial = {
        "name": agent.name,
        "kana": agent.kana,
        "email": agent.email,
        "role_id": str(agent.role_id),
        "teams": [str(member.team_id) for member in agent.memberships.all()],
    }
    screen = _screen(
        agent.name,
        removal=reverse("setup_agent_state", args=[agent_id]),
        removal_label=_("Switch off …") if agent.is_active else _("Switch on …"),
    )
    return edit(
        request,
        AgentForm(request.POST or None, initial=initial),
        lambda values: agents.update(agent_id, **_arguments(values), by=request.actor),
        screen=screen,
        done=_("The agent is saved."),
        template="setup/agent.html",
        extra={"edited": agent},
    )


@needs(PeoplePermission.AGENT_MANAGE)
def invite(request: DeskRequest, agent_id: int) -> HttpResponse:
    """A new link for somebody who lost the old one or their password; earlier links end."""
    agent = _found(agent_id)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("setup_agent", args=[agent_id]))
    return _show_link(request, agent, invitations.invite(agent_id, by=request.actor))


@needs(PeoplePermission.AGENT_MANAGE)
def state(request: DeskRequest, agent_id: int) -> HttpResponse:
    """Switches an agent off or on."""
    agent = _found(agent_id)
    if agent.is_active:
        return confirm(
            request,
            lambda: agents.deactivate(agent_id, by=request.actor),
            screen=_screen(_("Switch off %(name)s?") % {"name": agent.name}),
            text=_(
                "They are signed out at once, their API keys stop, and they cannot sign in. "
                "Their tickets and messages stay. You can switch them on again."
            ),
            action=_("Switch off"),
            done=_("The agent is switched off."),
        )
    return confirm(
        request,
        lambda: agents.reactivate(agent_id, by=request.actor),
        screen=_screen(_("Switch on %(name)s?") % {"name": agent.name}),
        text=_("They can sign in again."),
        action=_("Switch on"),
        done=_("The agent is switched on."),
    )


def _show_link(request: DeskRequest, agent: Agent, token: str) -> HttpResponse:
    link = f"{settings.PUBLIC_URL}{reverse('invitation', args=[token])}"
    with translation.override(agent.language):
        values = {"invited": agent, "link": link, "inviter": request.agent}
        system_mail.send(
            to=agent.email,
            subject=" ".join(text_of(request, "account/email/invitation_subject.txt", values).split()),
            text=text_of(request, "account/email/invitation_message.txt", values).strip(),
        )
    context = {"screen": _screen(_("Invitation for %(name)s") % {"name": agent.name}), "link": link, "invited": agent}
    return setup_page(request, "setup/invitation.html", context)


def _screen(title: str, *, lead: str = "", removal: str = "", removal_label: str = "") -> Screen:
    return Screen(title, reverse("setup_agents"), _("Agents"), lead, removal, removal_label)


def _found(agent_id: int) -> Agent:
    agent = queries.agent(agent_id)
    if agent is None:
        raise NotFound
    return agent


def _arguments(values: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": values["name"],
        "kana": values["kana"],
        "email": values["email"],
        "role_id": int(values["role_id"]),
        "team_ids": [int(pk) for pk in values["teams"]],
    }
