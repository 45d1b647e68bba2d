"""Open tickets at a moment."""

from collections.abc import Iterator
from typing import Literal

from django.utils.translation import gettext_lazy as _

from madoguchi.kernel import clock
from madoguchi.reports.registry import Better, Fact, Scope, Unit, kpi
from madoguchi.tickets import figures


def open_at_start(scope: Scope) -> int:
    """Tickets open now, walked back to the beginning of the period step by step."""
    now = clock.now()
    since_then = Scope(scope.since, max(now, scope.since), scope.by, scope.team_id)
    return figures.open_now(by=scope.by, team_id=scope.team_id) - int(sum(step.value for step in steps(since_then)))


def steps(scope: Scope) -> Iterator[Fact]:
    """Every opening (+1), closing (-1) and reopening (+1) in the period."""
    opened = figures.counted(by=scope.by, team_id=scope.team_id)
    opened = opened.filter(created_at__gte=scope.since, created_at__lt=scope.until)
    for ticket_id, at in opened.values_list("id", "created_at"):
        yield Fact(ticket_id, at, 1)
    moves: tuple[tuple[Literal["closed_at", "reopened_at"], int], ...] = (("closed_at", -1), ("reopened_at", 1))
    for column, step in moves:
        moved = figures.closures(column, since=scope.since, until=scope.until, by=scope.by, team_id=scope.team_id)
        for ticket_id, at in moved.values_list("ticket_id", column):
            yield Fact(ticket_id, at, step)


@kpi(
    code="open_backlog",
    label=_("Backlog"),
    definition=_(
        "Tickets not done at the end of the period (in a table: at the end of each day, week or month): opened so far "
        "less closed, plus reopened. Tickets on hold count as open."
    ),
    unit=Unit.COUNT,
    better=Better.LOWER,
    by=_("a moment"),
    stock=open_at_start,
)
def facts(scope: Scope) -> Iterator[Fact]:
    """Ups (opened, reopened) and downs (closed)."""
    return steps(scope)
