"""Delivery reports belong to the message they are about; they never open a ticket."""

from madoguchi.channels.filters.outcome import Stopped
from madoguchi.channels.models import Delivery, RawMessage
from madoguchi.kernel.plain.messages import InboundMessage
from madoguchi.tickets import threading


def apply(inbound: InboundMessage, raw: RawMessage) -> InboundMessage | Stopped:
    """Stops a report, with the delivery it is about: only a signed id of ours names one, nothing made up outside."""
    if inbound.bounce is None:
        return inbound
    for known in (inbound.bounce.original_message_id, *inbound.thread_ids):
        message_id = threading.message_id_from(known)
        if message_id is not None:
            delivery_id = Delivery.objects.filter(message_id=message_id).values_list("id", flat=True).first()
            if delivery_id is not None:
                return Stopped("bounce", delivery_id)
    return Stopped("bounce_of_unknown")
