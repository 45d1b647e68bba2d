"""A ticket that is a complaint (クレーム): making it one, keeping its record, and taking that back."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.people.queries import active_agent_ids
from madoguchi.tickets.access import access, refuse_merged
from madoguchi.tickets.events_complaints import (
    ComplaintActionDone,
    ComplaintChanged,
    ComplaintRaised,
    ComplaintWithdrawn,
)
from madoguchi.tickets.models import Complaint, ComplaintCause, Ticket
from madoguchi.tickets.models.complaint import Severity
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recording import tell

LONGEST = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What is known of a complaint. `action` is the corrective action, done by `action_owner_id` until
    `action_due_on`."""

    severity: int
    facts: str = ""
    feelings: str = ""
    demand: str = ""
    cause_id: int | None = None
    action: str = ""
    action_owner_id: int | None = None
    action_due_on: date | None = None


@transaction.atomic
def record(ticket_id: int, *, account: Account, by: Actor, at: datetime | None = None) -> Complaint:
    """Makes the ticket a complaint, or changes the record of one. Raises NotFound, Invalid."""
    ticket = access(ticket_id, TicketPermission.COMPLAIN, by=by)
    refuse_merged(ticket)
    _check(account)
    moment = at or clock.now()
    row = Complaint.objects.filter(ticket=ticket).first()
    former = ticket.complaint_severity
    if row is None:
        row = Complaint(ticket=ticket, by_kind=by.kind, by_id=by.id, raised_at=moment)
    if account.action.strip() != row.action:
        row.action_done_at = None
    row.severity, row.withdrawn_at, row.cause_id = Severity(account.severity), None, account.cause_id
    row.facts, row.feelings, row.demand = (
        account.facts.strip(),
        account.feelings.strip(),
        account.demand.strip(),
    )
    row.action, row.action_owner_id = account.action.strip(), account.action_owner_id
    row.action_due_on = account.action_due_on
    row.save()
    _mark(ticket, account.severity, at=moment)
    if former is None:
        news = ComplaintRaised(ticket_id=ticket.id, complaint_id=row.id, severity=row.severity)
        tell(ticket, news, by=by, at=moment)
    else:
        changed = ComplaintChanged(
            ticket_id=ticket.id, complaint_id=row.id, severity=row.severity, former_severity=former
        )
        tell(ticket, changed, by=by, at=moment)
    return row


@transaction.atomic
def withdraw(ticket_id: int, *, by: Actor) -> None:
    """It was no complaint after all; what was written down is kept. Raises NotFound."""
    ticket = access(ticket_id, TicketPermission.COMPLAIN, by=by)
    row = standing(ticket)
    moment = clock.now()
    row.withdrawn_at, row.remind_at, row.follow_up_at = moment, None, None
    row.save()
    _mark(ticket, None, at=moment)
    tell(ticket, ComplaintWithdrawn(ticket_id=ticket.id, complaint_id=row.id), by=by, at=moment)


@transaction.atomic
def finish_action(ticket_id: int, *, by: Actor) -> Complaint:
    """The corrective action is done. Raises NotFound, Invalid (there is none)."""
    ticket = access(ticket_id, TicketPermission.COMPLAIN, by=by)
    row = standing(ticket)
    if not row.action:
        raise Invalid(field="action", reason=_("Write down the corrective action first."))
    if row.action_done_at is None:
        row.action_done_at = clock.now()
        row.save(update_fields=["action_done_at"])
        tell(ticket, ComplaintActionDone(ticket_id=ticket.id, complaint_id=row.id), by=by)
    return row


def standing(ticket: Ticket) -> Complaint:
    """The complaint of a ticket that is one. Raises NotFound."""
    row = Complaint.objects.filter(ticket=ticket, withdrawn_at=None).first()
    if row is None:
        raise NotFound
    return row


def follow(source: Ticket, target: Ticket) -> bool:
    """A complaint goes along as its ticket goes into another, unless that has one of its own. Both tickets are locked,
    and saved by the caller."""
    if source.complaint_severity is None or Complaint.objects.filter(ticket=target).exists():
        return False
    Complaint.objects.filter(ticket=source).update(ticket=target)
    target.complaint_severity, source.complaint_severity = source.complaint_severity, None
    return True


def _mark(ticket: Ticket, severity: int | None, *, at: datetime) -> None:
    ticket.complaint_severity, ticket.updated_at = severity, at
    ticket.save(update_fields=["complaint_severity", "updated_at"])


def _check(account: Account) -> None:
    if account.severity not in Severity.values:
        raise Invalid(field="severity", reason=_("choose one"))
    for name in ("facts", "feelings", "demand", "action"):
        if len(getattr(account, name)) > LONGEST:
            raise Invalid(field=name, reason=_("at most %(count)s letters") % {"count": LONGEST})
    if account.cause_id is not None and not ComplaintCause.objects.filter(pk=account.cause_id).exists():
        raise Invalid(field="cause_id", reason=_("choose one"))
    if account.action_owner_id is not None and not active_agent_ids([account.action_owner_id]):
        raise Invalid(field="action_owner_id", reason=_("choose one"))
