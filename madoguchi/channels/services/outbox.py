"""The outbox: one row per outgoing message, written in the transaction of the answer."""

from datetime import datetime, timedelta

from madoguchi.channels.models import Delivery, DeliveryState, Inbox
from madoguchi.channels.queueing import later
from madoguchi.channels.services.routing import way_out
from madoguchi.kernel import clock, rows
from madoguchi.kernel.actors import Actor
from madoguchi.people.permissions import require
from madoguchi.tickets import threading
from madoguchi.tickets.errors import TooLate
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.services import replying


def put(message_id: int, *, inbox_id: int | None, send_after: datetime | None, at: datetime, by: Actor) -> None:
    """Queues a message: due at `send_after`, else when the inbox's undo time has run. Without a way out it fails."""
    inbox = way_out(inbox_id)
    if inbox is None:
        replying.record_failed(message_id, reason="no_way_out", permanent=True, by=by)
        return
    due = send_after or at + timedelta(seconds=inbox.undo_seconds)
    delivery = rows.insert(
        Delivery(
            message_id=message_id,
            inbox=inbox,
            due_at=due,
            external_id=threading.external_id_for(message_id, domain_of(inbox)),
            created_at=clock.now(),
        )
    )
    later("channels.send", at=due, key=str(delivery.id), delivery_id=delivery.id)


def cancel(message_id: int, *, by: Actor) -> None:
    """Takes a waiting message out. Raises TooLate when it is being sent or has left."""
    require(by, TicketPermission.REPLY)
    waiting = Delivery.objects.filter(message_id=message_id, state=DeliveryState.QUEUED)
    cancelled = waiting.update(state=DeliveryState.CANCELLED, finished_at=clock.now())
    if not cancelled and Delivery.objects.filter(message_id=message_id).exists():
        raise TooLate


def repeat(message_id: int, *, by: Actor) -> None:
    """Sends a failed or unconfirmed message again at once, under the id it has."""
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
    requeue = Delivery.objects.filter(pk=delivery.id, state__in=states)
    if requeue.update(
        state=DeliveryState.QUEUED, inbox=inbox, attempts=0, due_at=clock.now(), last_error="", finished_at=None
    ):
        later("channels.send", key=str(delivery.id), delivery_id=delivery.id)


def domain_of(inbox: Inbox) -> str:
    """The domain of the inbox's address, for Message-IDs."""
    return inbox.address.rpartition("@")[2].strip() or "madoguchi.invalid"
