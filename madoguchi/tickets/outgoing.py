"""What a channel must know to send a message. Not for: screens."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from madoguchi.kernel.models import StoredFile
from madoguchi.tickets.models import Attachment, Message, Ticket


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """An attachment with the row of its content."""

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
    earlier = list(
        Message.objects.filter(ticket_id=message.ticket_id, id__lt=message.id)
        .filter(~Q(external_id=""), stranger=False)
        .order_by("-id")
        .values_list("kind", "external_id")[:20]
    )
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
            OutgoingFile(row.name, row.type, row.content_id, row.file)
            for row in Attachment.objects.select_related("file").filter(message_id=message.id).order_by("id")
        ],
    )
