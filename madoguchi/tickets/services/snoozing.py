"""Putting a ticket aside until a time."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Conflict, Invalid
from madoguchi.tickets.access import access
from madoguchi.tickets.events import TicketSnoozed, TicketWoken
from madoguchi.tickets.models import Snooze, Ticket
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recording import tell
from madoguchi.tickets.statuses import LIVE_STATUSES, Status


@transaction.atomic
def snooze(ticket_id: int, *, until: datetime, by: Actor, reason: str = "", at: datetime | None = None) -> Ticket:
    """Holds the ticket until `until` (aware, in the future). A new time replaces the old one."""
    ticket = access(ticket_id, TicketPermission.CHANGE, by=by)
    moment = at or clock.now()
    if until <= moment:
        raise Invalid(field="until", reason=_("Choose a time in the future."))
    if ticket.status not in LIVE_STATUSES:
        raise Conflict
    former = Snooze.objects.filter(ticket=ticket, woken_at=None).first()
    previous = former.previous_status if former else ticket.status
    Snooze.objects.filter(ticket=ticket, woken_at=None).update(woken_at=moment)
    Snooze.objects.create(
        ticket=ticket,
        until=until,
        reason=reason[:200],
        previous_status=previous,
        by_kind=by.kind,
        by_id=by.id,
        snoozed_at=moment,
    )
    ticket.status, ticket.wake_at, ticket.updated_at = Status.HELD, until, moment
    ticket.save()
    tell(ticket, TicketSnoozed(ticket_id=ticket.id, until=until.isoformat()), by=by, at=moment)
    return ticket


@transaction.atomic
def wake(ticket_id: int, *, by: Actor, at: datetime | None = None) -> Ticket:
    """Takes the ticket off hold, back to what it was. A ticket that is not on hold stays as it is."""
    ticket = access(ticket_id, TicketPermission.CHANGE, by=by)
    if ticket.status == Status.HELD:
        _wake(ticket, due=False, by=by, at=at or clock.now())
    return ticket


def wake_due(*, by: Actor) -> int:
    """Wakes every ticket whose time has come, each in its own transaction; returns how many."""
    due = list(
        Ticket.objects.visible_to(by)
        .filter(status=Status.HELD, wake_at__lte=clock.now())
        .order_by("wake_at")
        .values_list("id", flat=True)[:500]
    )
    for ticket_id in due:
        with transaction.atomic():
            ticket = access(ticket_id, TicketPermission.CHANGE, by=by)
            if ticket.status == Status.HELD and ticket.wake_at is not None and ticket.wake_at <= clock.now():
                _wake(ticket, due=True, by=by, at=clock.now())
    return len(due)


def _wake(ticket: Ticket, *, due: bool, by: Actor, at: datetime) -> None:
    standing = Snooze.objects.filter(ticket=ticket, woken_at=None).order_by("-id").first()
    previous = Status(standing.previous_status) if standing else Status.OPEN
    Snooze.objects.filter(ticket=ticket, woken_at=None).update(woken_at=at)
    ticket.status = Status.OPEN if previous in (Status.HELD, Status.WAITING) else previous
    ticket.wake_at, ticket.updated_at = None, at
    ticket.save()
    tell(ticket, TicketWoken(ticket_id=ticket.id, due=due), by=by, at=at)
