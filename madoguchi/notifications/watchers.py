"""Telling those who watch a ticket or its customer of news, some seconds later, so that nobody's work waits for it."""

from datetime import timedelta

from django.db import transaction

from madoguchi.kernel import clock, log, settings
from madoguchi.kernel.actors import SYSTEM, Actor
from madoguchi.kernel.events import Published
from madoguchi.kernel.log import LogRow
from madoguchi.notifications.services.telling import tell
from madoguchi.people.permissions import require
from madoguchi.tickets import watches
from madoguchi.tickets.events import MessageReceived, TicketAssigned, TicketClosed, TicketOpened, TicketReopened
from madoguchi.tickets.events_complaints import ComplaintRaised, FollowUpDue, WatchedMoved
from madoguchi.tickets.events_structure import TicketEscalated

PLACE = "watchers.read_up_to"
MOST = 500
SETTLED_AFTER = timedelta(seconds=3)
"""On PostgreSQL a transaction can commit after one with a higher number; by then it has."""
TOLD = (
    *(TicketOpened, MessageReceived, TicketAssigned, TicketClosed, TicketReopened, TicketEscalated),
    *(ComplaintRaised, FollowUpDue),
)


@transaction.atomic
def tell_watchers(*, by: Actor) -> int:
    """Reads the log on from where it was left; returns how many facts were looked at."""
    require(by, "ticket:read")
    newest = log.newest()
    last = settings.read(PLACE)
    if last is None or not watches.anybody_watches():
        if last != newest:
            settings.write(PLACE, newest)
        return 0
    settled = clock.now() - SETTLED_AFTER
    rows = log.after(int(last), names=[one.name for one in TOLD], limit=MOST)
    told = [row for row in rows if row["occurred_at"] <= settled]
    for row in told:
        _tell(row)
    if told:
        settings.write(PLACE, told[-1]["id"])
    return len(told)


def _tell(row: LogRow) -> None:
    ticket_id = row["ticket_id"]
    if ticket_id is None:
        return
    doer = row["actor_id"] if row["actor_kind"] == "agent" else None
    eyes = watches.watchers([ticket_id]).get(ticket_id, set()) - {doer}
    if eyes:
        news = WatchedMoved(ticket_id=ticket_id)
        tell(Published(row["id"], news, SYSTEM, row["occurred_at"]), eyes, ticket_id=ticket_id, check_sight=True)
