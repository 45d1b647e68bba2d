"""Delivery reports go to the message that bounced and tell the agent; they never open a ticket."""

from django.utils.translation import gettext as _

from madoguchi.channels.filters.outcome import Stopped
from madoguchi.channels.models import Delivery, RawMessage
from madoguchi.channels.services import outbox
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.plain.messages import Bounce, InboundMessage
from madoguchi.tickets import threading
from madoguchi.tickets.services import noting, replying


def apply(inbound: InboundMessage, raw: RawMessage) -> InboundMessage | Stopped:
    """Marks the bounced message failed (when for good) and writes a note; a report about nothing of ours is kept."""
    report = inbound.bounce
    if report is None:
        return inbound
    delivery = _bounced(report, inbound)
    if delivery is None:
        return Stopped("bounce_of_unknown")
    message_id, ticket_id = delivery.message_id, delivery.message.ticket_id
    if report.permanent:
        outbox.bounced(delivery.id, reason=_reason(report), by=SYSTEM)
        replying.record_failed(message_id, reason=_reason(report), permanent=True, by=SYSTEM)
    noting.note(ticket_id, text=_words(report), client_key=f"bounce-{raw.id}", by=SYSTEM)
    return Stopped("bounce", ticket_id)


def _bounced(report: Bounce, inbound: InboundMessage) -> Delivery | None:
    """The delivery a report is about: only a signed id of ours counts, nothing an outsider can make up."""
    for known in (report.original_message_id, *inbound.thread_ids):
        message_id = threading.message_id_from(known)
        if message_id is not None:
            found = Delivery.objects.select_related("message").filter(message_id=message_id).first()
            if found is not None:
                return found
    return None


def _reason(report: Bounce) -> str:
    return f"bounced: {', '.join(report.recipients)} {report.status} {report.reason}".strip()[:500]


def _words(report: Bounce) -> str:
    who = ", ".join(report.recipients) or "?"
    if report.permanent:
        head = _("The message could not be delivered to %(who)s.") % {"who": who}
    else:
        head = _("The message to %(who)s is delayed. The mail server keeps trying.") % {"who": who}
    return f"{head}\n{report.status} {report.reason}".strip()
