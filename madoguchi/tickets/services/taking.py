"""次の1件: the customer who has waited longest and whom nobody is looking after becomes the actor's own."""

from contextlib import suppress

from django.db import transaction
from django.db.models import Q

from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import NotFound
from madoguchi.people.permissions import require
from madoguchi.tickets.access import access
from madoguchi.tickets.errors import AgentCoolsOff
from madoguchi.tickets.models import Ticket
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.services import assigning
from madoguchi.tickets.statuses import Status

WAITING = (Status.NEW, Status.OPEN)
TRIES = 20


def take_next(*, by: Actor) -> Ticket | None:
    """Assigns the oldest unassigned ticket of the actor's teams, or of no team, that waits for us; None when there is
    none. Of two who ask at once each gets another one. Raises NotAllowed."""
    require(by, TicketPermission.ASSIGN)
    for ticket_id in _oldest(by):
        with suppress(NotFound, AgentCoolsOff):  # a colleague's by now and out of sight, or one to have a break from
            ticket = _take(ticket_id, by=by)
            if ticket is not None:
                return ticket
    return None


@transaction.atomic
def _take(ticket_id: int, *, by: Actor) -> Ticket | None:
    ticket = access(ticket_id, TicketPermission.ASSIGN, by=by)
    if ticket.assignee_id is not None or ticket.status not in WAITING:
        return None
    return assigning.assign(ticket.id, agent_id=by.agent_id, by=by)


def _oldest(by: Actor) -> list[int]:
    """The oldest of each status, read from its own index, then put together."""
    free = Ticket.objects.visible_to(by).filter(assignee=None, merged_into=None)
    if by.team_ids:
        free = free.filter(Q(team_id__in=by.team_ids) | Q(team=None))
    found: list[tuple[object, int]] = []
    for status in WAITING:
        rows = free.filter(status=status).order_by("last_message_at", "id").values_list("last_message_at", "id")
        found.extend(rows[:TRIES])
    return [number for _at, number in sorted(found, key=lambda row: (str(row[0]), row[1]))]
