"""Asking some days after a complaint was closed whether the customer is satisfied."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid
from madoguchi.tickets.access import access
from madoguchi.tickets.complaints.policy import policy
from madoguchi.tickets.events_complaints import ComplaintFollowedUp, FollowUpDue
from madoguchi.tickets.models import Complaint, Ticket
from madoguchi.tickets.models.complaint import Outcome
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recording import tell
from madoguchi.tickets.services import complaining
from madoguchi.tickets.statuses import Status

MOST_AT_ONCE = 500


def schedule(ticket: Ticket, *, at: datetime) -> None:
    """The complaint of a locked ticket was closed: sets when to ask. Inside the caller's transaction."""
    days = policy().follow_up_days
    due = at + timedelta(days=days) if days else None
    Complaint.objects.filter(ticket=ticket, withdrawn_at=None).update(
        follow_up_at=due, remind_at=due, followed_up_at=None, followed_up_by=None, outcome="", outcome_note=""
    )


@transaction.atomic
def record(ticket_id: int, *, outcome: str, by: Actor, note: str = "", at: datetime | None = None) -> Complaint:
    """What the customer said. Raises NotFound, Invalid."""
    ticket = access(ticket_id, TicketPermission.COMPLAIN, by=by)
    row = complaining.standing(ticket)
    if outcome not in Outcome.values:
        raise Invalid(field=_("Outcome"), reason=_("choose one"))
    if ticket.status != Status.CLOSED:
        raise Invalid(field=_("Outcome"), reason=_("Close the complaint first."))
    moment = at or clock.now()
    row.outcome, row.outcome_note = Outcome(outcome), note.strip()
    row.followed_up_at, row.followed_up_by_id, row.remind_at = moment, by.agent_id, None
    row.save()
    tell(ticket, ComplaintFollowedUp(ticket_id=ticket.id, complaint_id=row.id, outcome=outcome), by=by, at=moment)
    return row


def remind_due(*, by: Actor) -> int:
    """Tells of what has become due, each in its own transaction; returns how many. A complaint that was taken up again
    is let pass: its next closing sets a new time."""
    due = Complaint.objects.filter(remind_at__lte=clock.now()).order_by("remind_at")
    ids = list(due.values_list("id", "ticket_id")[:MOST_AT_ONCE])
    for complaint_id, ticket_id in ids:
        _remind(complaint_id, ticket_id, by=by)
    return len(ids)


@transaction.atomic
def _remind(complaint_id: int, ticket_id: int, *, by: Actor) -> None:
    ticket = access(ticket_id, TicketPermission.READ, by=by)
    claimed = Complaint.objects.filter(pk=complaint_id, remind_at__lte=clock.now()).update(remind_at=None)
    if claimed and ticket.status == Status.CLOSED:
        tell(ticket, FollowUpDue(ticket_id=ticket.id, complaint_id=complaint_id), by=by)
