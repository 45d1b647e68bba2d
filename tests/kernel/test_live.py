"""Who may hear what, what is remembered, and the tickets of streams."""

import time
from typing import Any

import pytest
from django.db import transaction

from madoguchi.kernel import events, live
from madoguchi.kernel.actors import SYSTEM, Actor, ActorKind, Ladder
from madoguchi.kernel.jobs.events import JobRetried
from madoguchi.kernel.live import Announcement, Audience, Memory, announcing
from madoguchi.kernel.live.ticketing import LIFETIME


def agent(ladder: Ladder, *teams: int, permissions: tuple[str, ...] = ("ticket:read",)) -> Actor:
    return Actor(ActorKind.AGENT, 1, "花", frozenset(permissions), ladder, frozenset(teams), 1)


def may_hear(actor: Actor, **about: Any) -> bool:
    listener = live.read_ticket(live.stream_ticket(actor))
    assert listener is not None
    return listener.may_hear(Announcement(id=1, name="x", **about))


@pytest.mark.parametrize(
    ("ladder", "team_id", "assignee_id", "hears"),
    [
        (Ladder.ASSIGNED, 5, 1, True),
        (Ladder.ASSIGNED, 5, 2, False),
        (Ladder.ASSIGNED, None, None, False),
        (Ladder.TEAM, 5, 2, True),
        (Ladder.TEAM, 6, 2, False),
        (Ladder.TEAM, None, None, False),
        (Ladder.UNASSIGNED, 6, None, True),
        (Ladder.UNASSIGNED, None, None, True),
        (Ladder.UNASSIGNED, 6, 2, False),
        (Ladder.ALL, 6, 2, True),
    ],
)
def test_hana_hears_what_her_step_of_the_ladder_lets_her_read(
    ladder: Ladder, team_id: int | None, assignee_id: int | None, hears: bool
) -> None:
    assert may_hear(agent(ladder, 5), ticket_id=7, team_id=team_id, assignee_id=assignee_id) is hears


def test_who_just_lost_sight_of_a_ticket_hears_of_it_once_more() -> None:
    about = {"ticket_id": 7, "team_id": 6, "assignee_id": 2}
    assert may_hear(agent(Ladder.TEAM, 5), **about, also=(Audience(team_id=5),))
    assert may_hear(agent(Ladder.ASSIGNED), **about, also=(Audience(assignee_id=1),))
    assert not may_hear(agent(Ladder.TEAM, 4), **about, also=(Audience(team_id=5),))


def test_without_the_permission_to_read_nothing_of_tickets_is_heard() -> None:
    nobody = agent(Ladder.ALL, permissions=())
    assert not may_hear(nobody, ticket_id=7)
    assert may_hear(nobody), "what concerns everybody"
    assert may_hear(nobody, agent_id=1), "what concerns her alone"


def test_a_ticket_ends_after_its_time_and_cannot_be_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = live.stream_ticket(agent(Ladder.TEAM, 5))
    assert live.read_ticket(ticket) is not None
    assert live.read_ticket(ticket.replace(":", "x:", 1)) is None
    assert live.read_ticket("") is None
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + LIFETIME + 5)
    assert live.read_ticket(ticket) is None


def test_a_customer_has_no_stream() -> None:
    with pytest.raises(ValueError, match="only agents"):
        live.stream_ticket(Actor(ActorKind.CUSTOMER, 3, "田中様"))


def remembered(*ids: int, size: int = 10, known_up_to: int = 0) -> Memory:
    memory = Memory(known_up_to=known_up_to, size=size)
    for number in ids:
        memory.add(Announcement(id=number, name=f"n{number}"))
    return memory


def since(memory: Memory, event_id: int) -> list[int] | None:
    items = memory.since(event_id)
    return None if items is None else [item.id for item in items]


def test_memory_gives_what_came_later_even_when_ids_arrive_out_of_order() -> None:
    assert set(since(remembered(1, 2, 4, 3), 4) or []) >= {3}
    assert since(remembered(5, 6, 7), 9) == []
    assert since(remembered(5, 7), 6) == [7]


def test_memory_says_so_when_it_has_forgotten() -> None:
    memory = remembered(*range(1, 21))
    assert since(memory, 9) is None
    assert since(memory, 10) == list(range(11, 21))
    assert since(remembered(known_up_to=50), 49) is None
    assert since(remembered(known_up_to=50), 50) == []


def test_after_a_gap_everybody_must_look_again() -> None:
    memory = remembered(1, 2, 3)
    memory.forget()
    assert since(memory, 2) is None
    assert since(memory, 3) == []


def test_passing_news_is_not_remembered() -> None:
    assert since(remembered(0, 0), 0) == []


@pytest.mark.django_db(transaction=True)
def test_an_event_is_told_after_its_commit_and_to_the_former_audience_too(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Announcement] = []
    monkeypatch.setattr(announcing, "_listeners", [told.append])
    with transaction.atomic():
        events.publish(
            JobRetried(job_id=1, kind="x"),
            by=SYSTEM,
            team_id=5,
            assignee_id=2,
            former_team_id=4,
            former_assignee_id=None,
        )
        events.publish(JobRetried(job_id=2, kind="x"), by=SYSTEM, team_id=5)
        assert told == []
    assert [announcement.also for announcement in told] == [(Audience(4, None),), ()]
    with transaction.atomic():
        events.publish(JobRetried(job_id=3, kind="x"), by=SYSTEM)
        transaction.set_rollback(True)
    assert len(told) == 2
