"""One-touch rate."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from madoguchi.reports.registry import Better, Fact, Scope, Unit, kpi
from madoguchi.tickets import figures


@kpi(
    code="one_touch_rate",
    label=_("One-touch rate"),
    definition=_(
        "Of the tickets done in the period, the share that took exactly one public answer of a person and was never "
        "reopened."
    ),
    unit=Unit.RATE,
    better=Better.HIGHER,
    by=_("last closing"),
)
def facts(scope: Scope) -> Iterator[Fact]:
    """One per ticket, at its standing closure: 1 for exactly one answer and no reopening."""
    rows = figures.solved(by=scope.by, since=scope.since, until=scope.until, team_id=scope.team_id)
    columns = ("id", "closed_at", "answers", "reopen_count", "team_id", "solved_by", "channel", "category_id")
    for ticket_id, at, answers, reopened, *rest in rows.values_list(*columns).iterator():
        yield Fact(ticket_id, at, int(answers == 1 and reopened == 0), None, *rest)
