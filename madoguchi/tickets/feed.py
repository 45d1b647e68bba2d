"""The event log as one actor may read it: events of tickets they see. One ticket's own feed is in `activity`."""

from collections.abc import Iterable
from dataclasses import dataclass

from madoguchi.kernel import log
from madoguchi.kernel.actors import Actor
from madoguchi.tickets.models import Ticket
from madoguchi.tickets.permissions import TicketPermission


@dataclass(frozen=True, slots=True)
class Feed:
    """Rows, oldest first, and the id up to which the log was read."""

    rows: list[log.LogRow]
    last_id: int


def after(event_id: int, *, by: Actor, names: Iterable[str] | None = None, limit: int = 100) -> Feed:
    """Reads on after an event, at most 500 events of the log at once."""
    found = log.after(event_id, names=names, limit=max(1, min(limit, 500)))
    about = {row["ticket_id"] for row in found if row["ticket_id"] is not None}
    seen = set(Ticket.objects.visible_to(by).filter(pk__in=about).values_list("id", flat=True))
    hidden = () if by.has(TicketPermission.ABUSE_REPORT) else ("abuse.",)
    told = [row for row in found if row["ticket_id"] in seen and not row["name"].startswith(hidden)]
    return Feed(told, found[-1]["id"] if found else event_id)
