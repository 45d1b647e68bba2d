"""Permissions of this room, and reading an agent's rights into an Actor."""

from enum import StrEnum

from madoguchi.kernel.actors import Actor, ActorKind, Ladder
from madoguchi.kernel.errors import NotAllowed
from madoguchi.people.models import Agent, ApiKey


class PeoplePermission(StrEnum):
    """What one may do to people and to the installation."""

    AGENT_MANAGE = "agent:manage"
    TEAM_MANAGE = "team:manage"
    ROLE_MANAGE = "role:manage"
    API_KEY_MANAGE = "api_key:manage"
    AUDIT_READ = "audit:read"
    SETTING_MANAGE = "setting:manage"


def actor_for(agent: Agent) -> Actor:
    """The agent as an Actor: role, ladder and teams, in one query beside the agent's own row."""
    if not agent.is_active:
        return Actor(ActorKind.AGENT, agent.id, agent.name, agent_id=agent.id)
    return actor_with(agent, team_ids=frozenset(agent.memberships.values_list("team_id", flat=True)))


def actor_with(agent: Agent, *, team_ids: frozenset[int]) -> Actor:
    """The same for an active agent whose role and teams are at hand."""
    return Actor(
        ActorKind.AGENT,
        agent.id,
        agent.name,
        frozenset(agent.role.permissions),
        Ladder(agent.role.ladder),
        team_ids,
        agent.id,
    )


def actor_for_key(key: ApiKey) -> Actor:
    """An API key acts for its agent, never with more than its scopes."""
    owner = actor_for(key.agent)
    scopes = frozenset(key.scopes)
    if "*" in scopes:
        allowed = owner.permissions
    elif "*" in owner.permissions:
        allowed = scopes
    else:
        allowed = scopes & owner.permissions
    return Actor(ActorKind.API_KEY, key.id, key.name, allowed, owner.ladder, owner.team_ids, owner.agent_id)


def require(actor: Actor, permission: str) -> None:
    """Raises NotAllowed unless the actor holds the permission."""
    if not actor.has(permission):
        raise NotAllowed(permission=str(permission))
