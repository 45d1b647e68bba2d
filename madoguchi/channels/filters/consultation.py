"""An answer to a consultation lies there: it never joins a customer's conversation and never opens a ticket."""

from madoguchi.channels.filters.outcome import Stopped
from madoguchi.channels.models import RawMessage
from madoguchi.kernel.plain.messages import InboundMessage
from madoguchi.tickets.services.asking import hearing


def apply(inbound: InboundMessage, raw: RawMessage) -> InboundMessage | Stopped:
    """Stops a mail whose header names a consultation of ours. Any other costs a look at a few texts."""
    found = hearing.find(inbound)
    return inbound if found is None else Stopped("consultation", consultation_id=found)
