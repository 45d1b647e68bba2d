"""The text by which a message is found in the mail room: ids, addresses, names and subject, folded."""

from collections.abc import Iterable, Mapping
from typing import Any

from madoguchi.kernel.plain.messages import InboundMessage
from madoguchi.kernel.text import fold

LONGEST = 2000


def of_inbound(inbound: InboundMessage, envelope: Mapping[str, Any]) -> str:
    """Of a message that could be read."""
    people = (f"{one.name} {one.address}" for one in (inbound.sender, *inbound.to, *inbound.cc))
    return _of(inbound.external_id, inbound.subject, *people, *_envelope(envelope))


def of_glance(texts: Iterable[str], envelope: Mapping[str, Any]) -> str:
    """Of a message that could not be read: what a first look at it gave."""
    return _of(*texts, *_envelope(envelope))


def of_outbound(external_id: str, subject: str, people: Iterable[Mapping[str, str]]) -> str:
    """Of a message on its way out."""
    return _of(external_id, subject, *(f"{one.get('name', '')} {one.get('address', '')}" for one in people))


def _envelope(envelope: Mapping[str, Any]) -> list[str]:
    rcpt_to = envelope.get("rcpt_to") or []
    return [str(envelope.get("mail_from") or ""), *([rcpt_to] if isinstance(rcpt_to, str) else map(str, rcpt_to))]


def _of(*texts: str) -> str:
    return fold(" ".join(text for text in texts if text))[:LONGEST]
