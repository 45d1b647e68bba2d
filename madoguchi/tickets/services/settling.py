"""What a person says about a commitment: kept, not kept, dropped, open again, or due at another time."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Conflict, Invalid, NotFound
from madoguchi.tickets.access import access
from madoguchi.tickets.events_commitments import (
    CommitmentBroken,
    CommitmentDropped,
    CommitmentEvent,
    CommitmentKept,
    CommitmentReopened,
    CommitmentRescheduled,
)
from madoguchi.tickets.models import Commitment, Ticket
from madoguchi.tickets.models.commitment import CommitmentState
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recording import tell
from madoguchi.tickets.services import committing
from madoguchi.tickets.services.promising import notice_at


@transaction.atomic
def settle(ticket_id: int, *, commitment_id: int, state: str, by: Actor, at: datetime | None = None) -> Commitment:
    """Says that an open commitment is `kept`, `broken` or `dropped`. Raises NotFound, Invalid, Conflict (not open)."""
    if state not in (CommitmentState.KEPT, CommitmentState.BROKEN, CommitmentState.DROPPED):
        raise Invalid(field="state", reason=_("choose one of: %(choices)s") % {"choices": "kept, broken, dropped"})
    ticket, row = _access(ticket_id, commitment_id=commitment_id, by=by)
    if row.state != CommitmentState.OPEN:
        raise Conflict
    moment = at or clock.now()
    row.state, row.remind_at = CommitmentState(state), None
    row.closed_at, row.closed_by_kind, row.closed_by_id = moment, by.kind, by.id
    _save(row, ticket, moment)
    tell(ticket, _news(row, ticket), by=by, at=moment)
    return row


@transaction.atomic
def reopen(ticket_id: int, *, commitment_id: int, by: Actor) -> Commitment:
    """Takes back what was said; one that is open stays as it is. Raises NotFound."""
    ticket, row = _access(ticket_id, commitment_id=commitment_id, by=by)
    if row.state == CommitmentState.OPEN:
        return row
    moment = clock.now()
    committing.reopen(row, ticket, at=moment)
    _save(row, ticket, moment)
    news = CommitmentReopened(ticket_id=ticket.id, commitment_id=row.id, due_at=row.due_at.isoformat())
    tell(ticket, news, by=by, at=moment)
    return row


@transaction.atomic
def reschedule(ticket_id: int, *, commitment_id: int, due_at: datetime, by: Actor) -> Commitment:
    """Another time was agreed for an open commitment. Raises NotFound, Invalid (in the past), Conflict (not open)."""
    ticket, row = _access(ticket_id, commitment_id=commitment_id, by=by)
    moment = clock.now()
    if row.state != CommitmentState.OPEN:
        raise Conflict
    if due_at <= moment:
        raise Invalid(field="due_at", reason=_("Choose a time in the future."))
    former = row.due_at
    row.due_at = due_at
    row.remind_at = notice_at(due_at, version_id=ticket.schedule_version_id, now=moment)
    _save(row, ticket, moment)
    news = CommitmentRescheduled(
        ticket_id=ticket.id, commitment_id=row.id, due_at=due_at.isoformat(), former_due_at=former.isoformat()
    )
    tell(ticket, news, by=by, at=moment)
    return row


def _access(ticket_id: int, *, commitment_id: int, by: Actor) -> tuple[Ticket, Commitment]:
    ticket = access(ticket_id, TicketPermission.REPLY, by=by)
    row = Commitment.objects.filter(pk=commitment_id, ticket=ticket).first()
    if row is None:
        raise NotFound
    return ticket, row


def _save(row: Commitment, ticket: Ticket, at: datetime) -> None:
    row.save()
    committing.refresh(ticket)
    ticket.updated_at = at
    ticket.save(update_fields=["promise_due_at", "updated_at"])


def _news(row: Commitment, ticket: Ticket) -> CommitmentEvent:
    due_at = row.due_at.isoformat()
    if row.state == CommitmentState.KEPT:
        late = row.closed_at is not None and row.closed_at > row.due_at
        return CommitmentKept(ticket_id=ticket.id, commitment_id=row.id, due_at=due_at, late=late)
    said = CommitmentBroken if row.state == CommitmentState.BROKEN else CommitmentDropped
    return said(ticket_id=ticket.id, commitment_id=row.id, due_at=due_at)
