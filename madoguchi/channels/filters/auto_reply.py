"""Messages of machines are marked, so that nothing answers them and nothing reopens because of them."""

from dataclasses import replace

from madoguchi.channels.filters.outcome import Stopped
from madoguchi.channels.models import RawMessage
from madoguchi.kernel import statements
from madoguchi.kernel.plain.messages import InboundMessage


def apply(inbound: InboundMessage, raw: RawMessage) -> InboundMessage | Stopped:
    """Mail from one of our own addresses counts as automatic too: two own inboxes must never answer each other."""
    if not inbound.auto_submitted and _is_ours(inbound.sender.address):
        return replace(inbound, auto_submitted=True)
    return inbound


def _is_ours(address: str) -> bool:
    asked = "SELECT 1 FROM channels_inbox WHERE lower(address) = %s LIMIT 1"
    return statements.run(asked, [address.lower()]).fetchone() is not None
