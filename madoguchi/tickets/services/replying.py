"""Answering the customer: written once, checked against what is newer, sent by the channel, told how it went."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from madoguchi.kernel import clock, rows
from madoguchi.kernel.actors import Actor, ActorKind
from madoguchi.kernel.errors import Conflict
from madoguchi.kernel.plain.html import sanitise
from madoguchi.kernel.text import sayable
from madoguchi.people.permissions import require
from madoguchi.tickets import mail_room
from madoguchi.tickets.access import access, access_message, refuse_merged
from madoguchi.tickets.errors import EmptyMessage, NewerMessage, NoRecipient, TooLate
from madoguchi.tickets.events import (
    MessageFailed,
    MessageRetried,
    MessageSent,
    MessageTakenBack,
    MessageUnconfirmed,
    TicketReplied,
    TicketWoken,
)
from madoguchi.tickets.failures import flag_failures
from madoguchi.tickets.models import Message, Snooze, Ticket
from madoguchi.tickets.models.message import MessageKind, MessageState
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recipients import Person, default_recipients
from madoguchi.tickets.recording import add_message, repeated, snippet_of, tell, use_uploads
from madoguchi.tickets.services import assigning, closing, committing
from madoguchi.tickets.services.promising import Choices
from madoguchi.tickets.services.rescheduling import is_scheduled
from madoguchi.tickets.statuses import Status


@transaction.atomic
def reply(
    ticket_id: int,
    *,
    text: str,
    last_seen_id: int | None,
    by: Actor,
    html: str = "",
    to: Sequence[Person] | None = None,
    cc: Sequence[Person] = (),
    bcc: Sequence[Person] = (),
    attachment_ids: Iterable[int] = (),
    client_key: str | None = None,
    confirm_newer: bool = False,
    send_after: datetime | None = None,
    charset: str = "",
    close: bool = False,
    ask_promises: bool = False,
    promises: Choices | None = None,
    keeps: Iterable[int] = (),
    at: datetime | None = None,
) -> Message:
    """Saves an answer as queued; the channel sends it. A repeat with the same `client_key` returns the first.

    `last_seen_id` is the newest message the writer had before them; anything newer refuses the reply unless
    `confirm_newer`. Without `to` it goes to whoever wrote last. `send_after` minutes ahead makes it a scheduled one;
    `charset` utf-8 overrules an inbox that writes ISO-2022-JP. With `promises` (what the writer decided about them)
    the text's promises become commitments; `keeps` are earlier ones that this answer fulfils. `ask_promises` refuses
    to `close` while promises are open. Raises NewerMessage, NoRecipient, EmptyMessage, PromisesOpen.
    """
    ticket = access(ticket_id, TicketPermission.REPLY, by=by)
    earlier = repeated(ticket, client_key)
    if earlier is not None:
        return earlier
    refuse_merged(ticket)
    attachment_ids = tuple(attachment_ids)
    if not text.strip() and not attachment_ids:
        raise EmptyMessage(field="text", reason="")
    if not confirm_newer:
        _refuse_newer(ticket, last_seen_id, by)
    recipients = list(to) if to is not None else default_recipients(ticket)
    if not recipients:
        raise NoRecipient
    moment = at or clock.now()
    asked = ticket.last_message_kind == MessageKind.INWARD
    message = add_message(
        ticket,
        kind=MessageKind.OUTWARD,
        text=text,
        html=sanitise(html)[0],
        at=moment,
        state=MessageState.QUEUED,
        agent_id=by.agent_id,
        author_name=by.name,
        subject=ticket.subject,
        to=recipients,
        cc=list(cc),
        bcc=list(bcc),
        client_key=client_key,
        send_after=send_after,
        scheduled=is_scheduled(send_after, at=moment),
        charset=charset if charset == "utf-8" else "",
        auto=by.kind not in (ActorKind.AGENT, ActorKind.API_KEY),
    )
    use_uploads(message, attachment_ids, by=by)
    _move_on(ticket, message, asked=asked, by=by, at=moment)
    committing.fulfil(ticket, message, keeps, by=by, at=moment)
    if promises is not None:
        committing.promise(ticket, message, promises, by=by, at=moment)
    if close:
        closing.shut(ticket, ask=ask_promises, by=by, at=moment)
    rows.update(ticket)
    news = TicketReplied(
        ticket_id=ticket.id,
        message_id=message.id,
        channel=message.channel,
        inbox_id=message.inbox_id,
        auto=message.auto,
        send_after=send_after.isoformat() if send_after else "",
    )
    with mail_room.known(message):
        tell(ticket, news, by=by, at=moment)
    return message


@transaction.atomic
def notify_customer(ticket_id: int, *, subject: str, text: str, by: Actor, at: datetime | None = None) -> Message:
    """An automatic message to the customer (a receipt notice, say): it is queued and shown like any other but is no
    answer: status, first response and assignment stay as they are. Raises NoRecipient."""
    ticket = access(ticket_id, TicketPermission.REPLY, by=by)
    recipients = default_recipients(ticket)
    if not recipients:
        raise NoRecipient
    moment = at or clock.now()
    message = Message.objects.create(
        ticket=ticket,
        kind=MessageKind.OUTWARD,
        text=text,
        created_at=moment,
        channel=ticket.channel,
        inbox_id=ticket.inbox_id,
        state=MessageState.QUEUED,
        author_name=by.name,
        subject=subject[:300],
        to=[person if sayable(person["name"]) else {**person, "name": ""} for person in recipients],
        auto=True,
    )
    ticket.message_count += 1
    ticket.updated_at = moment
    ticket.save(update_fields=["message_count", "updated_at"])
    tell(
        ticket,
        TicketReplied(
            ticket_id=ticket.id,
            message_id=message.id,
            channel=message.channel,
            inbox_id=message.inbox_id,
            auto=True,
            send_after=moment.isoformat(),
        ),
        by=by,
        at=moment,
    )
    return message


@transaction.atomic
def take_back(message_id: int, *, by: Actor) -> Message:
    """Undo send. The channel's outbox is asked in the same transaction. Raises TooLate once it is on its way."""
    ticket, message = access_message(message_id, TicketPermission.REPLY, by=by)
    changed = Message.objects.filter(pk=message.id, state=MessageState.QUEUED).update(state=MessageState.CANCELLED)
    if not changed:
        raise TooLate
    message.state = MessageState.CANCELLED
    if message.purpose:
        ticket.message_count -= 1
        ticket.save(update_fields=["message_count"])
        tell(ticket, MessageTakenBack(ticket_id=ticket.id, message_id=message.id), by=by)
        return message
    latest = (
        Message.objects.filter(ticket=ticket)
        .exclude(state=MessageState.CANCELLED)
        .exclude(Q(auto=True) | ~Q(purpose=""), kind=MessageKind.OUTWARD)
        .order_by("-id")
        .first()
    )
    if latest is not None:
        ticket.last_message_id, ticket.last_message_at = latest.id, latest.created_at
        ticket.last_message_kind, ticket.snippet = latest.kind, snippet_of(latest.reply_text or latest.text)
    if ticket.status in (Status.WAITING, Status.CLOSED):
        if ticket.status == Status.CLOSED:
            closing.unshut(ticket)
        ticket.status = Status.OPEN
    if ticket.first_response_at == message.created_at:
        ticket.first_response_at = None
    ticket.message_count -= 1
    committing.forget(ticket, message, at=clock.now())
    ticket.save()
    tell(ticket, MessageTakenBack(ticket_id=ticket.id, message_id=message.id), by=by)
    return message


@transaction.atomic
def retry(message_id: int, *, by: Actor, to: Sequence[Person] | None = None) -> Message:
    """Sends a failed or unconfirmed message again, under the id it already has; `to` corrects its recipients. When the
    message came back from one of several, only those who are new in `to` get it. Raises Conflict in other states."""
    ticket, message = access_message(message_id, TicketPermission.REPLY, by=by)
    if message.state not in (MessageState.FAILED, MessageState.UNCONFIRMED):
        raise Conflict
    only_to: list[str] = []
    if to is not None:
        if not to:
            raise NoRecipient
        if message.failure.startswith("bounced"):
            before = {person["address"].casefold() for person in message.to}
            only_to = [person["address"] for person in to if person["address"].casefold() not in before]
        message.to = list(to)
    message.state, message.failure = MessageState.QUEUED, ""
    message.save(update_fields=["state", "failure", "to"])
    flag_failures(ticket)
    tell(ticket, MessageRetried(ticket_id=ticket.id, message_id=message.id, only_to=only_to), by=by)
    return message


@transaction.atomic
def record_sent(message_id: int, *, external_id: str, at: datetime, by: Actor) -> None:
    """The channel reports that the other side accepted the message."""
    ticket, message = access_message(message_id, TicketPermission.REPLY, by=by)
    message.state, message.external_id, message.sent_at, message.failure = MessageState.SENT, external_id, at, ""
    message.save(update_fields=["state", "external_id", "sent_at", "failure"])
    if message.scheduled and not message.auto and ticket.first_response_at is None and _customer_wrote(ticket):
        ticket.first_response_at = at
        ticket.save(update_fields=["first_response_at"])
    if ticket.delivery_failed:
        flag_failures(ticket)
    tell(ticket, MessageSent(ticket_id=ticket.id, message_id=message.id), by=by, at=at)


@transaction.atomic
def record_failed(message_id: int, *, reason: str, permanent: bool, by: Actor) -> None:
    """The channel reports a failure: shown on the ticket. A permanent one, or a bounce, ends the attempt."""
    ticket, message = access_message(message_id, TicketPermission.REPLY, by=by)
    message.failure = reason[:500]
    if permanent:
        message.state = MessageState.FAILED
    message.save(update_fields=["state", "failure"])
    if permanent:
        flag_failures(ticket)
    tell(
        ticket,
        MessageFailed(ticket_id=ticket.id, message_id=message.id, reason=message.failure, permanent=permanent),
        by=by,
    )


@transaction.atomic
def record_unconfirmed(message_id: int, *, by: Actor) -> None:
    """The channel died between handing the message over and writing that down: 送信未確認."""
    ticket, message = access_message(message_id, TicketPermission.REPLY, by=by)
    message.state = MessageState.UNCONFIRMED
    message.save(update_fields=["state"])
    flag_failures(ticket)
    tell(ticket, MessageUnconfirmed(ticket_id=ticket.id, message_id=message.id), by=by)


def _refuse_newer(ticket: Ticket, last_seen_id: int | None, by: Actor) -> None:
    if (last_seen_id or 0) >= (ticket.last_message_id or 0):
        return
    newer = Message.objects.filter(ticket=ticket, id__gt=last_seen_id or 0).exclude(state=MessageState.CANCELLED)
    newer = newer.exclude(Q(auto=True) | ~Q(purpose=""), kind=MessageKind.OUTWARD)
    ids = list(newer.order_by("id").values_list("id", flat=True)[:20])
    if ids:
        raise NewerMessage(newer_ids=ids)


def _move_on(ticket: Ticket, message: Message, *, asked: bool, by: Actor, at: datetime) -> None:
    if message.auto:
        return
    if ticket.status == Status.HELD:
        Snooze.objects.filter(ticket=ticket, woken_at=None).update(woken_at=at)
        ticket.wake_at = None
        tell(ticket, TicketWoken(ticket_id=ticket.id, due=False), by=by, at=at)
    if ticket.status != Status.CLOSED:
        ticket.status = Status.WAITING
    if not message.scheduled and ticket.first_response_at is None and (asked or _customer_wrote(ticket)):
        ticket.first_response_at = at
    if ticket.assignee_id is None and by.agent_id is not None:
        require(by, TicketPermission.REPLY)
        assigning.hand_over(ticket, agent_id=by.agent_id, team_id=ticket.team_id, by=by, at=at)


def _customer_wrote(ticket: Ticket) -> bool:
    return Message.objects.filter(ticket=ticket, kind=MessageKind.INWARD).exists()
