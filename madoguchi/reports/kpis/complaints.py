"""Complaints."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from madoguchi.reports.registry import Better, Fact, Scope, Unit, kpi
from madoguchi.tickets import figures


@kpi(
    code="complaints",
    label=_("Complaints"),
    definition=_("Tickets that were made complaints in the period. Those that turned out to be none do not count."),
    unit=Unit.COUNT,
    better=Better.LOWER,
    by=_("time it was made a complaint"),
)
def facts(scope: Scope) -> Iterator[Fact]:
    """One per complaint, for the agent who is in charge."""
    rows = figures.complaints("raised_at", by=scope.by, since=scope.since, until=scope.until, team_id=scope.team_id)
    columns = ("ticket_id", "raised_at", "ticket__team_id", "ticket__assignee_id", "ticket__channel")
    for ticket_id, at, *rest in rows.values_list(*columns, "ticket__category_id").iterator():
        yield Fact(ticket_id, at, 1, None, *rest)
