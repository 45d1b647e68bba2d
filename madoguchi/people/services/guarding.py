"""What protects rights from the people who manage them: nobody rises by their own hand, one administrator remains."""

from collections.abc import Iterable

from madoguchi.kernel.actors import Actor, Ladder
from madoguchi.people.errors import LastAdministrator, RightsExceeded
from madoguchi.people.models import Agent, Role

_STEPS = {Ladder.ASSIGNED: 0, Ladder.TEAM: 1, Ladder.UNASSIGNED: 2, Ladder.ALL: 3}


def ensure_within(permissions: Iterable[str], ladder: str, *, by: Actor) -> None:
    """Raises RightsExceeded unless the actor itself holds all of these permissions and reads at least as far."""
    if "*" in by.permissions:
        return
    if not set(permissions) <= by.permissions or _STEPS[Ladder(ladder)] > _STEPS[by.ladder]:
        raise RightsExceeded


def ensure_may_manage(agent: Agent, *, by: Actor) -> None:
    """Raises RightsExceeded when the agent holds more than the actor: changing them could be taking their place."""
    ensure_within(agent.role.permissions, agent.role.ladder, by=by)


def ensure_teams_within(team_ids: Iterable[int], *, by: Actor) -> None:
    """Raises RightsExceeded when a team is given whose tickets the actor does not see itself."""
    if by.ladder != Ladder.ALL and not set(team_ids) <= by.team_ids:
        raise RightsExceeded


def ensure_administrator_remains() -> None:
    """Raises LastAdministrator when no active agent with all rights is left.

    Called at the end of a change, in its transaction. The roles are locked first, so that two administrators who
    remove each other at the same moment cannot both succeed.
    """
    holders = [role.id for role in Role.objects.select_for_update().order_by("id") if "*" in role.permissions]
    if not Agent.objects.filter(is_active=True, role_id__in=holders).exists():
        raise LastAdministrator
