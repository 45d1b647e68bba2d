"""Who the sender claims to be: a colleague's or an own address in From gives no rights and is shown as a warning."""

from dataclasses import replace

from madoguchi.channels.filters.outcome import Stopped
from madoguchi.channels.models import RawMessage
from madoguchi.kernel.plain.messages import InboundMessage
from madoguchi.people import queries as people


def apply(inbound: InboundMessage, raw: RawMessage) -> InboundMessage | Stopped:
    """Marks an agent's address in From unless DMARC, judged by our own mail server, vouches for it."""
    if inbound.verdicts.get("dmarc") != "pass" and people.is_agent_address(inbound.sender.address):
        return replace(inbound, verdicts={**inbound.verdicts, "claims_agent": "unverified"})
    return inbound
