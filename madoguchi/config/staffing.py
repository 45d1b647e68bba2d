"""Agents for the command line, by their mail address. Everything is done by the system through people's services."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from madoguchi.kernel import clock
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.errors import NotFound
from madoguchi.people import queries
from madoguchi.people.models import Agent
from madoguchi.people.services import agents, api_keys, roles


def hire(*, email: str, name: str, kana: str, role: str, team_names: Iterable[str], password: str) -> Agent:
    """A new agent in these teams. Raises NotFound for a team that does not exist, Invalid for a wrong value."""
    installed = roles.install_defaults(by=SYSTEM)
    known = {team.name: team.id for team in queries.teams()}
    missing = [team for team in team_names if team not in known]
    if missing:
        raise NotFound
    return agents.create(
        email=email,
        name=name,
        kana=kana,
        role_id=installed[role].id,
        team_ids=[known[team] for team in team_names],
        password=password,
        by=SYSTEM,
    )


def staff() -> list[Agent]:
    """Every agent, active or not, in the order of their readings."""
    return list(queries.agents())


def change_password(email: str, *, password: str) -> None:
    """A new password for the agent with this address. Raises NotFound, Invalid."""
    agents.set_password(_id_of(email), password=password, by=SYSTEM)


def switch(email: str, *, active: bool) -> None:
    """Lets the agent sign in, or no longer. Raises NotFound."""
    change = agents.reactivate if active else agents.deactivate
    change(_id_of(email), by=SYSTEM)


def issue_key(email: str, *, name: str, scopes: Sequence[str], days: int | None) -> str:
    """The text of a new API key that acts for the agent, ending after `days`. Raises NotFound, Invalid."""
    ends = clock.now() + timedelta(days=days) if days else None
    return api_keys.issue(agent_id=_id_of(email), name=name, scopes=scopes, expires_at=ends, by=SYSTEM)[1]


def _id_of(email: str) -> int:
    wanted = email.strip().lower()
    for agent in queries.agents():
        if agent.email.lower() == wanted:
            return agent.id
    raise NotFound
