"""Who has how much to do, for the wall of those who lead: per person, per team, and who is on what.

Only tickets the asker may see are counted. Not for: figures over time (see room `reports`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Min

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.people import hours
from madoguchi.people.models import Agent
from madoguchi.people.permissions import require
from madoguchi.people.queries import agents, teams
from madoguchi.tickets.models import Presence, Ticket
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.statuses import Status

WAITING = (Status.NEW, Status.OPEN)
MOST_OLDEST = 8
IDLE = timedelta(minutes=2)
"""After this a presence counts for nothing."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A ticket somebody has open."""

    ticket_id: int
    subject: str
    editing: bool


@dataclass(slots=True)
class Person:
    """One agent: what waits for their answer, what is theirs besides, where they are."""

    id: int
    name: str
    team_ids: frozenset[int]
    away: str = ""
    here: bool = False
    waiting: int = 0
    others: int = 0
    oldest_at: datetime | None = None
    spots: list[Spot] = field(default_factory=list)


@dataclass(slots=True)
class Crew:
    """One team: what waits, how much of it nobody has, and since when."""

    id: int
    name: str
    waiting: int = 0
    free: int = 0
    oldest_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wall:
    """Everything on the wall. `oldest` are the tickets that have waited longest."""

    people: list[Person]
    crews: list[Crew]
    oldest: list[dict[str, object]]


def wall(*, by: Actor) -> Wall:
    """The present state, in five reads whatever the number of people. Raises NotAllowed without `ticket:supervise`."""
    require(by, TicketPermission.SUPERVISE)
    now = clock.now()
    people = {row.id: _person(row) for row in agents(active=True)}
    crews = {row.id: Crew(row.id, row.name) for row in teams(active=True)}
    _count(people, crews, by)
    for absence in hours.standing(at=now):
        if absence.agent_id in people:
            people[absence.agent_id].away = str(absence.get_kind_display())
    _place(people, by, now)
    listed = [row for row in people.values() if row.here or row.waiting or row.others or row.team_ids]
    listed.sort(key=lambda row: (bool(row.away), not row.here, -row.waiting, row.name))
    return Wall(listed, list(crews.values()), _oldest(by))


def waiting_by_agent(team_id: int, agent_ids: Iterable[int], *, by: Actor) -> dict[int, list[int]]:
    """Tickets of a team that wait for an answer, by agent; those easiest to hand on first (new, then latest)."""
    rows = Ticket.objects.visible_to(by).filter(team_id=team_id, status__in=WAITING, merged_into=None)
    rows = rows.filter(assignee_id__in=set(agent_ids)).order_by("-last_message_at", "-id")
    found: dict[int, list[int]] = {}
    listed = list(rows.values_list("assignee_id", "id", "status"))
    for agent_id, ticket_id, _status in sorted(listed, key=lambda row: row[2] != Status.NEW):
        found.setdefault(agent_id, []).append(ticket_id)
    return found


def _person(row: Agent) -> Person:
    return Person(row.id, row.name, frozenset(membership.team_id for membership in row.memberships.all()))


def _count(people: dict[int, Person], crews: dict[int, Crew], by: Actor) -> None:
    open_ones = Ticket.objects.visible_to(by).exclude(status__in=[Status.CLOSED, Status.SPAM, Status.BIN])
    rows = open_ones.filter(merged_into=None).values_list("assignee_id", "team_id", "status")
    for agent_id, team_id, status, count, since in rows.annotate(n=Count("id"), since=Min("last_message_at")):
        person, crew = people.get(agent_id or 0), crews.get(team_id or 0)
        waits = status in WAITING
        if person is not None:
            person.waiting += count if waits else 0
            person.others += 0 if waits else count
            person.oldest_at = _earlier(person.oldest_at, since) if waits else person.oldest_at
        if crew is not None and waits:
            crew.waiting += count
            crew.free += count if agent_id is None else 0
            crew.oldest_at = _earlier(crew.oldest_at, since)


def _place(people: dict[int, Person], by: Actor, now: datetime) -> None:
    fresh = Presence.objects.filter(seen_at__gt=now - IDLE, ticket__in=Ticket.objects.visible_to(by))
    for agent_id, ticket_id, subject, editing in fresh.order_by("-editing", "-seen_at").values_list(
        "agent_id", "ticket_id", "ticket__subject", "editing"
    ):
        if agent_id in people:
            people[agent_id].here = True
            people[agent_id].spots.append(Spot(ticket_id, subject, editing))


def _oldest(by: Actor) -> list[dict[str, object]]:
    rows = Ticket.objects.visible_to(by).filter(status__in=WAITING, merged_into=None).order_by("last_message_at", "id")
    columns = ("id", "subject", "last_message_at", "assignee__name", "team__name")
    return [dict(row) for row in rows.values(*columns)[:MOST_OLDEST]]


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min(moment for moment in (one, other) if moment is not None) if one or other else None
