"""How many tickets wait in which box, for the left rail: mine, my teams', all I may see."""

from collections.abc import Hashable

from django.db.models import Count, QuerySet

from madoguchi.kernel import prepared
from madoguchi.kernel.actors import Actor
from madoguchi.tickets.models import Ticket
from madoguchi.tickets.queries import TicketQuerySet
from madoguchi.tickets.statuses import LIVE_STATUSES

SCOPES = ("mine", "team", "all")


def counts(*, by: Actor) -> dict[str, dict[str, int]]:
    """{scope: {status: count}} for the live statuses, each from an index alone (merged-away tickets are closed)."""
    visible = Ticket.objects.visible_to(by)
    scopes: dict[str, TicketQuerySet] = {
        "mine": visible.filter(assignee_id=by.agent_id),
        "team": visible.filter(team_id__in=by.team_ids),
        "all": visible,
    }
    return {scope: _by_status((prepared.shape_of(by), scope), rows) for scope, rows in scopes.items()}


def _by_status(shape: Hashable, rows: TicketQuerySet) -> dict[str, int]:
    def live() -> QuerySet[Ticket, tuple[str, int]]:
        return rows.filter(status__in=LIVE_STATUSES).order_by().values_list("status").annotate(number=Count("id"))

    return dict(prepared.rows(shape, live))
