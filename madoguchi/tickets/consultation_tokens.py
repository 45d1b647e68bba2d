"""How an answer to a consultation finds back to it: ids, addresses and a mark in the subject, and the guests' links.

As with a ticket's tokens they prove only that their bearer has read something we sent, never who the bearer is. None of
them names a ticket, so that nobody who was asked can write into the customer's conversation.
"""

import re

from madoguchi.kernel.ids import signature, signature_matches
from madoguchi.kernel.plain.messages import InboundMessage

_ID, _ADDRESS, _LINK = "consultation-id", "consultation-address", "guest-link"
_OWN_ID = re.compile(r"^a\.(\d{1,18})\.([0-9a-f]{24})@")
_OWN_ADDRESS = re.compile(r"\+q\.([a-z2-9]{8})\.([0-9a-f]{16})@")
_SUBJECT = re.compile(r"\[Q-([A-Z2-9]{4}-[A-Z2-9]{4})\]")
_LONGEST_LOCAL_PART = 64


def external_id_for(message_id: int, domain: str) -> str:
    """The Message-ID (without brackets) of a consultation's message."""
    return f"a.{message_id}.{signature(_ID, str(message_id), length=24)}@{domain}"


def message_id_from(external_id: str) -> int | None:
    """The consultation's message one of these ids names, or None unless its signature holds."""
    found = _OWN_ID.match(external_id.strip().strip("<>"))
    if found is None or not signature_matches(_ID, found[1], found[2]):
        return None
    return int(found[1])


def reply_address(address: str, reference: str) -> str:
    """`support+q.abcd2345.<signature>@…` for Reply-To; the plain address where there is no room for it."""
    local, at, domain = address.rpartition("@")
    letters = reference.replace("-", "").lower()
    tagged = f"{local}+q.{letters}.{signature(_ADDRESS, letters, length=16)}"
    return f"{tagged}@{domain}" if at and len(tagged) <= _LONGEST_LOCAL_PART and "+" not in local else address


def marked(subject: str, reference: str) -> str:
    """The subject with the mark that finds back where a mail program drops all the rest."""
    return f"{subject} [Q-{reference}]"


def unmarked(subject: str) -> str:
    """The subject without any such mark."""
    return _SUBJECT.sub("", subject).strip()


def named(inbound: InboundMessage) -> tuple[list[int], list[str]]:
    """(our messages it answers, references it names otherwise). Looks at the text of the header only: for a mail that
    has nothing to do with a consultation this is all there is."""
    ids = [found for known in inbound.thread_ids if known[:2] == "a." and (found := message_id_from(known)) is not None]
    addresses = (*(one.address for one in (*inbound.to, *inbound.cc)), *inbound.received_for)
    references = [name for address in addresses if "+q." in address.lower() and (name := _reference_in(address))]
    if "[Q-" in inbound.subject:
        references += _SUBJECT.findall(inbound.subject)
    return ids, references


def link_token(link_id: int) -> str:
    """What stands in the address of a guest link."""
    return f"{link_id}-{signature(_LINK, str(link_id), length=40)}"


def link_id_from(token: str) -> int | None:
    """The link a token names, or None unless its signature holds."""
    number, _dash, signed = token.partition("-")
    if not (number.isascii() and number.isdecimal()) or len(number) > 18 or len(signed) != 40:
        return None
    return int(number) if signature_matches(_LINK, number, signed) else None


def _reference_in(address: str) -> str:
    found = _OWN_ADDRESS.search(address.lower())
    if found is None or not signature_matches(_ADDRESS, found[1], found[2]):
        return ""
    return f"{found[1][:4]}-{found[1][4:]}".upper()
