"""News: written to the one log in the transaction of the change, handed to subscribers in it, told live after commit.

Not for: calling another room to get something done (call its services from above).
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import ClassVar, TypeVar

from django.db import transaction
from django.utils.functional import Promise

from madoguchi.kernel import clock, live, rows
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.models import EventRow


@dataclass(frozen=True, kw_only=True)
class Event:
    """Base of all events: frozen, past tense, ids and plain values only. `label` is the activity text."""

    name: ClassVar[str]
    label: ClassVar[str | Promise]


@dataclass(frozen=True, slots=True)
class Published:
    """What a subscriber gets: the event with who, when and its id in the log, and who is in charge after it."""

    id: int
    event: Event
    by: Actor
    at: datetime
    assignee_id: int | None = None


SAME = -1
EventT = TypeVar("EventT", bound=Event)
registry: dict[str, type[Event]] = {}
_subscribers: dict[str, list[Callable[[Published], None]]] = defaultdict(list)


def event(cls: type[EventT]) -> type[EventT]:
    """Registers an event class under its dotted name."""
    if cls.name in registry and registry[cls.name] is not cls:
        raise ValueError(f"two events are named {cls.name}")
    registry[cls.name] = cls
    return cls


def subscribe(*classes: type[Event]) -> Callable[[Callable[[Published], None]], Callable[[Published], None]]:
    """Runs the function for these events, inside the transaction that published them, in order of registration."""

    def register(function: Callable[[Published], None]) -> Callable[[Published], None]:
        for cls in classes:
            if function not in _subscribers[cls.name]:
                _subscribers[cls.name].append(function)
        return function

    return register


def publish(
    news: Event,
    *,
    by: Actor,
    at: datetime | None = None,
    team_id: int | None = None,
    assignee_id: int | None = None,
    former_team_id: int | None = SAME,
    former_assignee_id: int | None = SAME,
) -> Published:
    """Writes the event, runs its subscribers, and announces its name after commit.

    `team_id` and `assignee_id` say who may hear of it live, the former ones (SAME when they did not change) who has
    just lost sight of it (see kernel.live). Raises outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("events are published inside the transaction of their change")
    recorded = clock.now()
    payload = {f.name: getattr(news, f.name) for f in fields(news)}
    row = rows.add(
        EventRow,
        name=news.name,
        occurred_at=at or recorded,
        recorded_at=recorded,
        actor_kind=by.kind,
        actor_id=by.id,
        ticket_id=payload.get("ticket_id"),
        customer_id=payload.get("customer_id"),
        team_id=team_id,
        assignee_id=assignee_id,
        payload=payload,
    )
    published = Published(row.id, news, by, row.occurred_at, assignee_id)
    for function in _subscribers[news.name]:
        function(published)
    live.announce(
        live.Announcement(
            id=row.id,
            name=news.name,
            ticket_id=row.ticket_id,
            team_id=team_id,
            assignee_id=assignee_id,
            actor_id=by.agent_id,
            also=_former(team_id, assignee_id, former_team_id, former_assignee_id),
        )
    )
    return published


def _former(
    team_id: int | None, assignee_id: int | None, former_team_id: int | None, former_assignee_id: int | None
) -> tuple[live.Audience, ...]:
    former = live.Audience(
        team_id if former_team_id == SAME else former_team_id,
        assignee_id if former_assignee_id == SAME else former_assignee_id,
    )
    return () if former == live.Audience(team_id, assignee_id) else (former,)
