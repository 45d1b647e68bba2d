"""Escalating: the hand-over record, the answer to it, taking a slip back (T04)."""

from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from madoguchi.people import queries as people
from madoguchi.tickets import handovers, reading, tiers
from madoguchi.tickets import structure_queries as structure
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.services import escalating
from madoguchi.web.desk import forms
from madoguchi.web.desk.answering import told
from madoguchi.web.doors import DeskRequest, signed_in
from madoguchi.web.rendering import page


@signed_in
def show(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """The record that stands, with its answer to be written; or a new one, by tier and team."""
    ticket = reading.ticket(ticket_id, by=request.actor)
    standing = handovers.standing_on(ticket_id) if ticket["escalated_at"] else None
    context: dict[str, Any] = {"ticket": ticket, "standing": standing}
    context |= {"steps": tiers.ladder(), "colleagues": _colleagues(), "stays": handovers.clocks(ticket_id)}
    context["past"] = structure.escalations(ticket_id, by=request.actor)
    return page(request, "desk/_escalate.html", context)


@signed_in
def escalate(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """Hands over to another tier, with the record."""
    row = escalating.escalate(
        ticket_id,
        to_team_id=forms.number(request, "to_team_id", _("To which team")),
        to_agent_id=forms.optional_number(request, "to_agent_id"),
        asked=request.POST.get("asked", ""),
        tried=request.POST.get("tried", ""),
        wanted=request.POST.get("wanted", ""),
        due_at=forms.moment(request, "due_at") if request.POST.get("due_at") else None,
        by=request.actor,
    )
    said = _("Escalated to %(tier)s") % {"tier": tiers.name(row.to_tier)}
    return told(ticket=ticket_id, toast=said, undo=f"/escalations/{row.id}")


@signed_in
def hand_back(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """Answers the escalation and gives the ticket back."""
    escalating.hand_back(ticket_id, answer=request.POST.get("answer", ""), by=request.actor)
    return told(ticket=ticket_id, toast=_("Handed back"))


@signed_in
def withdraw(request: DeskRequest, escalation_id: int) -> HttpResponseBase:
    """Takes a slip back."""
    row = escalating.withdraw(escalation_id, by=request.actor)
    return told(open=row.ticket_id, toast=_("Escalation taken back"))


def _colleagues() -> list[tuple[str, list[tuple[int, str]]]]:
    """Who may take a ticket, by team: for a select with groups."""
    may = people.agent_ids_holding(TicketPermission.REPLY)
    found = []
    for team in people.teams(active=True):
        members = [(one.agent_id, one.agent.name) for one in team.memberships.all() if one.agent_id in may]
        if members:
            found.append((team.name, members))
    return found
