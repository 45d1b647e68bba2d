"""What menus, mentions and macros choose from: fetched once per visit, refreshed when set-up changes."""

from typing import Any

from django.http import JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from madoguchi.kernel.actors import Actor
from madoguchi.people import hours
from madoguchi.people import queries as people
from madoguchi.tickets import setup_queries as setup
from madoguchi.tickets.statuses import STATUS_LABELS, Priority, Status
from madoguchi.web.doors import DeskRequest, signed_in

MOST_TAGS = 500
CHOSEN_STATUSES = (Status.NEW, Status.OPEN, Status.WAITING, Status.CLOSED, Status.SPAM, Status.BIN)


@signed_in
def show(request: DeskRequest) -> HttpResponseBase:
    """All choices as JSON."""
    return JsonResponse(_choices(request.actor))


def _choices(actor: Actor) -> dict[str, Any]:
    away = hours.away_ids()
    return {
        "agents": [
            {
                "id": agent.id,
                "name": _("%(name)s (away)") % {"name": agent.name} if agent.id in away else agent.name,
                "kana": agent.kana,
                "teams": [membership.team_id for membership in agent.memberships.all()],
            }
            for agent in people.agents(active=True)
        ],
        "teams": [{"id": team.id, "name": team.name, "tier": team.tier} for team in people.teams(active=True)],
        "categories": [
            {"id": row.id, "name": setup.category_path(row), "team_id": row.team_id}
            for row in setup.categories(active_only=True)
        ],
        "tags": setup.most_used_tags(MOST_TAGS),
        "macros": [
            {"id": row.id, "name": row.name, "shortcut": row.shortcut, "text": row.text[:300], "changes": row.changes}
            for row in setup.macros(by=actor)
        ],
        "statuses": [{"id": status.value, "name": str(STATUS_LABELS[status])} for status in CHOSEN_STATUSES],
        "priorities": [{"id": choice.value, "name": str(choice.label)} for choice in Priority],
    }
