"""What a channel must know to send a message. Not for: screens."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from madoguchi.kernel.actors import Actor
from madoguchi.kernel.models import StoredFile
from madoguchi.tickets.models import Attachment, Message, Ticket
from madoguchi.tickets.models.message import MessageState, Purpose
from madoguchi.tickets.statuses import Status


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """An attachment with the row of its content."""

    attachment_id: int
    name: str
    type: str
    content_id: str
    file: StoredFile


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An outward message with its ticket's reference and the ids it answers, oldest first."""

    message_id: int
    ticket_id: int
    state: str
    reference: str
    subject: str
    text: str
    html: str
    to: list[dict[str, str]]
    cc: list[dict[str, str]]
    bcc: list[dict[str, str]]
    auto: bool
    agent_id: int | None
    customer_id: int
    inbox_id: int | None
    answers_id: str
    thread_ids: list[str]
    files: list[OutgoingFile]
    purpose: str
    charset: str
    source_raw_id: int | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Opening:
    """How a customer's ticket began: who wrote from which address, when, through which inbox."""

    customer_id: int
    inbox_id: int | None
    team_id: int | None
    reference: str
    address: str
    auto: bool
    created_at: datetime
    verdict: dict[str, str]


def opening_of(ticket_id: int) -> Opening | None:
    """The opening of a ticket that a customer's message began, or None."""
    first = Message.objects.select_related("ticket").filter(ticket_id=ticket_id, kind="inward").order_by("id").first()
    if first is None:
        return None
    ticket = first.ticket
    return Opening(
        customer_id=ticket.customer_id,
        inbox_id=ticket.inbox_id,
        team_id=ticket.team_id,
        reference=ticket.reference,
        address=first.reply_address or first.author_address,
        auto=first.auto or first.stranger,
        created_at=ticket.created_at,
        verdict=first.verdict,
    )


def first_answers(*, inbox_id: int, since: datetime, limit: int = 500) -> list[tuple[datetime, datetime]]:
    """(opened, first answered) of the newest tickets of an inbox that were opened after `since` and answered."""
    rows = Ticket.objects.filter(inbox_id=inbox_id, created_at__gte=since, first_response_at__isnull=False)
    found = rows.order_by("-created_at").values_list("created_at", "first_response_at")[:limit]
    return [(opened, answered) for opened, answered in found if answered is not None]


def outgoing(message_id: int) -> Outgoing | None:
    """The message ready for a channel, or None when it is gone."""
    message = Message.objects.select_related("ticket").filter(pk=message_id, kind="outward").first()
    if message is None:
        return None
    earlier = list(_earlier(message).filter(~Q(external_id="")).order_by("-id").values_list("kind", "external_id")[:20])
    answers = next((known for kind, known in earlier if kind == "inward"), "")
    return Outgoing(
        message_id=message.id,
        ticket_id=message.ticket_id,
        state=message.state,
        reference=message.ticket.reference,
        subject=message.subject or message.ticket.subject,
        text=message.text,
        html=message.html,
        to=message.to,
        cc=message.cc,
        bcc=message.bcc,
        auto=message.auto,
        agent_id=message.agent_id,
        customer_id=message.ticket.customer_id,
        inbox_id=message.inbox_id,
        answers_id=answers or (earlier[0][1] if earlier else ""),
        thread_ids=[known for _kind, known in reversed(earlier)],
        files=[
            OutgoingFile(row.id, row.name, row.type, row.content_id, row.file)
            for row in Attachment.objects.select_related("file").filter(message_id=message.id).order_by("id")
        ],
        purpose=message.purpose,
        charset=message.charset,
        source_raw_id=_raw_of(message),
        created_at=message.created_at,
    )


def wording(message_id: int) -> tuple[str, str]:
    """(subject and text, the character code that was chosen for it). What quotes others may be in any characters."""
    columns = ("subject", "text", "charset", "purpose")
    subject, text, charset, purpose = Message.objects.values_list(*columns).get(pk=message_id)
    return f"{subject}\n{text}", "utf-8" if purpose else charset


def shared_files(message_id: int) -> list[OutgoingFile]:
    """The files of a message that was sent or is on its way; none once it was taken back or its ticket thrown away."""
    gone = (MessageState.CANCELLED, MessageState.DONE)
    rows = Attachment.objects.select_related("file").filter(message_id=message_id, message__kind="outward")
    rows = rows.exclude(message__state__in=gone).exclude(message__ticket__status=Status.BIN).filter(content_id="")
    return [OutgoingFile(row.id, row.name, row.type, "", row.file) for row in rows.order_by("id")]


def waiting_files(attachment_ids: Iterable[int], *, by: Actor) -> list[OutgoingFile]:
    """Files the actor has uploaded for a message to come."""
    rows = Attachment.objects.select_related("file").filter(pk__in=list(attachment_ids), message=None)
    mine = rows.filter(uploaded_by_id=by.agent_id or 0)
    return [OutgoingFile(row.id, row.name, row.type, row.content_id, row.file) for row in mine.order_by("id")]


def _earlier(message: Message) -> "QuerySet[Message]":
    """What this message follows: the customer's conversation, or for one that is handed on, only what it answers.

    Somebody outside must not get ids with which they could write into the customer's conversation.
    """
    if message.purpose:
        return Message.objects.filter(pk=message.source_id or 0, purpose=Purpose.ASIDE)
    rows = Message.objects.filter(ticket_id=message.ticket_id, id__lt=message.id, stranger=False)
    return rows.filter(purpose="")


def _raw_of(message: Message) -> int | None:
    if message.purpose != Purpose.REDIRECT:
        return None
    return Message.objects.filter(pk=message.source_id or 0).values_list("raw_id", flat=True).first()
