"""Our own mail that comes back stops here."""

from dataclasses import replace

from madoguchi.channels.filters.outcome import Stopped
from madoguchi.channels.models import RawMessage
from madoguchi.kernel.plain.messages import InboundMessage
from madoguchi.tickets import consultation_tokens, tokens


def apply(inbound: InboundMessage, raw: RawMessage) -> InboundMessage | Stopped:
    """A message whose own id carries our signature was written here: a forward to ourselves or a loop."""
    ours = tokens.message_id_from(inbound.external_id) or consultation_tokens.message_id_from(inbound.external_id)
    if ours is not None:
        return Stopped("own_mail")
    return replace(inbound, own_loop=False) if inbound.own_loop else inbound
