"""What an inbound message brings onto a ticket: itself, its files, and the news of a ticket it opened. Not a door."""

from datetime import datetime

from madoguchi.kernel import files
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.plain.messages import Address, FilePart, InboundMessage
from madoguchi.tickets import evidence, threading
from madoguchi.tickets.events import TicketOpened
from madoguchi.tickets.models import Attachment, Message, Ticket, TicketLink
from madoguchi.tickets.models.message import MessageKind, Purpose
from madoguchi.tickets.recording import add_message, tell


def append(
    ticket: Ticket,
    inbound: InboundMessage,
    thread: threading.Thread,
    customer_id: int,
    channel: str,
    inbox_id: int,
    raw_id: int | None,
    at: datetime,
) -> Message:
    """Adds the message with its verdict and the evidence that brought it here."""
    verdict: dict[str, object] = dict(inbound.verdicts)
    if inbound.warnings:
        verdict["warnings"] = list(inbound.warnings)
    return add_message(
        ticket,
        kind=MessageKind.INWARD,
        text=inbound.text,
        reply_text="" if inbound.reply == inbound.text else inbound.reply,
        html=inbound.html,
        at=at,
        channel=channel,
        inbox_id=inbox_id,
        customer_id=customer_id,
        author_name=inbound.sender.name[:120],
        author_address=inbound.sender.address[:320],
        reply_address=_reply_address(inbound, thread),
        subject=inbound.subject[:300],
        to=_people(inbound.to),
        cc=_people(inbound.cc),
        auto=inbound.auto_submitted,
        stranger=thread.stranger,
        verdict=verdict,
        external_id=inbound.external_id[:300],
        raw_id=raw_id,
        threaded_by=thread.evidence,
        purpose=Purpose.ASIDE if thread.aside_of is not None else "",
        source_id=thread.aside_of,
        standing=thread.standing,
        evidence=thread.why or None,
        conversation=evidence.talk_of(inbound, led_nowhere=thread.ticket is None),
    )


def _reply_address(inbound: InboundMessage, thread: threading.Thread) -> str:
    """Where the sender wants the answer. Believed of a ticket's first message and of one that carries our signature; a
    forged sender who joins by a subject or reference would else have the answers to the customer sent elsewhere."""
    believed = thread.ticket is None or (thread.signed and not thread.stranger)
    if not inbound.reply_to or not believed:
        return ""
    return inbound.reply_to[0].address[:320]


def _people(addresses: tuple[Address, ...]) -> list[dict[str, str]]:
    return [{"name": person.name, "address": person.address} for person in addresses[:100]]


def attach(message: Message, kept: list[tuple[FilePart, files.Kept]], at: datetime) -> None:
    """Ties the kept files to the message."""
    Attachment.objects.bulk_create(
        Attachment(
            message=message,
            file=files.row_for(content),
            name=part.name[:255],
            type=part.type[:100],
            size=content.size,
            content_id=part.content_id[:255],
            created_at=at,
        )
        for part, content in kept
    )


def announce_opening(
    ticket: Ticket,
    message_id: int,
    related_id: int | None,
    evidence: str,
    inbound: InboundMessage,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Tells of the opened ticket, and links it to the one it only points to."""
    if related_id is not None:
        TicketLink.objects.create(
            from_ticket_id=related_id,
            to_ticket=ticket,
            kind="follow_up" if evidence == "follow_up" else "related",
            by_kind=by.kind,
            by_id=by.id,
            linked_at=at,
        )
    tell(
        ticket,
        TicketOpened(
            ticket_id=ticket.id,
            customer_id=ticket.customer_id,
            message_id=message_id,
            channel=ticket.channel,
            inbox_id=ticket.inbox_id,
            auto=inbound.auto_submitted,
        ),
        by=by,
        at=at,
    )
