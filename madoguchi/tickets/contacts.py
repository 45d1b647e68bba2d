"""Everything a customer and we have said to each other, on every channel and ticket, as one line of time."""

from typing import Any

from madoguchi.kernel.actors import Actor
from madoguchi.tickets.models import Message, Ticket
from madoguchi.tickets.models.message import MessageKind, MessageState, Purpose

MOST_TICKETS = 1_000
EXCERPT = 200
_COLUMNS = ("id", "ticket_id", "ticket__subject", "kind", "channel", "author_name", "agent__name", "created_at")


def with_customer(
    customer_id: int, *, by: Actor, before: int | None = None, limit: int = 20
) -> tuple[list[dict[str, Any]], bool]:
    """Messages to and from the customer on tickets the actor may see, newest first; and whether older ones exist.

    Each is _COLUMNS plus `excerpt`. What never left us, and what went to third parties, is not among them.
    """
    tickets = Ticket.objects.visible_to(by).filter(customer_id=customer_id, merged_into=None).order_by("-id")
    rows = Message.objects.filter(ticket_id__in=list(tickets.values_list("id", flat=True)[:MOST_TICKETS]))
    rows = rows.exclude(kind=MessageKind.NOTE).exclude(state=MessageState.CANCELLED)
    rows = rows.exclude(purpose__in=[Purpose.FORWARD, Purpose.ASIDE])
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = [
        dict(zip((*_COLUMNS, "excerpt"), (*values[:-2], _excerpt(*values[-2:])), strict=True))
        for values in rows.order_by("-id").values_list(*_COLUMNS, "reply_text", "text")[: limit + 1]
    ]
    return found[:limit], len(found) > limit


def _excerpt(reply_text: str, text: str) -> str:
    plain = " ".join((reply_text or text)[: EXCERPT * 4].split())
    return plain if len(plain) <= EXCERPT else f"{plain[:EXCERPT]}…"
