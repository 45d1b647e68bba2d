"""Open tickets at a moment."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from madoguchi.reports.registry import Better, Fact, Scope, Unit, kpi
from madoguchi.tickets import figures


def open_at_start(scope: Scope) -> int:
    """Tickets opened before the period less those that stood closed when it began."""
    opened = figures.counted(by=scope.by, team_id=scope.team_id).filter(created_at__lt=scope.since).count()
    stood = Q(reopened_at=None) | Q(reopened_at__gte=scope.since)
    closed = figures.closures(by=scope.by, team_id=scope.team_id).filter(stood, closed_at__lt=scope.since).count()
    return opened - closed


@kpi(
    code="open_backlog",
    label=_("Open tickets"),
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
    inside = {"gte": scope.since, "lt": scope.until}
    opened = figures.counted(by=scope.by, team_id=scope.team_id)
    for ticket_id, at in opened.filter(**{f"created_at__{end}": at for end, at in inside.items()}).values_list(
        "id", "created_at"
    ):
        yield Fact(ticket_id, at, 1)
    closures = figures.closures(by=scope.by, team_id=scope.team_id)
    for column, step in (("closed_at", -1), ("reopened_at", 1)):
        within = {f"{column}__{end}": at for end, at in inside.items()}
        for ticket_id, at in closures.filter(**within).values_list("ticket_id", column):
            yield Fact(ticket_id, at, step)
