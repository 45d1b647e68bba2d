"""Time to resolve complaints."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from madoguchi.reports.business import BusinessClock
from madoguchi.reports.registry import Better, Fact, Scope, Unit, kpi
from madoguchi.tickets import figures


@kpi(
    code="complaint_resolution_time",
    label=_("Resolution time of complaints"),
    definition=_(
        "From the moment a ticket was made a complaint to its last closing, for complaints that are done. Median and "
        "90th percentile, by the clock and by business hours."
    ),
    unit=Unit.SECONDS,
    better=Better.LOWER,
    by=_("last closing"),
)
def facts(scope: Scope) -> Iterator[Fact]:
    """One per complaint, at its standing closure, for who is in charge."""
    clock = BusinessClock()
    rows = figures.complaints(
        "ticket__closed_at", by=scope.by, since=scope.since, until=scope.until, team_id=scope.team_id
    )
    columns = ("ticket_id", "raised_at", "ticket__closed_at", "ticket__schedule_version_id", "ticket__team_id")
    more = ("ticket__assignee_id", "ticket__channel", "ticket__category_id")
    for ticket_id, start, end, version, *rest in rows.values_list(*columns, *more).iterator():
        since = min(start, end)
        yield Fact(ticket_id, end, (end - since).total_seconds(), clock.between(version, since, end), *rest)
