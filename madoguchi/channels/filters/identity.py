"""Who the sender claims to be: a colleague or the company itself, in address or name. It gives no rights, only a
warning."""

from dataclasses import replace

from madoguchi.channels.filters.outcome import Stopped
from madoguchi.channels.models import RawMessage
from madoguchi.kernel import settings
from madoguchi.kernel.plain.messages import InboundMessage
from madoguchi.kernel.text import company_key, name_key
from madoguchi.people import queries as people

COMPANY = "company.name"
_SHORTEST = 3


def apply(inbound: InboundMessage, raw: RawMessage) -> InboundMessage | Stopped:
    """Marks an agent's address or name, and the company's name, unless DMARC vouches for the agent's own address."""
    ours, called_so = people.agents_like(inbound.sender.address, inbound.sender.name)
    if ours and inbound.verdicts.get("dmarc") == "pass":
        return inbound
    claims = {}
    if ours:
        claims["claims_agent"] = "unverified"
    elif (
        raw.inbox.kind == "mail"
        and inbound.sender.name
        and _domain(inbound.sender.address) != _domain(raw.inbox.address)
    ):
        claims = _claimed_name(inbound.sender.name, raw, called_so=called_so)
    return replace(inbound, verdicts={**inbound.verdicts, **claims}) if claims else inbound


def _claimed_name(name: str, raw: RawMessage, *, called_so: bool) -> dict[str, str]:
    key = name_key(name)
    if len(key) < _SHORTEST:
        return {}
    company = company_key(name)
    own = (str(settings.read(COMPANY, "") or ""), raw.inbox.display_name)
    if any(len(company_key(called)) >= _SHORTEST and company_key(called) == company for called in own):
        return {"claims_name": "company"}
    return {"claims_name": "agent"} if called_so else {}


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()
