"""Messages of machines are marked, so that nothing answers them and nothing reopens because of them."""

from dataclasses import replace

from madoguchi.channels.filters.outcome import Stopped
from madoguchi.channels.models import Inbox, RawMessage
from madoguchi.kernel.plain.messages import InboundMessage


def apply(inbound: InboundMessage, raw: RawMessage) -> InboundMessage | Stopped:
    """Mail from one of our own addresses counts as automatic too: two own inboxes must never answer each other."""
    if not inbound.auto_submitted and Inbox.objects.filter(address__iexact=inbound.sender.address).exists():
        return replace(inbound, auto_submitted=True)
    return inbound
