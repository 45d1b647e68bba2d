"""Opening tickets: for a message from outside, or by an agent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.customers import queries as customer_queries
from madoguchi.customers.services.identifying import identify
from madoguchi.kernel import clock, files, rows
from madoguchi.kernel.actors import Actor, ActorKind, customer_actor
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.kernel.plain.html import sanitise
from madoguchi.kernel.plain.messages import InboundMessage
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
from madoguchi.tickets.models import Closure, Message, Snooze, Ticket
from madoguchi.tickets.models.message import MessageKind, MessageState
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recording import add_message, tell, use_uploads
from madoguchi.tickets.services import arriving
from madoguchi.tickets.services.beginning import new_ticket
from madoguchi.tickets.statuses import Priority, Status


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
    """Identifies the customer, finds the thread, appends, reopens or opens: one transaction.

    `raw_id` names the stored raw message, which the caller has locked and seen to be waiting; for a second message of
    the same one the database raises IntegrityError. `at` is when it came in, `schedule_id` the inbox's business hours.
    """
    kept = [(part, files.keep(part.content)) for part in inbound.files]
    with transaction.atomic(savepoint=False):
        require(by, TicketPermission.OPEN)
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
            ticket = new_ticket(
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
        message = arriving.append(ticket, inbound, thread, customer.id, channel, inbox_id, raw_id, moment)
        arriving.attach(message, kept, moment)
        reopened = False if opened else _stir(ticket, inbound, by=writer, at=moment)
        rows.update(ticket)
        if opened:
            arriving.announce_opening(
                ticket, message.id, thread.related_id, thread.evidence, inbound, by=writer, at=moment
            )
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
    ticket = new_ticket(
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
    rows.update(ticket)
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
