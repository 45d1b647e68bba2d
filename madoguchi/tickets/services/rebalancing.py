"""Evening out what waits within a team: planned, looked at, done, and undone. Not for: automatic assignment."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from django.db import transaction

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import MadoguchiError
from madoguchi.people.hours import away_ids
from madoguchi.people.permissions import require
from madoguchi.people.queries import agent_ids_holding, team_member_ids
from madoguchi.tickets.models import Presence, Ticket
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.services import assigning
from madoguchi.tickets.workload import IDLE, waiting_by_agent

MOST = 100


@dataclass(frozen=True, slots=True)
class Move:
    """One ticket from one agent to another."""

    ticket_id: int
    from_id: int
    to_id: int


def plan(team_id: int, *, by: Actor) -> list[Move]:
    """What would even out the team: away people's tickets first, then from the fullest to the emptiest until they
    differ by one. A ticket somebody has open stays. Raises NotAllowed."""
    require(by, TicketPermission.SUPERVISE)
    members = agent_ids_holding(TicketPermission.REPLY, team_member_ids(team_id))
    away = away_ids(members)
    ready = sorted(members - away)
    if not ready:
        return []
    held = waiting_by_agent(team_id, members, by=by)
    counts = {one: len(held.get(one, [])) for one in ready}
    busy = _open_somewhere([ticket for tickets in held.values() for ticket in tickets])
    loose = {one: [ticket for ticket in held.get(one, []) if ticket not in busy] for one in members}
    moves: list[Move] = []
    for one in sorted(away):
        for ticket in loose[one]:
            emptiest = min(ready, key=lambda agent: (counts[agent], agent))
            moves.append(Move(ticket, one, emptiest))
            counts[emptiest] += 1
    while len(moves) < MOST:
        emptiest = min(ready, key=lambda agent: (counts[agent], agent))
        giving = [agent for agent in ready if loose[agent] and counts[agent] - counts[emptiest] > 1]
        if not giving:
            break
        fullest = max(giving, key=lambda agent: (counts[agent], -agent))
        moves.append(Move(loose[fullest].pop(0), fullest, emptiest))
        counts[fullest] -= 1
        counts[emptiest] += 1
    return moves[:MOST]


@transaction.atomic
def carry_out(moves: Iterable[Move], *, by: Actor) -> list[Move]:
    """Does what still fits: a ticket that has changed hands meanwhile stays. Returns what was moved."""
    require(by, TicketPermission.SUPERVISE)
    done = []
    for move in list(moves)[:MOST]:
        if not Ticket.objects.visible_to(by).filter(pk=move.ticket_id, assignee_id=move.from_id).exists():
            continue
        with suppress(MadoguchiError), transaction.atomic():
            assigning.assign(move.ticket_id, agent_id=move.to_id, by=by)
            done.append(move)
    return done


def take_back(moves: Iterable[Move], *, by: Actor) -> list[Move]:
    """Undoes them, where nobody has moved the ticket on."""
    return carry_out([Move(move.ticket_id, move.to_id, move.from_id) for move in moves], by=by)


def _open_somewhere(ticket_ids: list[int]) -> set[int]:
    rows = Presence.objects.filter(ticket_id__in=ticket_ids, seen_at__gt=clock.now() - IDLE)
    return set(rows.values_list("ticket_id", flat=True))
