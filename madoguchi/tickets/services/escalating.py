"""Escalating to another tier with a hand-over record, and handing back with the answer (T04)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.people import queries as people_queries
from madoguchi.people.permissions import require
from madoguchi.people.queries import active_agent_ids, agent_ids_holding, team_member_ids
from madoguchi.tickets.access import access, refuse_merged
from madoguchi.tickets.errors import NotUndoable
from madoguchi.tickets.events_structure import TicketEscalated, TicketEscalationWithdrawn, TicketHandedBack
from madoguchi.tickets.models import Escalation, Ticket
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recording import tell
from madoguchi.tickets.services import noting
from madoguchi.tickets.services.assigning import hand_over
from madoguchi.tickets.statuses import LIVE_STATUSES, Status

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
    to_agent_id: int | None = None,
    at: datetime | None = None,
) -> Escalation:
    """Hands the ticket to a team of another tier, or to somebody in it: what the customer asked, what was tried, what
    is wanted by when. The tier is the one the team works on. Raises Invalid."""
    ticket = access(ticket_id, TicketPermission.ESCALATE, by=by)
    refuse_merged(ticket)
    if ticket.status not in LIVE_STATUSES:
        raise Invalid(field="ticket_id", reason=_("Only an open ticket can be escalated."))
    team = people_queries.team(to_team_id)
    if team is None or not team.active or team.id == ticket.team_id:
        raise Invalid(field="to_team_id", reason=_("Choose another active team."))
    if to_agent_id is not None and to_agent_id not in _who_may_take_it(team.id):
        raise Invalid(field="to_agent_id", reason=_("Choose somebody of that team who may answer tickets."))
    moment = at or clock.now()
    if due_at is not None and due_at <= moment:
        raise Invalid(field="due_at", reason=_("Choose a time in the future."))
    row = Escalation.objects.create(
        ticket=ticket,
        from_team_id=ticket.team_id,
        from_agent_id=ticket.assignee_id,
        to_team_id=to_team_id,
        to_agent_id=to_agent_id,
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
    _pass_on(ticket, team_id=to_team_id, agent_id=to_agent_id, tier=row.to_tier, by=by, at=moment)
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
    """Gives the ticket back with the answer: to who escalated it, else to who was in charge then, and their team.

    The answer is also noted on the ticket. A ticket that waits for the customer is taken up again, so that it lies
    before them. Raises NotFound when no escalation stands.
    """
    ticket = access(ticket_id, TicketPermission.ESCALATE, by=by)
    row = _standing(ticket)
    if row is None:
        raise NotFound
    moment = at or clock.now()
    said = _text("answer", answer)
    if by.has(TicketPermission.NOTE):
        noting.note(ticket_id, text=_("Answer to the escalation:\n%(answer)s") % {"answer": said}, by=by)
        ticket = access(ticket_id, TicketPermission.ESCALATE, by=by)
    former_team_id, former_agent_id = ticket.team_id, ticket.assignee_id
    row.answer, row.returned_at, row.returned_by_id = said, moment, by.agent_id
    row.save(update_fields=["answer", "returned_at", "returned_by_id"])
    agent_id = _who_gets_it_back(row)
    if ticket.status == Status.WAITING:
        ticket.status = Status.OPEN
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


@transaction.atomic
def withdraw(escalation_id: int, *, by: Actor, at: datetime | None = None) -> Escalation:
    """Takes an escalation back that was a slip, by who made it, while nobody has worked on the ticket since.

    Who made it often sees the ticket no more: that it was theirs is what lets them. Raises NotFound, NotUndoable.
    """
    require(by, TicketPermission.ESCALATE)
    mine = Escalation.objects.filter(pk=escalation_id, by_kind=by.kind, by_id=by.id).first()
    if mine is None or by.id is None:
        raise NotFound
    ticket = Ticket.objects.select_for_update().get(pk=mine.ticket_id)
    row = _standing(ticket)
    if row is None or row.id != mine.id or ticket.updated_at != row.escalated_at:
        raise NotUndoable
    moment = at or clock.now()
    former_team_id, former_agent_id = ticket.team_id, ticket.assignee_id
    row.returned_at, row.withdrawn_at, row.returned_by_id = moment, moment, by.agent_id
    row.save()
    _pass_on(ticket, team_id=row.from_team_id, agent_id=row.from_agent_id, tier=row.from_tier, by=by, at=moment)
    tell(
        ticket,
        TicketEscalationWithdrawn(ticket_id=ticket.id, escalation_id=row.id),
        by=by,
        at=moment,
        former_team_id=former_team_id,
        former_assignee_id=former_agent_id,
    )
    return row


def _standing(ticket: Ticket) -> Escalation | None:
    return Escalation.objects.filter(ticket=ticket, returned_at=None).order_by("-id").first()


def _who_may_take_it(team_id: int) -> set[int]:
    return agent_ids_holding(TicketPermission.REPLY, team_member_ids(team_id))


def _who_gets_it_back(row: Escalation) -> int | None:
    asker = row.by_id if row.by_kind == "agent" else None
    active = active_agent_ids([one for one in (asker, row.from_agent_id) if one is not None])
    return asker if asker in active else row.from_agent_id if row.from_agent_id in active else None


def _text(field: str, text: str) -> str:
    cleaned = text.strip()
    if not cleaned:
        raise Invalid(field=field, reason=_("Write a few words, so that colleagues need not ask again."))
    return cleaned[:LONGEST]


def _pass_on(ticket: Ticket, *, team_id: int | None, agent_id: int | None, tier: int, by: Actor, at: datetime) -> None:
    hand_over(ticket, agent_id=agent_id, team_id=team_id, by=by, at=at)
    standing = _standing(ticket)
    ticket.tier, ticket.updated_at = tier, at
    ticket.escalated_at = standing.escalated_at if standing is not None else None
    ticket.escalation_due_at = standing.due_at if standing is not None else None
    ticket.save()
