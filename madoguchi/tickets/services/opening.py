"""Opening tickets: for a message from outside, or by an agent."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.calendars.queries import current_version_id
from madoguchi.customers import queries as customer_queries
from madoguchi.customers.services.identifying import identify
from madoguchi.kernel import clock, files
from madoguchi.kernel.actors import Actor, ActorKind, customer_actor
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.kernel.plain.html import sanitise
from madoguchi.kernel.plain.messages import Address, FilePart, InboundMessage
from madoguchi.people.permissions import require
from madoguchi.tickets import threading
from madoguchi.tickets.errors import NoRecipient
from madoguchi.tickets.events import (
    MessageReceived,
    NoteWritten,
    TicketOpened,
    TicketReopened,
    TicketReplied,
    TicketWoken,
)
from madoguchi.tickets.models import Assignment, Attachment, Closure, Message, Snooze, Ticket, TicketLink
from madoguchi.tickets.models.message import MessageKind, MessageState
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recording import add_message, tell, use_uploads
from madoguchi.tickets.statuses import Priority, Status

_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True, slots=True)
class Received:
    """What became of an inbound message."""

    ticket_id: int
    message_id: int
    opened: bool
    reopened: bool
    stranger: bool


def receive(
    inbound: InboundMessage,
    *,
    channel: str,
    inbox_id: int,
    team_id: int | None,
    raw_id: int | None,
    by: Actor,
    at: datetime | None = None,
    identity_kind: str = "mail",
    schedule_id: int | None = None,
) -> Received:
    """Identifies the customer, finds the thread, appends, reopens or opens: one transaction; a repeat is a no-op.

    `raw_id` names the stored raw message (unique), `at` when it came in, `schedule_id` the inbox's business hours.
    """
    kept = [(part, files.keep(part.content)) for part in inbound.files]
    with transaction.atomic():
        require(by, TicketPermission.OPEN)
        done = _already_received(raw_id)
        if done is not None:
            return done
        moment = at or clock.now()
        customer = identify(
            kind=identity_kind,
            address=inbound.sender.address,
            name=inbound.sender.name,
            language=inbound.language,
            by=by,
            at=moment,
        )
        writer = customer_actor(customer.id, customer.name)
        thread = threading.find(inbound, customer_id=customer.id, inbox_id=inbox_id, at=moment)
        ticket = thread.ticket
        opened = ticket is None
        if ticket is None:
            ticket = _new_ticket(
                subject=inbound.subject or _("(no subject)"),
                customer_id=customer.id,
                team_id=team_id,
                assignee_id=None,
                channel=channel,
                inbox_id=inbox_id,
                priority=Priority.NORMAL,
                fields=dict(inbound.fields),
                schedule_id=schedule_id,
                by=writer,
                at=moment,
            )
        message = _append(ticket, inbound, thread, customer.id, channel, inbox_id, raw_id, moment)
        _attach(message, kept, moment)
        reopened = False if opened else _stir(ticket, inbound, by=writer, at=moment)
        ticket.save()
        if opened:
            _announce_opening(ticket, message.id, thread.related_id, thread.evidence, inbound, by=writer, at=moment)
        tell(
            ticket,
            MessageReceived(
                ticket_id=ticket.id,
                message_id=message.id,
                customer_id=customer.id,
                auto=inbound.auto_submitted,
                stranger=thread.stranger,
                opened=opened,
            ),
            by=writer,
            at=moment,
        )
        return Received(ticket.id, message.id, opened, reopened, thread.stranger)


@transaction.atomic
def open_ticket(
    *,
    subject: str,
    customer_id: int,
    text: str,
    by: Actor,
    html: str = "",
    team_id: int | None = None,
    assignee_id: int | None = None,
    channel: str = "mail",
    inbox_id: int | None = None,
    kind: Literal["outward", "note", "inward"] = "outward",
    priority: int = Priority.NORMAL,
    attachment_ids: Iterable[int] = (),
    client_key: str | None = None,
    at: datetime | None = None,
) -> Ticket:
    """An agent opens a ticket: with a message to the customer, an internal note, or what the customer said
    (inward, e.g. on the telephone). Raises Invalid, NotFound (customer), NoRecipient."""
    require(by, TicketPermission.OPEN)
    if not subject.strip():
        raise Invalid(field="subject", reason=_("Write a subject."))
    if client_key:
        mine = Message.objects.filter(client_key=client_key, agent__id=by.agent_id or 0)
        earlier = mine.select_related("ticket").first()
        if earlier is not None:
            return earlier.ticket
    person = customer_queries.contact(customer_id)
    if person is None:
        raise NotFound
    if kind == "outward" and not person.mail_address:
        raise NoRecipient
    moment = at or clock.now()
    ticket = _new_ticket(
        subject=subject.strip(),
        customer_id=person.id,
        team_id=team_id,
        assignee_id=assignee_id,
        channel=channel,
        inbox_id=inbox_id,
        priority=priority,
        fields={},
        schedule_id=None,
        by=by,
        at=moment,
    )
    to = [{"name": person.name, "address": person.mail_address}] if kind == "outward" else []
    message = add_message(
        ticket,
        kind=MessageKind(kind),
        text=text,
        html=sanitise(html)[0],
        at=moment,
        state=MessageState.QUEUED if kind == "outward" else MessageState.DONE,
        agent_id=by.agent_id,
        customer_id=person.id if kind == "inward" else None,
        author_name=person.name if kind == "inward" else by.name,
        subject=ticket.subject,
        to=to,
        client_key=client_key,
    )
    use_uploads(message, attachment_ids, by=by)
    ticket.status = Status.WAITING if kind == "outward" else (Status.OPEN if assignee_id else Status.NEW)
    ticket.save()
    tell(
        ticket,
        TicketOpened(
            ticket_id=ticket.id,
            customer_id=person.id,
            message_id=message.id,
            channel=channel,
            inbox_id=inbox_id,
            auto=False,
        ),
        by=by,
        at=moment,
    )
    ids = {"ticket_id": ticket.id, "message_id": message.id}
    if kind == "outward":
        tell(
            ticket,
            TicketReplied(**ids, channel=channel, inbox_id=inbox_id, auto=False, send_after=""),
            by=by,
            at=moment,
        )
    elif kind == "note":
        tell(ticket, NoteWritten(**ids, mention_ids=[]), by=by, at=moment)
    else:
        tell(
            ticket,
            MessageReceived(**ids, customer_id=person.id, auto=False, stranger=False, opened=True),
            by=by,
            at=moment,
        )
    return ticket


def _already_received(raw_id: int | None) -> Received | None:
    if raw_id is None:
        return None
    row = Message.objects.filter(raw_id=raw_id).values_list("ticket_id", "id", "stranger").first()
    return Received(row[0], row[1], opened=False, reopened=False, stranger=row[2]) if row else None


def new_reference() -> str:
    """An unguessable reference that people can read out: ABCD-2345 (32^8)."""
    letters = "".join(secrets.choice(_ALPHABET) for _index in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def _new_ticket(
    *,
    subject: str,
    customer_id: int,
    team_id: int | None,
    assignee_id: int | None,
    channel: str,
    inbox_id: int | None,
    priority: int,
    fields: dict[str, str],
    schedule_id: int | None,
    by: Actor,
    at: datetime,
) -> Ticket:
    ticket = Ticket.objects.create(
        subject=subject[:300],
        customer_id=customer_id,
        team_id=team_id,
        assignee_id=assignee_id,
        channel=channel,
        inbox_id=inbox_id,
        priority=priority,
        fields=fields,
        reference=new_reference(),
        schedule_version_id=current_version_id(schedule_id),
        created_at=at,
        updated_at=clock.now(),
        last_message_at=at,
    )
    if team_id is not None or assignee_id is not None:
        Assignment.objects.create(
            ticket=ticket, team_id=team_id, agent_id=assignee_id, by_kind=by.kind, by_id=by.id, started_at=at
        )
    return ticket


def _append(
    ticket: Ticket,
    inbound: InboundMessage,
    thread: threading.Thread,
    customer_id: int,
    channel: str,
    inbox_id: int,
    raw_id: int | None,
    at: datetime,
) -> Message:
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
        reply_address=inbound.reply_to[0].address[:320] if inbound.reply_to else "",
        subject=inbound.subject[:300],
        to=_people(inbound.to),
        cc=_people(inbound.cc),
        auto=inbound.auto_submitted,
        stranger=thread.stranger,
        verdict=verdict,
        external_id=inbound.external_id[:300],
        raw_id=raw_id,
        threaded_by=thread.evidence,
    )


def _people(addresses: tuple[Address, ...]) -> list[dict[str, str]]:
    return [{"name": person.name, "address": person.address} for person in addresses[:100]]


def _attach(message: Message, kept: list[tuple[FilePart, files.Kept]], at: datetime) -> None:
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


def _stir(ticket: Ticket, inbound: InboundMessage, *, by: Actor, at: datetime) -> bool:
    """What an inward message does to a ticket that exists; a machine's message does nothing."""
    if inbound.auto_submitted or ticket.status == Status.SPAM:
        return False
    if ticket.status == Status.CLOSED:
        reopen(ticket, by=by, at=at)
        return True
    if ticket.status == Status.HELD:
        Snooze.objects.filter(ticket=ticket, woken_at=None).update(woken_at=at)
        ticket.wake_at = None
        tell(ticket, TicketWoken(ticket_id=ticket.id, due=False), by=by, at=at)
    if ticket.status != Status.NEW:
        ticket.status = Status.OPEN
    return False


def reopen(ticket: Ticket, *, by: Actor, at: datetime) -> None:
    """Ends the standing closure of a locked ticket; the caller saves it."""
    Closure.objects.filter(ticket=ticket, reopened_at=None).update(
        reopened_at=at, reopened_by_kind=by.kind, reopened_by_id=by.id
    )
    ticket.status = Status.OPEN
    ticket.closed_at = None
    ticket.reopen_count += 1
    tell(ticket, TicketReopened(ticket_id=ticket.id, by_customer=by.kind == ActorKind.CUSTOMER), by=by, at=at)


def _announce_opening(
    ticket: Ticket,
    message_id: int,
    related_id: int | None,
    evidence: str,
    inbound: InboundMessage,
    *,
    by: Actor,
    at: datetime,
) -> None:
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
