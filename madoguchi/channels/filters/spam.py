"""What the mail server in front of us has judged to be spam goes to the spam box, where people can look at it."""

from dataclasses import replace

from madoguchi.channels.filters.outcome import Stopped
from madoguchi.channels.models import RawMessage
from madoguchi.kernel.plain.messages import InboundMessage


def apply(inbound: InboundMessage, raw: RawMessage) -> InboundMessage | Stopped:
    """Nothing is thrown away here: spam is marked, gets no automatic answer, and opens its ticket in the spam box."""
    if is_spam(inbound) and not inbound.auto_submitted:
        return replace(inbound, auto_submitted=True)
    return inbound


def is_spam(inbound: InboundMessage) -> bool:
    """Whether the message carries the mark."""
    return inbound.verdicts.get("spam") == "yes"
