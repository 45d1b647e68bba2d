"""Closing and reopening."""

from datetime import datetime
from typing import Any, Literal

from django.db import transaction

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Conflict
from madoguchi.tickets.access import access
from madoguchi.tickets.errors import FieldsMissing, PromisesOpen
from madoguchi.tickets.events import TicketClosed
from madoguchi.tickets.fields import missing_to_close
from madoguchi.tickets.models import Closure, Commitment, Snooze, Ticket
from madoguchi.tickets.models.commitment import CommitmentState
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recording import tell
from madoguchi.tickets.services import committing, consenting, following_up, opening
from madoguchi.tickets.statuses import LIVE_STATUSES, Status

Promises = Literal["leave", "keep", "ask"]


@transaction.atomic
def close(ticket_id: int, *, by: Actor, promises: Promises = "leave", at: datetime | None = None) -> Ticket:
    """Marks the ticket done. Closing a closed one changes nothing. Raises FieldsMissing, Conflict (spam, bin),
    ComplaintUnapproved.

    Open `promises` on it: `leave` goes on watching them, `keep` marks them as kept, `ask` raises PromisesOpen.
    """
    ticket = access(ticket_id, TicketPermission.CLOSE, by=by)
    if ticket.status != Status.CLOSED:
        moment = at or clock.now()
        if promises == "keep":
            rows = Commitment.objects.filter(ticket=ticket, state=CommitmentState.OPEN)
            committing.fulfil(ticket, None, rows.values_list("id", flat=True), by=by, at=moment)
        shut(ticket, ask=promises == "ask", by=by, at=moment)
        ticket.save()
    return ticket


@transaction.atomic
def reopen(ticket_id: int, *, by: Actor, at: datetime | None = None) -> Ticket:
    """Takes the closure back. Reopening an open ticket changes nothing."""
    ticket = access(ticket_id, TicketPermission.CLOSE, by=by)
    if ticket.status == Status.CLOSED:
        opening.reopen(ticket, by=by, at=at or clock.now())
        ticket.updated_at = clock.now()
        ticket.save()
    return ticket


def shut(ticket: Ticket, *, by: Actor, at: datetime, ask: bool = False) -> None:
    """Closes a locked ticket; the caller saves it. Open promises stay open, unless `ask` refuses them."""
    if ticket.status not in LIVE_STATUSES:
        raise Conflict
    if ask and ticket.promise_due_at is not None:
        raise PromisesOpen(promises=_open_promises(ticket))
    missing = missing_to_close(ticket)
    if missing:
        raise FieldsMissing(labels=", ".join(missing))
    if ticket.complaint_severity is not None:
        consenting.refuse_unapproved(ticket)
        following_up.schedule(ticket, at=at)
    if ticket.wake_at is not None:
        Snooze.objects.filter(ticket=ticket, woken_at=None).update(woken_at=at)
        ticket.wake_at = None
    Closure.objects.create(ticket=ticket, by_kind=by.kind, by_id=by.id, closed_at=at)
    ticket.status, ticket.closed_at, ticket.updated_at = Status.CLOSED, at, at
    tell(ticket, TicketClosed(ticket_id=ticket.id), by=by, at=at)


def _open_promises(ticket: Ticket) -> list[dict[str, Any]]:
    rows = Commitment.objects.filter(ticket=ticket, state=CommitmentState.OPEN).order_by("due_at")
    return [{"id": row.id, "words": row.words, "due_at": row.due_at.isoformat()} for row in rows]


def unshut(ticket: Ticket) -> None:
    """Forgets the standing closure of a locked ticket, as if it had never been (undo send with close)."""
    Closure.objects.filter(ticket=ticket, reopened_at=None).delete()
    ticket.closed_at = None
