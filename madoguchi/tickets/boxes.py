"""How many tickets wait in which box, for the left rail: mine, my teams', all I may see."""

from django.db.models import Count

from madoguchi.kernel.actors import Actor
from madoguchi.tickets.models import Ticket
from madoguchi.tickets.queries import TicketQuerySet
from madoguchi.tickets.statuses import LIVE_STATUSES

SCOPES = ("mine", "team", "all")


def counts(*, by: Actor) -> dict[str, dict[str, int]]:
    """{scope: {status: count}} for the live statuses, each from an index alone (merged-away tickets are closed)."""
    visible = Ticket.objects.visible_to(by)
    return {
        "mine": _by_status(visible.filter(assignee_id=by.agent_id)),
        "team": _by_status(visible.filter(team_id__in=by.team_ids)) if by.team_ids else {},
        "all": _by_status(visible),
    }


def _by_status(rows: TicketQuerySet) -> dict[str, int]:
    live = rows.filter(status__in=LIVE_STATUSES)
    return dict(live.order_by().values_list("status").annotate(number=Count("id")))
