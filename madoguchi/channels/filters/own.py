"""Which delivery of ours a report is about: only a signed id of ours names one, nothing made up outside."""

from madoguchi.channels.models import Delivery
from madoguchi.kernel.plain.messages import InboundMessage
from madoguchi.tickets import consultation_tokens, tokens


def delivery_of(inbound: InboundMessage, original_id: str) -> int | None:
    """The delivery behind the id that a report names, else behind one that its own header answers."""
    for known in (original_id, *inbound.thread_ids):
        message_id, asked_id = tokens.message_id_from(known), consultation_tokens.message_id_from(known)
        if message_id is not None or asked_id is not None:
            named = {"asked_id": asked_id} if asked_id is not None else {"message_id": message_id}
            delivery_id = Delivery.objects.filter(**named).values_list("id", flat=True).first()
            if delivery_id is not None:
                return delivery_id
    return None
