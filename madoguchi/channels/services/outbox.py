"""The outbox: one row per outgoing message, written in the transaction of the answer."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import F

from madoguchi.channels import trace
from madoguchi.channels.base.mail.header_text import JIS
from madoguchi.channels.errors import OnlyOurselves, TextNotRepresentable
from madoguchi.channels.models import Delivery, DeliveryState, Inbox
from madoguchi.channels.queueing import later
from madoguchi.channels.services import foreseeing
from madoguchi.channels.services.routing import inbox_for, way_out
from madoguchi.kernel import clock, rows
from madoguchi.kernel.actors import Actor
from madoguchi.people.permissions import require
from madoguchi.tickets import mail_room, tokens
from madoguchi.tickets.errors import TooLate
from madoguchi.tickets.outgoing import wording
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.services import replying


def put(message_id: int, *, inbox_id: int | None, send_after: datetime | None, at: datetime, by: Actor) -> None:
    """Queues a message: due at `send_after`, else when the inbox's undo time has run. Without a way out it fails."""
    inbox = way_out(inbox_id)
    if inbox is None:
        replying.record_failed(message_id, reason="no_way_out", permanent=True, by=by)
        return
    _refuse_strange(message_id, inbox, by=by)
    due = send_after or at + timedelta(seconds=inbox.undo_seconds)
    external_id = tokens.external_id_for(message_id, domain_of(inbox))
    delivery = rows.add(
        Delivery,
        message_id=message_id,
        inbox_id=inbox.id,
        due_at=due,
        external_id=external_id,
        created_at=clock.now(),
        trace=trace.of_outbound(external_id, *mail_room.addressed(message_id)),
    )
    later("channels.send", at=due, key=str(delivery.id), delivery_id=delivery.id)


def hand_on(message_id: int, *, inbox_id: int | None, send_after: datetime | None, at: datetime, by: Actor) -> None:
    """Queues a message to somebody outside. Raises OnlyOurselves: our own inbox would make a ticket of it again."""
    for person in mail_room.addressed(message_id)[1]:
        if inbox_for(person["address"]) is not None:
            raise OnlyOurselves(field="to", reason="", address=person["address"])
    put(message_id, inbox_id=inbox_id, send_after=send_after, at=at, by=by)


def _refuse_strange(message_id: int, inbox: Inbox, *, by: Actor) -> None:
    """People are asked before characters are lost; what a machine writes goes as UTF-8 then."""
    if inbox.settings.get("charset") != JIS or by.agent_id is None:
        return
    words, charset = wording(message_id)
    strange = foreseeing.strangers(inbox, words, charset=charset)
    if strange:
        raise TextNotRepresentable(field="text", reason="", characters=" ".join(strange))


def cancel(message_id: int, *, by: Actor) -> None:
    """Takes a waiting message out. Raises TooLate when it is being sent or has left."""
    require(by, TicketPermission.REPLY)
    waiting = Delivery.objects.filter(message_id=message_id, state=DeliveryState.QUEUED)
    cancelled = waiting.update(state=DeliveryState.CANCELLED, finished_at=clock.now())
    if not cancelled and Delivery.objects.filter(message_id=message_id).exists():
        raise TooLate


def repeat(message_id: int, *, by: Actor, only_to: Sequence[str] = ()) -> None:
    """Sends a failed or unconfirmed message again at once, under the id it has; to some of its recipients only, if
    `only_to` names any."""
    require(by, TicketPermission.REPLY)
    delivery = Delivery.objects.filter(message_id=message_id).first()
    if delivery is None:
        put(message_id, inbox_id=None, send_after=clock.now(), at=clock.now(), by=by)
        return
    inbox = way_out(delivery.inbox_id)
    if inbox is None:
        replying.record_failed(message_id, reason="no_way_out", permanent=True, by=by)
        return
    states = (DeliveryState.FAILED, DeliveryState.UNCONFIRMED, DeliveryState.SENT)
    again = 1 if delivery.state == DeliveryState.UNCONFIRMED else 0
    requeue = Delivery.objects.filter(pk=delivery.id, state=delivery.state, state__in=states)
    if requeue.update(
        state=DeliveryState.QUEUED,
        inbox=inbox,
        attempts=0,
        due_at=clock.now(),
        last_error="",
        finished_at=None,
        only_to=list(only_to),
        repeats=F("repeats") + again,
    ):
        later("channels.send", key=str(delivery.id), delivery_id=delivery.id)


def reschedule(message_id: int, *, send_after: datetime, by: Actor) -> None:
    """Gives a waiting message another time. Raises TooLate when it is being sent or has left."""
    require(by, TicketPermission.REPLY)
    waiting = Delivery.objects.filter(message_id=message_id, state=DeliveryState.QUEUED)
    delivery_id = waiting.values_list("id", flat=True).first()
    if delivery_id is None or not waiting.update(due_at=send_after):
        raise TooLate
    later("channels.send", at=send_after, key=str(delivery_id), delivery_id=delivery_id)


def confirm(message_id: int, *, by: Actor) -> None:
    """A person says that an unconfirmed message arrived."""
    require(by, TicketPermission.REPLY)
    doubted = Delivery.objects.filter(message_id=message_id, state=DeliveryState.UNCONFIRMED)
    doubted.update(state=DeliveryState.SENT, last_error="confirmed_by_person", finished_at=clock.now())


def domain_of(inbox: Inbox) -> str:
    """The domain of the inbox's address, for Message-IDs."""
    return inbox.address.rpartition("@")[2].strip() or "madoguchi.invalid"
