"""Teams, agents and inboxes, as colleagues see them, and whom a key acts for."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from madoguchi.api.answers import answer
from madoguchi.api.door import actor_of
from madoguchi.channels import queries as channel_queries
from madoguchi.people import queries
from madoguchi.people.permissions import require
from madoguchi.tickets.permissions import TicketPermission

router = Router(tags=["people"])


@router.get("/me", operation_id="who_am_i")
def me(request: HttpRequest) -> HttpResponse:
    """Whom the key acts for, and with which rights."""
    actor = actor_of(request)
    return answer(
        {
            "key_name": actor.name,
            "agent_id": actor.agent_id,
            "permissions": actor.permissions,
            "reads": actor.ladder,
            "team_ids": actor.team_ids,
        }
    )


@router.get("/teams", operation_id="list_teams")
def list_teams(request: HttpRequest) -> HttpResponse:
    """All teams."""
    require(actor_of(request), TicketPermission.READ)
    names = ("id", "name", "description", "tier", "active")
    return answer({"items": [{name: getattr(row, name) for name in names} for row in queries.teams()]})


@router.get("/agents", operation_id="list_agents")
def list_agents(request: HttpRequest) -> HttpResponse:
    """All agents with their teams."""
    require(actor_of(request), TicketPermission.READ)
    items = [
        {
            "id": row.id,
            "name": row.name,
            "kana": row.kana,
            "email": row.email,
            "role": row.role.name,
            "active": row.is_active,
            "team_ids": [membership.team_id for membership in row.memberships.all()],
        }
        for row in queries.agents()
    ]
    return answer({"items": items})


@router.get("/inboxes", operation_id="list_inboxes")
def list_inboxes(request: HttpRequest) -> HttpResponse:
    """All inboxes, without their settings."""
    require(actor_of(request), TicketPermission.READ)
    names = ("id", "name", "kind", "address", "display_name", "team_id", "active", "last_message_at")
    return answer({"items": [{name: getattr(row, name) for name in names} for row in channel_queries.inboxes()]})
