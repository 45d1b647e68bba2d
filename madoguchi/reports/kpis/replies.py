"""Replies written."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from madoguchi.reports.registry import Better, Fact, Scope, Unit, kpi
from madoguchi.tickets import figures


@kpi(
    code="replies_written",
    label=_("Replies written"),
    definition=_("Public answers that people wrote in the period. Automatic ones and those taken back do not count."),
    unit=Unit.COUNT,
    better=Better.NEITHER,
    by=_("reply"),
)
def facts(scope: Scope) -> Iterator[Fact]:
    """One per reply, for whoever wrote it."""
    rows = figures.replies(by=scope.by, since=scope.since, until=scope.until, team_id=scope.team_id)
    columns = ("ticket_id", "created_at", "ticket__team_id", "agent_id", "channel", "ticket__category_id")
    for ticket_id, at, *rest in rows.values_list(*columns).iterator():
        yield Fact(ticket_id, at, 1, None, *rest)
