"""What a ticket page shows, as plain columns. Not for: lists (see `listing`), activity (see `activity`)."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from madoguchi.kernel import prepared
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import NotFound
from madoguchi.tickets.listing import COLUMNS
from madoguchi.tickets.models import Attachment, Message, TicketTag
from madoguchi.tickets.models import Ticket as TicketRow
from madoguchi.tickets.models.message import MessageKind

TICKET_COLUMNS = (
    *COLUMNS,
    *("category__name", "fields", "last_message_id", "customer__language", "customer__caution", "complaint_severity"),
)
MESSAGE_COLUMNS = (
    "id",
    "kind",
    "state",
    "channel",
    "inbox_id",
    "agent_id",
    "author_name",
    "author_address",
    "reply_address",
    "subject",
    "text",
    "reply_text",
    "to",
    "cc",
    "bcc",
    "auto",
    "stranger",
    "standing",
    "verdict",
    "client_key",
    "failure",
    "purpose",
    "source_id",
    "scheduled",
    "raw_id",
    "send_after",
    "sent_at",
    "created_at",
    "has_html",
)


def ticket(ticket_id: int, *, by: Actor) -> dict[str, Any]:
    """One ticket (TICKET_COLUMNS and `tags`). Raises NotFound."""
    found = prepared.rows(
        prepared.shape_of(by),
        lambda number: TicketRow.objects.visible_to(by).filter(pk=number).values_list(*TICKET_COLUMNS),
        ticket_id,
    )
    if not found:
        raise NotFound
    row = dict(zip(TICKET_COLUMNS, found[0], strict=True))
    row["tags"] = [name for (name,) in prepared.rows("tags", _tied, ticket_id)]
    return row


def _tied(ticket_id: int) -> QuerySet[TicketTag, Any]:
    return TicketTag.objects.filter(ticket_id=ticket_id).order_by("tag__name").values_list("tag__name")


def messages(
    ticket_id: int, *, by: Actor, before: int | None = None, after: int | None = None, limit: int = 30
) -> tuple[list[dict[str, Any]], bool]:
    """The newest `limit` messages below `before` (or all above `after`), oldest first; and whether older ones exist.

    Each is MESSAGE_COLUMNS plus `attachments`, and `html` of what agents wrote with formatting. The caller has checked
    that the actor sees the ticket.
    """

    def wanted(number: int) -> QuerySet[Message, Any]:
        rows = Message.objects.filter(ticket_id=number)
        if before is not None:
            rows = rows.filter(id__lt=before)
        if after is not None:
            rows = rows.filter(id__gt=after)
        return rows.annotate(has_html=~Q(html="")).order_by("-id").values_list(*MESSAGE_COLUMNS)[: limit + 1]

    newest = before is None and after is None  # opening a ticket; the other ways are rare
    listed = prepared.rows(limit, wanted, ticket_id) if newest else wanted(ticket_id)
    found = [dict(zip(MESSAGE_COLUMNS, values, strict=True)) for values in listed]
    more, found = len(found) > limit, found[:limit][::-1]
    by_message = attachments([row["id"] for row in found])
    formatted = _formatted(row["id"] for row in found if row["has_html"] and row["kind"] != MessageKind.INWARD)
    for row in found:
        row["attachments"] = by_message.get(row["id"], [])
        row["html"] = formatted.get(row["id"], "")
    return found, more


def _formatted(message_ids: Iterable[int]) -> dict[int, str]:
    wanted = list(message_ids)
    return dict(Message.objects.filter(pk__in=wanted).values_list("id", "html")) if wanted else {}


def attachments(message_ids: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """Attachments by message, inline images included (they have a `content_id`)."""
    found: dict[int, list[dict[str, Any]]] = {}
    columns = ("id", "message_id", "name", "type", "size", "content_id", "file__sniffed_type", "file__sha256")

    def of(*ids: int) -> QuerySet[Attachment, Any]:
        return Attachment.objects.filter(message_id__in=ids).order_by("id").values_list(*columns)

    for values in prepared.rows("attachments", of, *message_ids):
        row = dict(zip(columns, values, strict=True))
        found.setdefault(row["message_id"], []).append(row)
    return found


def html_of(message_id: int, *, by: Actor) -> tuple[str, dict[str, int], str]:
    """The sanitised HTML of a message the actor may see, {content id: attachment id}, its subject. Raises NotFound."""
    row = Message.objects.filter(pk=message_id).values_list("ticket_id", "html", "subject").first()
    if row is None or not TicketRow.objects.visible_to(by).filter(pk=row[0]).exists():
        raise NotFound
    inline = Attachment.objects.filter(message_id=message_id).exclude(content_id="").values_list("content_id", "id")
    return row[1], dict(inline), row[2]


def inbox_of(ticket_id: int, *, by: Actor) -> QuerySet[TicketRow, Any]:
    """The inbox id of a ticket the actor may see, as a part of a larger query; no row when it is not theirs to see."""
    return TicketRow.objects.visible_to(by).filter(pk=ticket_id).values_list("inbox_id", flat=True)


def ticket_id_of(message_id: int, *, by: Actor) -> int:
    """The ticket of a message the actor may see. Raises NotFound."""
    ticket_id = Message.objects.filter(pk=message_id).values_list("ticket_id", flat=True).first()
    if ticket_id is None or not TicketRow.objects.visible_to(by).filter(pk=ticket_id).exists():
        raise NotFound
    return ticket_id


def of_customer(customer_id: int, *, by: Actor, limit: int = 20) -> list[dict[str, Any]]:
    """The customer's tickets the actor may see, newest first: id, subject, status, created_at, last_message_at."""
    columns = ("id", "subject", "status", "created_at", "last_message_at")
    rows = TicketRow.objects.visible_to(by).filter(customer_id=customer_id, merged_into=None).order_by("-id")
    return [dict(zip(columns, values, strict=True)) for values in rows.values_list(*columns)[:limit]]
