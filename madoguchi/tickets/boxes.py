"""How many tickets wait in which box, for the left rail: mine, my teams', all I may see."""

from collections.abc import Callable, Hashable
from typing import Literal

from django.db.models import Count, QuerySet

from madoguchi.kernel import prepared
from madoguchi.kernel.actors import Actor
from madoguchi.tickets.models import Ticket
from madoguchi.tickets.queries import TicketQuerySet
from madoguchi.tickets.statuses import LIVE_STATUSES, Status

SCOPES = ("mine", "team", "all")
MOST_MARKED = 1000


def counts(*, by: Actor) -> dict[str, dict[str, int]]:
    """{scope: {status: count}} for the live statuses, each from an index alone (merged-away tickets are closed)."""
    visible = Ticket.objects.visible_to(by)
    scopes: dict[str, TicketQuerySet] = {
        "mine": visible.filter(assignee_id=by.agent_id),
        "team": visible.filter(team_id__in=by.team_ids),
        "all": visible,
    }
    return {scope: _by_status((prepared.shape_of(by), scope), rows) for scope, rows in scopes.items()}


def marked(mark: Literal["promise_due_at", "approval_asked_at"], scope: str, *, by: Actor) -> int:
    """How many tickets of a scope carry a mark (an open promise, a waiting answer), neither spam nor bin, counted up to
    MOST_MARKED. In the order of the mark, so that a database reads its small index whatever it believes."""
    rows = Ticket.objects.visible_to(by).filter(**{f"{mark}__isnull": False}).order_by(mark)
    columns = rows.values_list("status", "team_id", "assignee_id")
    found = prepared.rows((prepared.shape_of(by), mark), lambda: columns[:MOST_MARKED])
    counts: dict[str, Callable[[int | None, int | None], bool]] = {
        "mine": lambda _team, assignee: assignee is not None and assignee == by.agent_id,
        "team": lambda team, _assignee: team in by.team_ids,
        "all": lambda _team, _assignee: True,
    }
    return sum(
        status not in (Status.SPAM, Status.BIN) and counts[scope](team_id, assignee_id)
        for status, team_id, assignee_id in found
    )


def _by_status(shape: Hashable, rows: TicketQuerySet) -> dict[str, int]:
    def live() -> QuerySet[Ticket, tuple[str, int]]:
        return rows.filter(status__in=LIVE_STATUSES).order_by().values_list("status").annotate(number=Count("id"))

    return dict(prepared.rows(shape, live))
