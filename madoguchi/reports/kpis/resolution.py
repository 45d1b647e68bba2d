"""Resolution time, to the last closing."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from madoguchi.reports.business import BusinessClock
from madoguchi.reports.registry import Better, Fact, Scope, Unit, kpi
from madoguchi.tickets import figures


@kpi(
    code="resolution_time",
    label=_("Resolution time"),
    definition=_(
        "From the opening (in a merged ticket, the earliest of all parts) to the last closing, for tickets that are "
        "done. A reopened ticket moves to the day it is done again. Median and 90th percentile, by the clock and by "
        "business hours."
    ),
    unit=Unit.SECONDS,
    better=Better.LOWER,
    by=_("last closing"),
)
def facts(scope: Scope) -> Iterator[Fact]:
    """One per ticket, at its standing closure, for whoever closed it."""
    clock = BusinessClock()
    rows = figures.solved(by=scope.by, since=scope.since, until=scope.until, team_id=scope.team_id)
    columns = ("id", "created_at", "first_at", "closed_at", "schedule_version_id", "team_id", "solved_by", "channel")
    for ticket_id, opened, first, end, version, *rest in rows.values_list(*columns, "category_id").iterator():
        start = min(opened, first or opened)
        yield Fact(ticket_id, end, (end - start).total_seconds(), clock.between(version, start, end), *rest)
