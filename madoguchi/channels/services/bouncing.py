"""A message came back: its delivery failed, its ticket shows it, the agent reads why."""

from django.utils.translation import gettext as _

from madoguchi.channels.models import Delivery, DeliveryState
from madoguchi.customers.services import identities
from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.plain.messages import Bounce
from madoguchi.people.permissions import require
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.services import noting, replying


def record(delivery_id: int, *, report: Bounce, raw_id: int, by: Actor) -> int:
    """Marks the message failed when it came back for good, and notes the report; returns the ticket's id.

    Runs inside the transaction of the handling; a repeat for the same raw message adds nothing.
    """
    require(by, TicketPermission.REPLY)
    delivery = Delivery.objects.select_related("message").get(pk=delivery_id)
    reason = f"bounced: {', '.join(report.recipients)} {report.status} {report.reason}".strip()[:500]
    if report.permanent:
        Delivery.objects.filter(pk=delivery.id).update(
            state=DeliveryState.FAILED, last_error=reason, finished_at=clock.now()
        )
        replying.record_failed(delivery.message_id, reason=reason, permanent=True, by=by)
        _mark_dead(report, {person["address"].lower() for person in [*delivery.message.to, *delivery.message.cc]}, by)
    ticket_id = delivery.message.ticket_id
    noting.note(ticket_id, text=_words(report), client_key=f"bounce-{raw_id}", by=by)
    return ticket_id


def _mark_dead(report: Bounce, written_to: set[str], by: Actor) -> None:
    """Addresses that do not exist (RFC 3463, 5.1.x) and that the message really went to are preferred no more."""
    if report.status.startswith("5.1."):
        for address in report.recipients:
            if address.lower() in written_to:
                identities.mark_bounced(kind="mail", address=address, by=by)


def _words(report: Bounce) -> str:
    who = ", ".join(report.recipients) or "?"
    if report.permanent:
        head = _("The message could not be delivered to %(who)s.") % {"who": who}
    else:
        head = _("The message to %(who)s is delayed. The mail server keeps trying.") % {"who": who}
    return f"{head}\n{report.status} {report.reason}".strip()
