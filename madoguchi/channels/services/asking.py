"""The mails of consultations: into the outbox, into the words of a mail, and what becomes of one that comes back.

Not for: sending them (see `attempting`), taking in what is answered (see `tickets.services.asking.hearing`).
"""

from datetime import datetime

from django.conf import settings
from django.db.models import F
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from madoguchi.channels import trace
from madoguchi.channels.base.errors import PermanentFailure
from madoguchi.channels.errors import OnlyOurselves
from madoguchi.channels.models import Delivery, DeliveryState, Inbox
from madoguchi.channels.queueing import later
from madoguchi.channels.services import composing
from madoguchi.channels.services.outbox import domain_of
from madoguchi.channels.services.routing import inbox_for, way_out
from madoguchi.channels.services.signing_mail import signing_of
from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.plain.messages import Address, Bounce, OutboundMessage
from madoguchi.people.permissions import require
from madoguchi.tickets import consultation_tokens as tokens
from madoguchi.tickets import consultations
from madoguchi.tickets.consultations import Asking
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.services.asking import sending


def put(asked_id: int, *, inbox_id: int | None, at: datetime, by: Actor) -> None:
    """Queues a mail, due at once. Without a way out it fails. Raises OnlyOurselves: our own inbox cannot be asked."""
    require(by, TicketPermission.REPLY)
    subject, people = consultations.addressed(asked_id)
    for person in people:
        if inbox_for(person["address"]) is not None:
            raise OnlyOurselves(field="to", reason="", address=person["address"])
    inbox = way_out(inbox_id)
    if inbox is None:
        sending.record_failed(asked_id, reason="no_way_out", permanent=True, by=by)
        return
    external_id = tokens.external_id_for(asked_id, domain_of(inbox))
    delivery = Delivery.objects.create(
        asked_id=asked_id,
        inbox_id=inbox.id,
        due_at=at,
        external_id=external_id,
        created_at=clock.now(),
        trace=trace.of_outbound(external_id, subject, people),
    )
    later("channels.send", at=at, key=str(delivery.id), delivery_id=delivery.id)


def repeat(asked_id: int, *, by: Actor) -> None:
    """Sends a failed or unconfirmed mail again at once, under the id it has."""
    require(by, TicketPermission.REPLY)
    delivery = Delivery.objects.filter(asked_id=asked_id).first()
    if delivery is None:
        put(asked_id, inbox_id=None, at=clock.now(), by=by)
        return
    again = 1 if delivery.state == DeliveryState.UNCONFIRMED else 0
    ended = (DeliveryState.FAILED, DeliveryState.UNCONFIRMED, DeliveryState.SENT)
    if Delivery.objects.filter(pk=delivery.id, state=delivery.state, state__in=ended).update(
        state=DeliveryState.QUEUED,
        attempts=0,
        due_at=clock.now(),
        last_error="",
        finished_at=None,
        repeats=F("repeats") + again,
    ):
        later("channels.send", key=str(delivery.id), delivery_id=delivery.id)


def compose(delivery: Delivery, inbox: Inbox) -> OutboundMessage:
    """The mail to send: nothing of the ticket is in it but what the agent wrote and chose. Raises PermanentFailure."""
    found = consultations.asking(delivery.asked_id or 0)
    if found is None:
        raise PermanentFailure("message_gone")
    again = bool(found.thread_ids)
    subject = tokens.marked(f"Re: {found.subject}" if again else found.subject, found.reference)
    return OutboundMessage(
        external_id=delivery.external_id,
        sender=composing.sender_of(inbox, found.agent_id),
        to=composing.addresses(found.to),
        subject=subject,
        date=clock.now(),
        text=_words(found, inbox),
        reply_to=_reply_to(inbox, found.reference),
        in_reply_to=found.thread_ids[-1] if again else "",
        references=tuple(found.thread_ids),
        files=composing.file_parts(found.files),
        signing=signing_of(inbox),
    )


def came_back(delivery: Delivery, *, report: Bounce, by: Actor) -> int | None:
    """A report about one of these mails; returns the ticket. A mail that is only late stays as it is."""
    require(by, TicketPermission.REPLY)
    assert delivery.asked_id is not None
    if report.permanent or report.gave_up:
        reason = f"bounced: {', '.join(report.recipients)} {report.status} {report.reason}".strip()[:500]
        Delivery.objects.filter(pk=delivery.id).update(
            state=DeliveryState.FAILED, last_error=reason, finished_at=clock.now()
        )
        sending.record_failed(delivery.asked_id, reason=reason, permanent=True, by=by)
    return consultations.ticket_of(delivery.asked_id)


def _words(found: Asking, inbox: Inbox) -> str:
    parts = [found.text.strip("\n")]
    if found.link_path and found.link_until is not None:
        with translation.override(found.language):
            day = formats.date_format(timezone.localtime(found.link_until), "DATE_FORMAT")
            head = _("Please answer this mail, or answer here, also with files (until %(day)s):") % {"day": day}
        parts.append(f"{head}\n{settings.PUBLIC_URL}{found.link_path}")
    tail = composing.signature(inbox, found.agent_id)
    text = "\n\n".join(parts)
    return f"{text}\n\n-- \n{tail}\n" if tail else f"{text}\n"


def _reply_to(inbox: Inbox, reference: str) -> Address | None:
    if inbox.settings.get("reply_token") != "plus":
        return None
    return Address(tokens.reply_address(inbox.address, reference), inbox.display_name or inbox.name)
