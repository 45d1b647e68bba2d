"""From an outward message of a ticket to what the channel sends: who writes, 敬称, signature, threading, files, and in
which character code."""

import html as entities
import re

from django.utils import translation

from madoguchi.channels import scans
from madoguchi.channels.base.errors import PermanentFailure
from madoguchi.channels.base.mail import jis
from madoguchi.channels.base.mail.header_text import JIS
from madoguchi.channels.models import Delivery, Inbox
from madoguchi.channels.models.inbox import SenderStyle
from madoguchi.channels.services import file_links, original, unsubscribing
from madoguchi.channels.services.signing_mail import signing_of
from madoguchi.customers import queries as customers
from madoguchi.kernel import clock, files
from madoguchi.kernel.plain import written
from madoguchi.kernel.plain.messages import Address, FilePart, OutboundMessage
from madoguchi.people import queries as people
from madoguchi.tickets import tokens
from madoguchi.tickets.outgoing import Outgoing, OutgoingFile, outgoing

_GREETED = re.compile(
    r"様|さま|殿|御中|先生|各位|^(dear|hi|hello|good (morning|afternoon))\b", re.IGNORECASE | re.MULTILINE
)
_KANA = re.compile("[ぁ-ヿ一-鿿]")
_PAGE = (
    '<!doctype html><html><head><meta charset="utf-8"></head>'
    '<body style="font-family:sans-serif;font-size:14px;line-height:1.7">{}</body></html>'
)


def compose(delivery: Delivery, inbox: Inbox) -> OutboundMessage:
    """The message to send. Raises PermanentFailure when it is gone or a file is lost."""
    found = outgoing(delivery.message_id or 0)
    if found is None:
        raise PermanentFailure("message_gone")
    if not found.to:
        raise PermanentFailure("no_recipient")
    along, linked = file_links.parted(found.files, largest_mb=inbox.largest_mail_mb)
    text, html = _words(found, inbox, linked)
    return OutboundMessage(
        external_id=delivery.external_id,
        sender=sender_of(inbox, found.agent_id if not found.auto else None),
        to=addresses(found.to),
        cc=addresses(found.cc),
        bcc=addresses(found.bcc),
        subject=found.subject if found.purpose else subject_of(found),
        date=clock.now(),
        text=text,
        html=html,
        reply_to=None if found.purpose else reply_to(inbox, found.reference),
        in_reply_to=found.answers_id,
        references=tuple(found.thread_ids),
        files=file_parts(along),
        auto=found.auto,
        charset=charset_of(inbox, text, chosen=found.charset),
        only=tuple(delivery.only_to),
        unsubscribe=unsubscribing.address(found.to[0]["address"]) if found.auto else "",
        thread_index="" if found.purpose else tokens.thread_index(found.reference, len(found.thread_ids)),
        original=original.content_of(found.source_raw_id) if found.source_raw_id else b"",
        signing=signing_of(inbox),
    )


def sender_of(inbox: Inbox, agent_id: int | None) -> Address:
    """Who stands in From: the inbox, the agent, or the agent at the inbox, as the inbox says."""
    name = inbox.display_name or inbox.name
    agent = people.agent_names([agent_id]).get(agent_id, "") if agent_id and inbox.sender_style != "inbox" else ""
    if agent and inbox.sender_style == SenderStyle.AGENT:
        name = agent
    elif agent:
        name = f"{agent} ({name})" if agent.isascii() and name.isascii() else f"{agent}（{name}）"
    return Address(inbox.address, name)


def reply_to(inbox: Inbox, reference: str) -> Address | None:
    """An address that names the ticket and carries our signature, where the inbox's server delivers such addresses."""
    if inbox.settings.get("reply_token") != "plus":
        return None
    return Address(tokens.reply_address(inbox.address, reference), inbox.display_name or inbox.name)


def charset_of(inbox: Inbox, text: str, *, chosen: str = "") -> str:
    """ISO-2022-JP where the inbox writes it and every character of the text has its place in it."""
    wanted = chosen or str(inbox.settings.get("charset") or "utf-8")
    return JIS if wanted == JIS and jis.fits(text) else "utf-8"


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


def _words(found: Outgoing, inbox: Inbox, linked: list[OutgoingFile]) -> tuple[str, str]:
    """The text and its HTML (empty where there is none), with what stands around them."""
    bare = found.auto or bool(found.purpose) or not inbox.salutation
    head = "" if bare else salutation(found.customer_id, found.text)
    tail = signature(inbox, found.agent_id)
    links = _links(found, inbox, linked) if linked else ""
    text = "\n\n".join(part for part in (head, found.text.strip("\n"), links) if part)
    return f"{text}\n\n-- \n{tail}\n" if tail else f"{text}\n", _html(head, found.html, links, tail)


def _links(found: Outgoing, inbox: Inbox, linked: list[OutgoingFile]) -> str:
    person = customers.contact(found.customer_id)
    with translation.override("en" if person is not None and person.language.startswith("en") else "ja"):
        return file_links.told(linked, message_id=found.message_id, at=found.created_at, inbox=inbox)


def _html(head: str, body: str, links: str, tail: str) -> str:
    if not body:
        return ""
    parts = [f"<p>{entities.escape(head)}</p><p></p>" if head else "", body]
    if links:
        parts.append(f"<p></p><p>{_linked(links)}</p>")
    if tail:
        parts.append("<p></p><p>-- <br>" + entities.escape(tail).replace("\n", "<br>") + "</p>")
    return _PAGE.format(written.for_mail("".join(parts)))


def _linked(text: str) -> str:
    markup = entities.escape(text).replace("\n", "<br>")
    return re.sub(r"(https?://[^\s<]+)", r'<a href="\1">\1</a>', markup)


def addresses(people_to: list[dict[str, str]]) -> tuple[Address, ...]:
    """Recipients as the channel takes them."""
    return tuple(Address(person["address"], person.get("name", "")) for person in people_to if person.get("address"))


def file_parts(along: list[OutgoingFile]) -> tuple[FilePart, ...]:
    """The files with their bytes. Raises PermanentFailure for one with a virus, or that is lost."""
    for one in along:
        if virus := scans.virus_in(one.file.sha256):
            raise PermanentFailure("attachment_infected", f"{one.name} {virus}")
    try:
        return tuple(FilePart(one.name, one.type, files.read(one.file), one.content_id) for one in along)
    except FileNotFoundError:
        raise PermanentFailure("attachment_lost") from None
