"""Reads of one's own bell."""

from dataclasses import dataclass
from datetime import datetime

from madoguchi.kernel.actors import Actor
from madoguchi.kernel.events import registry
from madoguchi.notifications import preferences
from madoguchi.notifications.models import Device, Notification
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
            text=line_text(row.kind),
            ticket_id=row.ticket_id,
            subject=subjects.get(row.ticket_id or 0, ""),
            at=row.created_at,
            read=row.read_at is not None,
        )
        for row in found
    ]


def for_desktop(*, by: Actor, after_id: int) -> list[Line]:
    """Unread lines above `after_id` that the agent wants as desktop notifications, the newest few, oldest first."""
    found = [line for line in latest(by=by, limit=10) if line.id > after_id and not line.read]
    preference = preferences.of(by.agent_id or 0)
    return [line for line in reversed(found) if preferences.Way.DESKTOP in preferences.ways(preference, line.kind)][-3:]


def newest_id(*, by: Actor) -> int:
    """The newest line, 0 when there is none."""
    rows = Notification.objects.filter(agent_id=by.agent_id or 0).order_by("-id")
    return rows.values_list("id", flat=True).first() or 0


def devices(*, by: Actor) -> list[Device]:
    """One's own devices that take Web Push, newest first."""
    return list(Device.objects.filter(agent_id=by.agent_id or 0).order_by("-id"))


def unread_count(*, by: Actor) -> int:
    """How many lines are unread, counted up to 100."""
    unread = Notification.objects.filter(agent_id=by.agent_id or 0, read_at=None)
    return len(unread.values_list("id", flat=True)[:MOST_COUNTED])


def line_text(kind: str) -> str:
    """What a line of this kind says, in the active language."""
    known = registry.get(kind)
    return str(TEXTS.get(kind) or (known.label if known is not None else kind))
