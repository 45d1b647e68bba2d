"""First response time (FRT)."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from madoguchi.reports.business import BusinessClock
from madoguchi.reports.registry import Better, Fact, Scope, Unit, kpi
from madoguchi.tickets import figures


@kpi(
    code="first_response_time",
    label=_("First response time"),
    definition=_(
        "From the customer’s first message to the first public answer of a person; automatic answers and notes do not "
        "count. Median and 90th percentile, by the clock and by business hours. In a merged ticket the earliest "
        "message of all parts begins it."
    ),
    unit=Unit.SECONDS,
    better=Better.LOWER,
    by=_("first answer"),
)
def facts(scope: Scope) -> Iterator[Fact]:
    """One per ticket, at its first answer, for whoever wrote it."""
    clock = BusinessClock()
    rows = figures.answered(by=scope.by, since=scope.since, until=scope.until, team_id=scope.team_id)
    columns = ("id", "first_in", "first_response_at", "schedule_version_id", "team_id", "answered_by", "channel")
    for ticket_id, start, end, version, *rest in rows.values_list(*columns, "category_id").iterator():
        if start is not None and end >= start:
            yield Fact(ticket_id, end, (end - start).total_seconds(), clock.between(version, start, end), *rest)
