"""The escalation ladder: its steps with their names and teams, and how long a ticket spent on each. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from madoguchi.calendars.time import business_seconds
from madoguchi.people import queries as people
from madoguchi.tickets.models import Closure, Escalation, Ticket, Tier

BUILT_IN = {
    1: pgettext_lazy("tier", "First contact"),
    2: pgettext_lazy("tier", "Help desk"),
    3: pgettext_lazy("tier", "Technical support"),
    4: pgettext_lazy("tier", "Other department"),
}
MOST = 9


@dataclass(frozen=True, slots=True)
class Step:
    """One tier: `number` names it for good, `teams` are the active ones that work there as (id, name)."""

    number: int
    name: str
    teams: list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Stay:
    """How long a ticket has been on a tier: business seconds of all its times there; `now`: it still is."""

    number: int
    name: str
    seconds: int
    now: bool


def name_of(row: Tier) -> str:
    """What a tier is called."""
    return row.name or str(BUILT_IN.get(row.number, _("Tier %(tier)s") % {"tier": row.number}))


def rows() -> list[Tier]:
    """The tiers in order: those that were set up, else the four the product brings."""
    kept = list(Tier.objects.all())
    return kept or [Tier(number=number, position=number) for number in BUILT_IN]


def names() -> dict[int, str]:
    """Names by number, in order."""
    return {row.number: name_of(row) for row in rows()}


def name(number: int) -> str:
    """The name of one tier; a team may work on a number that has none."""
    return names().get(number) or _("Tier %(tier)s") % {"tier": number}


def ladder() -> list[Step]:
    """Every tier with its teams, in order."""
    working: dict[int, list[tuple[int, str]]] = {}
    for team in people.teams(active=True):
        working.setdefault(team.tier, []).append((team.id, team.name))
    steps = [Step(number, called, working.pop(number, [])) for number, called in names().items()]
    return [*steps, *(Step(number, name(number), teams) for number, teams in sorted(working.items()))]


def stays(ticket: Ticket, *, records: Iterable[Escalation], at: datetime) -> list[Stay]:
    """The clock of every tier the ticket was on, in the order it first got there. It stands while the ticket is done.

    Business time by the hours the ticket was opened under, as all its clocks.
    """
    moves = [(row.escalated_at, row.to_tier) for row in records]
    moves += [(row.returned_at, row.from_tier) for row in records if row.returned_at is not None]
    first = min(records, key=lambda row: row.escalated_at, default=None)
    spans = _spans(ticket.created_at, first.from_tier if first is not None else ticket.tier, sorted(moves), at)
    closed = Closure.objects.filter(ticket=ticket).values_list("closed_at", "reopened_at")
    rests = [(start, end or at) for start, end in closed]
    spent: dict[int, int] = {}
    for tier, start, end in spans:
        seconds = business_seconds(ticket.schedule_version_id, start, end) - sum(
            business_seconds(ticket.schedule_version_id, max(start, rest), min(end, over)) for rest, over in rests
        )
        spent[tier] = spent.get(tier, 0) + max(0, seconds)
    called = names()
    current = spans[-1][0]
    return [
        Stay(tier, called.get(tier) or name(tier), seconds, tier == current and ticket.closed_at is None)
        for tier, seconds in spent.items()
    ]


def _spans(
    start: datetime, tier: int, moves: list[tuple[datetime, int]], end: datetime
) -> list[tuple[int, datetime, datetime]]:
    found = []
    for moment, to_tier in moves:
        found.append((tier, start, moment))
        start, tier = moment, to_tier
    return [*found, (tier, start, max(start, end))]
