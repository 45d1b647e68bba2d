"""From an outward message of a ticket to what the channel sends: name with 敬称, signature, threading, files."""

import html as entities
import re

from madoguchi.channels.base.errors import PermanentFailure
from madoguchi.channels.models import Delivery, Inbox
from madoguchi.customers import queries as customers
from madoguchi.kernel import clock, files
from madoguchi.kernel.plain.messages import Address, FilePart, OutboundMessage
from madoguchi.people import queries as people
from madoguchi.tickets.outgoing import Outgoing, outgoing

_GREETED = re.compile(
    r"様|さま|殿|御中|先生|各位|^(dear|hi|hello|good (morning|afternoon))\b", re.IGNORECASE | re.MULTILINE
)
_KANA = re.compile("[ぁ-ヿ一-鿿]")


def compose(delivery: Delivery, inbox: Inbox) -> OutboundMessage:
    """The message to send. Raises PermanentFailure when it is gone or a file is lost."""
    found = outgoing(delivery.message_id)
    if found is None:
        raise PermanentFailure("message_gone")
    if not found.to:
        raise PermanentFailure("no_recipient")
    head = "" if found.auto or not inbox.salutation else salutation(found.customer_id, found.text)
    tail = signature(inbox, found.agent_id)
    text = "\n\n".join(part for part in (head, found.text.strip("\n")) if part)
    return OutboundMessage(
        external_id=delivery.external_id,
        sender=Address(inbox.address, inbox.display_name or inbox.name),
        to=_addresses(found.to),
        cc=_addresses(found.cc),
        bcc=_addresses(found.bcc),
        subject=subject_of(found),
        date=clock.now(),
        text=f"{text}\n\n-- \n{tail}\n" if tail else f"{text}\n",
        html=_html(head, found.html, tail),
        in_reply_to=found.answers_id,
        references=tuple(found.thread_ids),
        files=_files(found),
        auto=found.auto,
    )


def salutation(customer_id: int, text: str) -> str:
    """`田中 一郎 様` for a Japanese text that does not greet by itself; empty otherwise."""
    person = customers.contact(customer_id)
    opening = "\n".join(line for line in text.split("\n") if line.strip())[:80]
    if person is None or not person.honorific or "@" in person.name or not person.name:
        return ""
    if not _KANA.search(text) or _GREETED.search(opening) or person.name in opening:
        return ""
    return f"{person.name} {person.honorific}"


def signature(inbox: Inbox, agent_id: int | None) -> str:
    """The agent's own signature, else the inbox's."""
    own = people.signature_of(agent_id) if agent_id is not None else ""
    return (own or inbox.signature).strip()


def subject_of(found: Outgoing) -> str:
    """The subject of an answer, with the reference that finds its way back without any header."""
    mark = f"[{found.reference}]"
    subject = found.subject if mark in found.subject else f"{found.subject} {mark}"
    answering = bool(found.answers_id) and not found.auto
    return f"Re: {subject}" if answering and not re.match(r"\s*re\s*:", subject, re.IGNORECASE) else subject


def _html(head: str, body: str, tail: str) -> str:
    if not body:
        return ""
    parts = [f"<p>{entities.escape(head)}</p>" if head else "", body]
    if tail:
        parts.append("<p>-- <br>" + entities.escape(tail).replace("\n", "<br>") + "</p>")
    return "".join(parts)


def _addresses(people_to: list[dict[str, str]]) -> tuple[Address, ...]:
    return tuple(Address(person["address"], person.get("name", "")) for person in people_to if person.get("address"))


def _files(found: Outgoing) -> tuple[FilePart, ...]:
    try:
        return tuple(FilePart(one.name, one.type, files.read(one.file), one.content_id) for one in found.files)
    except FileNotFoundError:
        raise PermanentFailure("attachment_lost") from None
