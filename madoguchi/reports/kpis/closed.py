"""Tickets done."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from madoguchi.reports.registry import Better, Fact, Scope, Unit, kpi
from madoguchi.tickets import figures


@kpi(
    code="tickets_closed",
    label=_("Tickets done"),
    definition=_(
        "Tickets that were marked done in the period and still are. A reopened ticket moves to the day it is done "
        "again. Going into another ticket by a merge is not being done."
    ),
    unit=Unit.COUNT,
    better=Better.HIGHER,
    by=_("last closing"),
)
def facts(scope: Scope) -> Iterator[Fact]:
    """One per ticket, at its standing closure, for whoever closed it."""
    rows = figures.solved(by=scope.by, since=scope.since, until=scope.until, team_id=scope.team_id)
    columns = ("id", "closed_at", "team_id", "solved_by", "channel", "category_id")
    for row in rows.values_list(*columns).iterator():
        yield Fact(row[0], row[1], 1, None, *row[2:])
