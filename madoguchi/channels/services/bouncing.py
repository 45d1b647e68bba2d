"""A message came back: its delivery failed, its ticket shows it, the agent reads why."""

import re

from django.utils.translation import gettext as _

from madoguchi.channels.models import Delivery, DeliveryState
from madoguchi.channels.services import asking
from madoguchi.customers.services import reaching
from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.plain.messages import Bounce
from madoguchi.people.permissions import require
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.services import noting, replying

_DEAD = re.compile(r"5\.1\.\d+|5\.2\.1|5\.4\.4")
"""No such address, mailbox closed, no such host (RFC 3463). A full mailbox or a refused mail says no such thing."""


def record(delivery_id: int, *, report: Bounce, raw_id: int, by: Actor) -> int | None:
    """Marks the message failed when it came back for good, and notes the report; returns the ticket's id.

    Runs inside the transaction of the handling; a repeat for the same raw message adds nothing.
    """
    require(by, TicketPermission.REPLY)
    delivery = Delivery.objects.select_related("message").get(pk=delivery_id)
    message = delivery.message
    if message is None:
        return asking.came_back(delivery, report=report, by=by)
    reason = f"bounced: {', '.join(report.recipients)} {report.status} {report.reason}".strip()[:500]
    if report.permanent or report.gave_up:
        Delivery.objects.filter(pk=delivery.id).update(
            state=DeliveryState.FAILED, last_error=reason, finished_at=clock.now()
        )
        replying.record_failed(message.id, reason=reason, permanent=True, by=by)
    if report.permanent and _DEAD.fullmatch(report.status):
        _mark_dead(report, written_to(delivery), by)
    ticket_id = message.ticket_id
    noting.note(ticket_id, text=_words(report), client_key=f"bounce-{raw_id}", by=by)
    return ticket_id


def written_to(delivery: Delivery) -> set[str]:
    """The addresses a message really went to, in lower case: only of these can a report say anything."""
    message = delivery.message
    if message is None:
        return set()
    return {person.get("address", "").lower() for person in (*message.to, *message.cc, *message.bcc)}


def _mark_dead(report: Bounce, known: set[str], by: Actor) -> None:
    for address in report.recipients:
        if address.lower() in known:
            reaching.mark_bounced(
                kind="mail", address=address, reason=f"{report.status} {report.reason}".strip(), by=by
            )


def _words(report: Bounce) -> str:
    who = ", ".join(report.recipients) or "?"
    if report.permanent or report.gave_up:
        head = _("The message could not be delivered to %(who)s.") % {"who": who}
    else:
        head = _("The message to %(who)s is delayed. The mail server keeps trying.") % {"who": who}
    return f"{head}\n{report.status} {report.reason}".strip()
