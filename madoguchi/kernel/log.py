"""Reading the event log as plain rows. Not for: writing it (see `events.publish`)."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict

from django.db.models import QuerySet

from madoguchi.kernel.models import EventRow


class LogRow(TypedDict):
    """One fact of the log."""

    id: int
    name: str
    occurred_at: datetime
    actor_kind: str
    actor_id: int | None
    ticket_id: int | None
    customer_id: int | None
    team_id: int | None
    assignee_id: int | None
    payload: dict[str, object]


_COLUMNS = tuple(LogRow.__annotations__)


def of_ticket(ticket_id: int, *, before_id: int | None = None, limit: int = 50) -> list[LogRow]:
    """What happened to a ticket, newest first; `before_id` continues."""
    rows = EventRow.objects.filter(ticket_id=ticket_id)
    return _plain(rows if before_id is None else rows.filter(pk__lt=before_id), "-id", limit)


def after(event_id: int, *, names: Iterable[str] | None = None, limit: int = 100) -> list[LogRow]:
    """What happened since an event, oldest first. May tell what a reader must not hear: narrow it by their rights."""
    rows = EventRow.objects.filter(pk__gt=event_id)
    return _plain(rows if names is None else rows.filter(name__in=list(names)), "id", limit)


def newest() -> int:
    """The number of the last event; 0 before the first."""
    return EventRow.objects.order_by("-id").values_list("id", flat=True).first() or 0


def named(names: Iterable[str], *, since: datetime, until: datetime) -> QuerySet[EventRow]:
    """Events of these names in [since, until), for counting."""
    return EventRow.objects.filter(name__in=list(names), occurred_at__gte=since, occurred_at__lt=until)


def _plain(rows: QuerySet[EventRow], order: str, limit: int) -> list[LogRow]:
    return [LogRow(**row) for row in rows.order_by(order).values(*_COLUMNS)[:limit]]  # type: ignore[typeddict-item]
