"""Putting a ticket or a customer on one's watch list, and taking it off."""

from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.kernel.text import one_line
from madoguchi.people.permissions import require
from madoguchi.tickets.models import Ticket, Watch
from madoguchi.tickets.permissions import TicketPermission

MOST = 200


@transaction.atomic
def watch(ticket_id: int, *, by: Actor, customer: bool = False, reason: str = "") -> Watch:
    """Watches a ticket the actor sees, or (`customer`) all of its customer's; again changes the reason. Nobody else
    hears of it. Raises NotFound, Invalid."""
    require(by, TicketPermission.READ)
    ticket = Ticket.objects.get_visible(ticket_id, by)
    if by.agent_id is None:
        raise Invalid(field="by", reason=_("Only an agent has a watch list."))
    mine = Watch.objects.filter(agent_id=by.agent_id)
    what = {"customer_id": ticket.customer_id} if customer else {"ticket_id": ticket.id}
    if mine.count() >= MOST and not mine.filter(**what).exists():
        raise Invalid(field="reason", reason=_("at most %(count)s entries") % {"count": MOST})
    row, _new = Watch.objects.update_or_create(
        agent_id=by.agent_id,
        **what,
        defaults={"reason": one_line(reason)[:200]},
        create_defaults={"reason": one_line(reason)[:200], "begun_at": clock.now()},
    )
    return row


@transaction.atomic
def leave(watch_id: int, *, by: Actor) -> None:
    """Takes it off one's own list; somebody else's looks like none."""
    gone, _details = Watch.objects.filter(pk=watch_id, agent_id=by.agent_id or 0).delete()
    if not gone:
        raise NotFound
