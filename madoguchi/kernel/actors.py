"""Who does something. `by=` of every service is an Actor. Not for: where permissions come from (see people)."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """The kinds of house.md section 7."""

    AGENT = "agent"
    CUSTOMER = "customer"
    API_KEY = "api_key"
    RULE = "rule"
    ASSISTANT = "assistant"
    SYSTEM = "system"


class Ladder(StrEnum):
    """How far an actor may read tickets; each step includes the ones before it."""

    ASSIGNED = "assigned"
    TEAM = "team"
    UNASSIGNED = "unassigned"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor with its rights, read once per request. `permissions` holds dotted names or "*".

    `agent_id` is set for an agent and for an API key that acts for one.
    """

    kind: ActorKind
    id: int | None = None
    name: str = ""
    permissions: frozenset[str] = frozenset()
    ladder: Ladder = Ladder.ASSIGNED
    team_ids: frozenset[int] = frozenset()
    agent_id: int | None = None

    def has(self, permission: str) -> bool:
        """Whether the actor holds `permission`, e.g. `ticket:reply`."""
        return "*" in self.permissions or permission in self.permissions


SYSTEM = Actor(ActorKind.SYSTEM, None, "system", frozenset({"*"}), Ladder.ALL)


def customer_actor(customer_id: int, name: str) -> Actor:
    """A customer acting through a public door; reads nothing by right."""
    return Actor(ActorKind.CUSTOMER, customer_id, name)
