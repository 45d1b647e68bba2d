"""Reads of one's own bell."""

from dataclasses import dataclass
from datetime import datetime

from madoguchi.kernel.actors import Actor
from madoguchi.kernel.events import registry
from madoguchi.notifications.models import Notification
from madoguchi.notifications.texts import TEXTS
from madoguchi.tickets import concerning

MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `text` is in the active language; `subject` is empty when the ticket may no longer be read."""

    id: int
    kind: str
    text: str
    ticket_id: int | None
    subject: str
    at: datetime
    read: bool


def latest(*, by: Actor, limit: int = 30, before_id: int | None = None) -> list[Line]:
    """The newest lines; `before_id` continues."""
    rows = Notification.objects.filter(agent_id=by.agent_id or 0).order_by("-id")
    if before_id is not None:
        rows = rows.filter(pk__lt=before_id)
    found = list(rows[: max(1, min(limit, 100))])
    subjects = concerning.subjects((row.ticket_id for row in found if row.ticket_id is not None), by=by)
    return [
        Line(
            id=row.id,
            kind=row.kind,
            text=_text(row.kind),
            ticket_id=row.ticket_id,
            subject=subjects.get(row.ticket_id or 0, ""),
            at=row.created_at,
            read=row.read_at is not None,
        )
        for row in found
    ]


def unread_count(*, by: Actor) -> int:
    """How many lines are unread, counted up to 100."""
    unread = Notification.objects.filter(agent_id=by.agent_id or 0, read_at=None)
    return len(unread.values_list("id", flat=True)[:MOST_COUNTED])


def _text(kind: str) -> str:
    known = registry.get(kind)
    return str(TEXTS.get(kind) or (known.label if known is not None else kind))
