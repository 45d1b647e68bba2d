"""Telling names after the commit, in this process and over the wire to the others."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.db import transaction

from madoguchi.kernel import wire


@dataclass(frozen=True, slots=True)
class Audience:
    """Who may hear of a ticket: those who may read one with this team and assignee."""

    team_id: int | None = None
    assignee_id: int | None = None


@dataclass(frozen=True, slots=True)
class Announcement:
    """One name. `id` is the event id (0 for passing news such as presence); the rest decides who may hear it.

    With `ticket_id` only those hear it who may read a ticket of this team and assignee, or of one of `also` (the
    former team after a change). With `agent_id` only that agent hears it. With neither everybody does.
    """

    id: int
    name: str
    ticket_id: int | None = None
    team_id: int | None = None
    assignee_id: int | None = None
    actor_id: int | None = None
    agent_id: int | None = None
    also: tuple[Audience, ...] = ()


_NAMES = tuple(field.name for field in fields(Announcement) if field.name != "also")
_listeners: list[Callable[[Announcement], None]] = []
_dismissers: list[Callable[[int], None]] = []
_gap_listeners: list[Callable[[], None]] = []
_newest = 0


def listen(function: Callable[[Announcement], None]) -> None:
    """Calls `function` in this process for every announcement of any process after its commit."""
    _listeners.append(function)


def listen_to_dismissals(function: Callable[[int], None]) -> None:
    """Calls `function(agent_id)` when that agent's streams must end."""
    _dismissers.append(function)


def listen_to_gaps(function: Callable[[], None]) -> None:
    """Calls `function` when announcements of other processes may have been missed."""
    _gap_listeners.append(function)


def position() -> int:
    """The newest event this process has told of or heard of. A page takes it before it reads anything and opens its
    stream from there: what happens between the reading and the opening is told again instead of being missed."""
    return _newest


def begin_at(event_id: int) -> None:
    """Everything up to this event happened before this process began to listen."""
    global _newest
    _newest = max(_newest, event_id)


def announce(announcement: Announcement) -> None:
    """Tells it after the running transaction commits, or at once when there is none."""
    transaction.on_commit(lambda: _tell(announcement))


def dismiss(agent_id: int) -> None:
    """Ends the streams of an agent after the commit: the rights changed, or the agent signed out everywhere."""
    transaction.on_commit(lambda: _dismiss(agent_id))


def _tell(announcement: Announcement) -> None:
    _pass_on(announcement)
    told = {name: getattr(announcement, name) for name in _NAMES}
    body = {name: value for name, value in told.items() if value or name == "id"}
    if announcement.also:
        body["also"] = [asdict(audience) for audience in announcement.also]
    wire.send("live", body)


def _dismiss(agent_id: int) -> None:
    for function in _dismissers:
        function(agent_id)
    wire.send("dismiss", agent_id)


def _heard(body: dict[str, Any]) -> None:
    also = tuple(Audience(**audience) for audience in body.pop("also", ()))
    _pass_on(Announcement(**body, also=also))


def _pass_on(announcement: Announcement) -> None:
    begin_at(announcement.id)
    for function in _listeners:
        function(announcement)


def _heard_dismissal(body: int) -> None:
    for function in _dismissers:
        function(body)


def _missed() -> None:
    for function in _gap_listeners:
        function()


wire.receive("live", _heard)
wire.receive("dismiss", _heard_dismissal)
wire.on_gap(_missed)
