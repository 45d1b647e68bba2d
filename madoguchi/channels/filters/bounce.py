"""Delivery reports belong to the message they are about; they never open a ticket."""

from madoguchi.channels.filters.outcome import Stopped
from madoguchi.channels.filters.own import delivery_of
from madoguchi.channels.models import RawMessage
from madoguchi.kernel.plain.messages import InboundMessage


def apply(inbound: InboundMessage, raw: RawMessage) -> InboundMessage | Stopped:
    """Stops a report, with the delivery it is about. One about none of ours is kept for the administrators' eyes."""
    if inbound.bounce is None:
        return inbound
    delivery_id = delivery_of(inbound, inbound.bounce.original_message_id)
    return Stopped("bounce", delivery_id) if delivery_id is not None else Stopped("bounce_of_unknown")
