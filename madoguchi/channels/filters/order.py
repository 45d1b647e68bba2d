"""The filters in the order they are asked. The first that stops a message ends the round."""

from madoguchi.channels.filters import auto_reply, bounce, consultation, identity, learned, loop, notice, rules, spam
from madoguchi.channels.filters.outcome import Filter, Stopped
from madoguchi.channels.models import RawMessage
from madoguchi.kernel import settings
from madoguchi.kernel.plain.messages import InboundMessage

ORDER: tuple[Filter, ...] = (
    *(bounce.apply, notice.apply, loop.apply, auto_reply.apply),
    *(consultation.apply, identity.apply, spam.apply),
)


def run(inbound: InboundMessage, raw: RawMessage) -> InboundMessage | Stopped:
    """The message as the filters leave it, or why it stops here. Runs inside the transaction of the handling."""
    with settings.read_together(identity.COMPANY, rules.VERSION, learned.STATE):
        for apply in ORDER:
            outcome = apply(inbound, raw)
            if isinstance(outcome, Stopped):
                return outcome
            inbound = outcome
    return inbound
