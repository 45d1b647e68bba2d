"""Work given back by somebody who is away: to the colleague they chose, else to its team."""

from contextlib import suppress

from django.db import transaction

from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import MadoguchiError
from madoguchi.people import hours
from madoguchi.people.models import Absence
from madoguchi.people.permissions import require
from madoguchi.tickets.models import Ticket
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.services import assigning
from madoguchi.tickets.statuses import Status

DONE = (Status.CLOSED, Status.SPAM, Status.BIN)


def give_back(absence_id: int, *, by: Actor) -> int:
    """Hands on every open ticket of the absent agent; how many. Each is a transaction of its own; a repeat goes on."""
    require(by, TicketPermission.ASSIGN)
    absence = hours.absence(absence_id)
    if absence is None or not absence.gives_back:
        return 0
    rows = Ticket.objects.filter(assignee_id=absence.agent_id, merged_into=None).exclude(status__in=DONE)
    count = 0
    for ticket_id in list(rows.order_by("id").values_list("id", flat=True)):
        count += _hand_on(ticket_id, absence, by=by)
    return count


def _hand_on(ticket_id: int, absence: Absence, *, by: Actor) -> bool:
    for agent_id in (absence.successor_id, None):  # a successor who may not have this one leaves it to the team
        with suppress(MadoguchiError), transaction.atomic():
            row = Ticket.objects.select_for_update().filter(pk=ticket_id, assignee_id=absence.agent_id).first()
            if row is not None:
                assigning.assign(ticket_id, agent_id=agent_id, by=by)
            return row is not None
    return False
