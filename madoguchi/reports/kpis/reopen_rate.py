"""Reopen rate."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from madoguchi.reports.registry import Better, Fact, Scope, Unit, kpi
from madoguchi.tickets import figures


@kpi(
    code="reopen_rate",
    label=_("Reopen rate"),
    definition=_(
        "Of the tickets done for the first time in the period, the share that was reopened at least once, until "
        "today. An agent’s reopening within a minute of closing is a slip and does not count."
    ),
    unit=Unit.RATE,
    better=Better.LOWER,
    by=_("first closing"),
)
def facts(scope: Scope) -> Iterator[Fact]:
    """One per ticket, at its first closure: 1 when it was reopened."""
    rows = figures.first_solved(by=scope.by, since=scope.since, until=scope.until, team_id=scope.team_id)
    columns = ("ticket_id", "closed_at", "was_reopened", "ticket__team_id", "solved_by", "ticket__channel")
    for ticket_id, at, reopened, *rest in rows.values_list(*columns, "ticket__category_id").iterator():
        yield Fact(ticket_id, at, int(reopened), None, *rest)
