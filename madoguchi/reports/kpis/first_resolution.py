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
    """One per ticket, at its first closure, for whoever closed it."""
    clock = BusinessClock()
    rows = figures.first_solved(by=scope.by, since=scope.since, until=scope.until, team_id=scope.team_id)
    columns = ("ticket_id", "ticket__created_at", "first_at", "closed_at", "ticket__schedule_version_id")
    more = ("ticket__team_id", "solved_by", "ticket__channel", "ticket__category_id")
    for ticket_id, opened, first, end, version, *rest in rows.values_list(*columns, *more).iterator():
        start = min(opened, first or opened)
        yield Fact(ticket_id, end, (end - start).total_seconds(), clock.between(version, start, end), *rest)
