"""Promises kept in time."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from madoguchi.reports.registry import Better, Fact, Scope, Unit, kpi
from madoguchi.tickets import figures


@kpi(
    code="promises_kept",
    label=_("Promises kept"),
    definition=_(
        "Of the promises to customers that fell due in the period, the share that was kept by then. Late ones, those "
        "said to be broken and those still open count as not kept; dropped ones do not count."
    ),
    unit=Unit.RATE,
    better=Better.HIGHER,
    by=_("due time"),
)
def facts(scope: Scope) -> Iterator[Fact]:
    """One per promise, for the agent who gave it: 1 when it was kept in time."""
    rows = figures.promises(by=scope.by, since=scope.since, until=scope.until, team_id=scope.team_id)
    columns = ("ticket_id", "due_at", "in_time", "ticket__team_id", "by_kind", "by_id", "ticket__channel")
    for ticket_id, at, kept, team_id, by_kind, by_id, *rest in rows.values_list(
        *columns, "ticket__category_id"
    ).iterator():
        yield Fact(ticket_id, at, kept, None, team_id, by_id if by_kind == "agent" else None, *rest)
