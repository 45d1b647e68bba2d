"""Names of what changed, carried to every open desk after commit. Never content: each browser fetches with its own rights.

Within one process a hub hands names to the streams; between processes PostgreSQL notify carries them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction


@dataclass(frozen=True, slots=True)
class Announcement:
    """One name. `id` is the event id (0 for passing news such as presence); the rest decides who may hear it."""

    id: int
    name: str
    ticket_id: int | None = None
    team_id: int | None = None
    assignee_id: int | None = None
    actor_id: int | None = None
    agent_id: int | None = None
    former_team_id: int | None = None
    former_assignee_id: int | None = None


_listeners: list[Callable[[Announcement], None]] = []


def listen(function: Callable[[Announcement], None]) -> None:
    """Calls `function` in this process for every announcement after its commit."""
    _listeners.append(function)


def announce(announcement: Announcement) -> None:
    """Tells it after the running transaction commits, or at once when there is none."""
    transaction.on_commit(lambda: _tell(announcement))


def _tell(announcement: Announcement) -> None:
    for function in _listeners:
        function(announcement)
