"""The filters in the order they are asked. The first that stops a message ends the round."""

from madoguchi.channels.filters import auto_reply, bounce, identity, loop, read_receipt, spam
from madoguchi.channels.filters.outcome import Filter, Stopped
from madoguchi.channels.models import RawMessage
from madoguchi.kernel.plain.messages import InboundMessage

ORDER: tuple[Filter, ...] = (bounce.apply, read_receipt.apply, loop.apply, auto_reply.apply, spam.apply, identity.apply)


def run(inbound: InboundMessage, raw: RawMessage) -> InboundMessage | Stopped:
    """The message as the filters leave it, or why it stops here. Runs inside the transaction of the handling."""
    for apply in ORDER:
        outcome = apply(inbound, raw)
        if isinstance(outcome, Stopped):
            return outcome
        inbound = outcome
    return inbound
