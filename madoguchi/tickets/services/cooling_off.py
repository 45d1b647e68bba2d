"""A break for an agent after an abusive contact: no new work until its end, and nothing more of that customer."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.tickets.access import access
from madoguchi.tickets.events_complaints import CoolOffBegun, CoolOffEnded
from madoguchi.tickets.models import AbusiveContact, CoolOff, Ticket
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recording import tell
from madoguchi.tickets.services import assigning
from madoguchi.tickets.statuses import LIVE_STATUSES

LONGEST = 7 * 24 * 60


def begin(row: AbusiveContact, *, minutes: int, to_id: int | None, by: Actor, at: datetime) -> CoolOff:
    """Begins the break of who reported it, inside the caller's transaction. Their live tickets of this customer go to
    `to_id`, or to nobody."""
    if not 0 < minutes <= LONGEST:
        raise Invalid(field="rest_minutes", reason=_("a number is expected"))
    rest = CoolOff.objects.create(agent_id=row.agent_id, contact=row, until=at + timedelta(minutes=minutes))
    theirs = Ticket.objects.filter(customer_id=row.customer_id, assignee_id=row.agent_id, status__in=LIVE_STATUSES)
    for ticket in theirs.select_for_update().order_by("id"):
        assigning.hand_over(ticket, agent_id=to_id, team_id=ticket.team_id, by=by, at=at)
        ticket.save()
    home = Ticket.objects.get(pk=row.ticket_id)
    news = CoolOffBegun(ticket_id=home.id, abuse_id=row.id, agent_id=row.agent_id, until=rest.until.isoformat())
    tell(home, news, by=by, at=at)
    return rest


@transaction.atomic
def end(abuse_id: int, *, by: Actor) -> None:
    """Ends the break before its time: the agent themselves, or who deals with abuse. Raises NotFound, NotAllowed."""
    rest = CoolOff.objects.filter(contact_id=abuse_id, ended_at=None).select_related("contact").first()
    if rest is None:
        raise NotFound
    own = rest.agent_id == by.agent_id
    needed = TicketPermission.ABUSE_REPORT if own else TicketPermission.ABUSE_MANAGE
    ticket = access(rest.contact.ticket_id, needed, by=by)
    rest.ended_at = clock.now()
    rest.save(update_fields=["ended_at"])
    tell(ticket, CoolOffEnded(ticket_id=ticket.id, abuse_id=abuse_id, agent_id=rest.agent_id), by=by)
