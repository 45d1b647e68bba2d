"""Telling of promises in time: once before they fall due, and once when they are overdue."""

from django.db import transaction

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.tickets.access import access
from madoguchi.tickets.events_commitments import CommitmentNear, CommitmentOverdue
from madoguchi.tickets.models import Commitment
from madoguchi.tickets.models.commitment import CommitmentState
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recording import tell
from madoguchi.tickets.statuses import Status

MOST_AT_ONCE = 500
SILENT = (Status.SPAM, Status.BIN)


def remind_due(*, by: Actor) -> int:
    """Publishes what has become due, each in its own transaction; returns how many. Tickets in spam or bin are let
    pass in silence."""
    due = Commitment.objects.filter(remind_at__lte=clock.now(), state=CommitmentState.OPEN)
    ids = list(due.order_by("remind_at").values_list("id", "ticket_id")[:MOST_AT_ONCE])
    for commitment_id, ticket_id in ids:
        _remind(commitment_id, ticket_id, by=by)
    return len(ids)


@transaction.atomic
def _remind(commitment_id: int, ticket_id: int, *, by: Actor) -> None:
    ticket = access(ticket_id, TicketPermission.READ, by=by)
    now = clock.now()
    row = Commitment.objects.filter(pk=commitment_id, state=CommitmentState.OPEN, remind_at__lte=now).first()
    if row is None:
        return
    overdue = row.due_at <= now
    row.remind_at = None if overdue else row.due_at
    row.save(update_fields=["remind_at"])
    if ticket.status not in SILENT:
        news = CommitmentOverdue if overdue else CommitmentNear
        tell(ticket, news(ticket_id=ticket.id, commitment_id=row.id, due_at=row.due_at.isoformat()), by=by, at=now)
