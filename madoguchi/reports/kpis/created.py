"""Tickets created."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from madoguchi.reports.registry import Better, Fact, Scope, Unit, kpi
from madoguchi.tickets import figures


@kpi(
    code="tickets_created",
    label=_("Tickets opened"),
    definition=_(
        "Tickets whose opening lies in the period, whoever opened them. Spam, bin and tickets merged into others do "
        "not count."
    ),
    unit=Unit.COUNT,
    better=Better.NEITHER,
    by=_("opening"),
)
def facts(scope: Scope) -> Iterator[Fact]:
    """One per ticket, at its opening."""
    rows = figures.counted(by=scope.by, team_id=scope.team_id)
    rows = rows.filter(created_at__gte=scope.since, created_at__lt=scope.until)
    for row in rows.values_list("id", "created_at", "team_id", "assignee_id", "channel", "category_id").iterator():
        yield Fact(row[0], row[1], 1, None, *row[2:])
