"""Which delivery of ours a report is about: only a signed id of ours names one, nothing made up outside."""

from madoguchi.channels.models import Delivery
from madoguchi.kernel.plain.messages import InboundMessage
from madoguchi.tickets import tokens


def delivery_of(inbound: InboundMessage, original_id: str) -> int | None:
    """The delivery behind the id that a report names, else behind one that its own header answers."""
    for known in (original_id, *inbound.thread_ids):
        message_id = tokens.message_id_from(known)
        if message_id is not None:
            delivery_id = Delivery.objects.filter(message_id=message_id).values_list("id", flat=True).first()
            if delivery_id is not None:
                return delivery_id
    return None
