"""Spam and bin: out of the way, and back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid
from madoguchi.tickets.access import access
from madoguchi.tickets.events import TicketRestored, TicketShelved
from madoguchi.tickets.models import Closure, Ticket
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recording import tell
from madoguchi.tickets.statuses import Status

SHELVES = (Status.SPAM, Status.BIN)


@transaction.atomic
def shelve(ticket_id: int, *, status: str, by: Actor, at: datetime | None = None) -> Ticket:
    """Moves the ticket to `spam` or `bin`. Nothing is deleted; `restore` brings it back as it was."""
    ticket = access(ticket_id, TicketPermission.DELETE, by=by)
    if status not in SHELVES:
        raise Invalid(field="status", reason=_("Choose spam or bin."))
    if ticket.status != status:
        former = ticket.status
        moment = at or clock.now()
        ticket.status, ticket.updated_at = Status(status), moment
        ticket.save()
        tell(ticket, TicketShelved(ticket_id=ticket.id, status=str(status), former_status=former), by=by, at=moment)
    return ticket


@transaction.atomic
def restore(ticket_id: int, *, by: Actor, at: datetime | None = None) -> Ticket:
    """Takes the ticket back out of spam or bin: done if its closure stands, on hold if it still sleeps, else open."""
    ticket = access(ticket_id, TicketPermission.DELETE, by=by)
    if ticket.status in SHELVES:
        moment = at or clock.now()
        if Closure.objects.filter(ticket=ticket, reopened_at=None).exists():
            ticket.status = Status.CLOSED
        elif ticket.wake_at is not None:
            ticket.status = Status.HELD
        else:
            ticket.status = Status.OPEN if ticket.assignee_id else Status.NEW
        ticket.updated_at = moment
        ticket.save()
        tell(ticket, TicketRestored(ticket_id=ticket.id, status=ticket.status), by=by, at=moment)
    return ticket
