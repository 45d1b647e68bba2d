"""Messages as examples of what is spam and what is not. Not for: screens; whoever asks may not show them to people."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from madoguchi.tickets.models import Message
from madoguchi.tickets.statuses import Status


def opening_message(ticket_id: int) -> tuple[int, dict[str, Any]] | None:
    """Id and verdict of the message from outside that came first on a ticket."""
    rows = Message.objects.filter(ticket_id=ticket_id, kind="inward").order_by("id").values_list("id", "verdict")
    return rows.first()


def texts(message_ids: Collection[int]) -> Iterator[tuple[str, str, str]]:
    """(sender's address, subject, text) of messages."""
    rows = Message.objects.filter(pk__in=message_ids).order_by("id")
    yield from rows.values_list("author_address", "subject", "text").iterator()


def answered_ids(*, most: int) -> list[int]:
    """The newest messages from people on tickets that somebody has answered and that are no spam."""
    rows = Message.objects.filter(kind="inward", auto=False, ticket__first_response_at__isnull=False)
    return list(rows.exclude(ticket__status=Status.SPAM).order_by("-id").values_list("id", flat=True)[:most])


def sorted_by(code: str, *, since: datetime) -> "QuerySet[Message, int]":
    """Ids of messages that were taken for spam for one reason since a moment."""
    rows = Message.objects.filter(kind="inward", created_at__gte=since, verdict__spam_by=code)
    return rows.values_list("id", flat=True)
