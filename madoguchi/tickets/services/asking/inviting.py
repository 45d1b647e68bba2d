"""The page on which those who were asked answer without an account: making its link, making it anew, revoking it."""

from datetime import datetime, timedelta

from django.db import transaction

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.people.permissions import require
from madoguchi.tickets.access import access
from madoguchi.tickets.events_consultations import GuestLinkMade, GuestLinkRevoked
from madoguchi.tickets.models import Consultation, GuestLink, Ticket
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recording import tell

DAYS = 14
MOST_DAYS = 90


def put(row: Consultation, *, days: int, by: Actor, at: datetime) -> GuestLink:
    """Makes a link inside the caller's transaction; earlier ones open no more."""
    require(by, TicketPermission.REPLY)
    if not 1 <= days <= MOST_DAYS:
        raise Invalid(field="link_days", reason=f"1–{MOST_DAYS}")
    GuestLink.objects.filter(consultation=row, revoked_at=None).update(revoked_at=at, revoked_by_id=by.agent_id)
    return GuestLink.objects.create(consultation=row, made_at=at, expires_at=at + timedelta(days=days))


@transaction.atomic
def invite(consultation_id: int, *, by: Actor, days: int = DAYS, at: datetime | None = None) -> GuestLink:
    """A new link, after the last one ran out or was revoked."""
    ticket, row = _locked(consultation_id, by=by)
    moment = at or clock.now()
    link = put(row, days=days, by=by, at=moment)
    tell(ticket, GuestLinkMade(ticket_id=ticket.id, consultation_id=row.id, link_id=link.id), by=by, at=moment)
    return link


@transaction.atomic
def revoke(consultation_id: int, *, by: Actor, at: datetime | None = None) -> None:
    """The page opens no more. Raises NotFound when there is no link that works."""
    ticket, row = _locked(consultation_id, by=by)
    moment = at or clock.now()
    link = GuestLink.objects.filter(consultation=row, revoked_at=None).first()
    if link is None:
        raise NotFound
    link.revoked_at, link.revoked_by_id = moment, by.agent_id
    link.save()
    tell(ticket, GuestLinkRevoked(ticket_id=ticket.id, consultation_id=row.id, link_id=link.id), by=by, at=moment)


def _locked(consultation_id: int, *, by: Actor) -> tuple[Ticket, Consultation]:
    row = Consultation.objects.filter(pk=consultation_id).first()
    if row is None:
        raise NotFound
    return access(row.ticket_id, TicketPermission.REPLY, by=by), row
