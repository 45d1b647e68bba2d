"""Resolution time, to the first closing."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from madoguchi.reports.business import BusinessClock
from madoguchi.reports.registry import Better, Fact, Scope, Unit, kpi
from madoguchi.tickets import figures


@kpi(
    code="first_resolution_time",
    label=_("Time to first resolution"),
    definition=_(
        "From the opening to the first closing, whether or not the ticket was reopened since; it never changes later. "
        "Median and 90th percentile, by the clock and by business hours."
    ),
    unit=Unit.SECONDS,
    better=Better.LOWER,
    by=_("first closing"),
)
def facts(scope: Scope) -> Iterator[Fact]:
    """One per ticket, at its first closure."""
    clock = BusinessClock()
    rows = figures.first_solved(by=scope.by, since=scope.since, until=scope.until, team_id=scope.team_id)
    columns = ("id", "created_at", "first_at", "first_closed_at", "schedule_version_id", "team_id", "assignee_id")
    for ticket_id, opened, first, end, version, *rest in rows.values_list(
        *columns, "channel", "category_id"
    ).iterator():
        start = min(opened, first or opened)
        yield Fact(ticket_id, end, (end - start).total_seconds(), clock.between(version, start, end), *rest)
