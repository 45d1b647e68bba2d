"""Who is in charge."""

from datetime import datetime
from enum import Enum
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid
from madoguchi.people.queries import active_team_ids, agent_ids_holding
from madoguchi.tickets.access import access
from madoguchi.tickets.events import TicketAssigned
from madoguchi.tickets.models import Assignment, Ticket
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recording import tell
from madoguchi.tickets.resting import refuse_resting
from madoguchi.tickets.statuses import Status


class Keep(Enum):
    """Stands for "leave as it is" where None means "nobody"."""

    KEEP = "keep"


KEEP: Final = Keep.KEEP


@transaction.atomic
def assign(
    ticket_id: int,
    *,
    by: Actor,
    agent_id: int | Keep | None = KEEP,
    team_id: int | Keep | None = KEEP,
    at: datetime | None = None,
) -> Ticket:
    """Puts an agent, a team, or nobody (None) in charge. Taking a new ticket oneself starts it. Raises Invalid,
    AgentCoolsOff."""
    ticket = access(ticket_id, TicketPermission.ASSIGN, by=by)
    agent = ticket.assignee_id if agent_id is KEEP else agent_id
    team = ticket.team_id if team_id is KEEP else team_id
    if (
        agent is not None
        and agent != ticket.assignee_id
        and agent not in agent_ids_holding(TicketPermission.REPLY, [agent])
    ):
        raise Invalid(field="agent_id", reason=_("Choose an active agent who may answer tickets."))
    if agent is not None and agent != ticket.assignee_id:
        refuse_resting(agent, customer_id=ticket.customer_id, by=by)
    if team is not None and team != ticket.team_id and team not in active_team_ids([team]):
        raise Invalid(field="team_id", reason=_("There is no such active team."))
    if hand_over(ticket, agent_id=agent, team_id=team, by=by, at=at or clock.now()):
        if ticket.status == Status.NEW and agent is not None and agent == by.agent_id:
            ticket.status = Status.OPEN
        ticket.save()
    return ticket


def hand_over(ticket: Ticket, *, agent_id: int | None, team_id: int | None, by: Actor, at: datetime) -> bool:
    """Moves responsibility of a locked ticket and tells it; the caller saves. False when nothing changes."""
    former_agent_id, former_team_id = ticket.assignee_id, ticket.team_id
    if (agent_id, team_id) == (former_agent_id, former_team_id):
        return False
    Assignment.objects.filter(ticket=ticket, ended_at=None).update(ended_at=at)
    Assignment.objects.create(
        ticket=ticket, agent_id=agent_id, team_id=team_id, by_kind=by.kind, by_id=by.id, started_at=at
    )
    ticket.assignee_id, ticket.team_id, ticket.updated_at = agent_id, team_id, at
    tell(
        ticket,
        TicketAssigned(
            ticket_id=ticket.id,
            agent_id=agent_id,
            team_id=team_id,
            former_agent_id=former_agent_id,
            former_team_id=former_team_id,
        ),
        by=by,
        at=at,
        former_team_id=former_team_id,
        former_assignee_id=former_agent_id,
    )
    return True
