"""Read receipts (開封通知) say only that a mail was opened: there is nothing to answer, so none opens a ticket."""

from madoguchi.channels.filters.outcome import Stopped
from madoguchi.channels.models import RawMessage
from madoguchi.kernel.plain.messages import InboundMessage


def apply(inbound: InboundMessage, raw: RawMessage) -> InboundMessage | Stopped:
    """Stops every one, also one that names our mail: whoever got a copy could send it from another address."""
    return Stopped("read_receipt") if inbound.read_receipt else inbound
