"""Escalating to another tier with a hand-over record, and handing back with the answer (T04)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.people import queries as people_queries
from madoguchi.people.queries import active_agent_ids
from madoguchi.tickets.access import access, refuse_merged
from madoguchi.tickets.events_structure import TicketEscalated, TicketHandedBack
from madoguchi.tickets.models import Escalation, Ticket
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recording import tell
from madoguchi.tickets.services.assigning import hand_over
from madoguchi.tickets.statuses import LIVE_STATUSES

LONGEST = 5000


@transaction.atomic
def escalate(
    ticket_id: int,
    *,
    to_team_id: int,
    asked: str,
    wanted: str,
    by: Actor,
    tried: str = "",
    due_at: datetime | None = None,
    at: datetime | None = None,
) -> Escalation:
    """Hands the ticket to a team of another tier: what the customer asked, what was tried, what is wanted by when."""
    ticket = access(ticket_id, TicketPermission.ESCALATE, by=by)
    refuse_merged(ticket)
    if ticket.status not in LIVE_STATUSES:
        raise Invalid(field="ticket_id", reason=_("Only an open ticket can be escalated."))
    team = people_queries.team(to_team_id)
    if team is None or not team.active or team.id == ticket.team_id:
        raise Invalid(field="to_team_id", reason=_("Choose another active team."))
    moment = at or clock.now()
    if due_at is not None and due_at <= moment:
        raise Invalid(field="due_at", reason=_("Choose a time in the future."))
    row = Escalation.objects.create(
        ticket=ticket,
        from_team_id=ticket.team_id,
        from_agent_id=ticket.assignee_id,
        to_team_id=to_team_id,
        from_tier=ticket.tier,
        to_tier=team.tier,
        asked=_text("asked", asked),
        tried=tried.strip()[:LONGEST],
        wanted=_text("wanted", wanted),
        due_at=due_at,
        by_kind=by.kind,
        by_id=by.id,
        escalated_at=moment,
    )
    _pass_on(ticket, team_id=to_team_id, agent_id=None, tier=row.to_tier, by=by, at=moment)
    tell(
        ticket,
        TicketEscalated(
            ticket_id=ticket.id,
            escalation_id=row.id,
            from_team_id=row.from_team_id,
            to_team_id=to_team_id,
            from_tier=row.from_tier,
            to_tier=row.to_tier,
        ),
        by=by,
        at=moment,
        former_team_id=row.from_team_id,
        former_assignee_id=row.from_agent_id,
    )
    return row


@transaction.atomic
def hand_back(ticket_id: int, *, answer: str, by: Actor, at: datetime | None = None) -> Escalation:
    """Gives the ticket back to the team and agent it came from, with the answer. Raises NotFound when none stands."""
    ticket = access(ticket_id, TicketPermission.ESCALATE, by=by)
    row = Escalation.objects.filter(ticket=ticket, returned_at=None).order_by("-id").first()
    if row is None:
        raise NotFound
    moment = at or clock.now()
    former_team_id, former_agent_id = ticket.team_id, ticket.assignee_id
    row.answer, row.returned_at, row.returned_by_id = _text("answer", answer), moment, by.agent_id
    row.save(update_fields=["answer", "returned_at", "returned_by_id"])
    agent_id = row.from_agent_id if row.from_agent_id in active_agent_ids([row.from_agent_id or 0]) else None
    _pass_on(ticket, team_id=row.from_team_id, agent_id=agent_id, tier=row.from_tier, by=by, at=moment)
    tell(
        ticket,
        TicketHandedBack(ticket_id=ticket.id, escalation_id=row.id, to_team_id=row.from_team_id),
        by=by,
        at=moment,
        former_team_id=former_team_id,
        former_assignee_id=former_agent_id,
    )
    return row


def _text(field: str, text: str) -> str:
    cleaned = text.strip()
    if not cleaned:
        raise Invalid(field=field, reason=_("Write a few words, so that colleagues need not ask again."))
    return cleaned[:LONGEST]


def _pass_on(ticket: Ticket, *, team_id: int | None, agent_id: int | None, tier: int, by: Actor, at: datetime) -> None:
    hand_over(ticket, agent_id=agent_id, team_id=team_id, by=by, at=at)
    ticket.tier, ticket.updated_at = tier, at
    ticket.save()
