"""The demo: believable, the same each time, in all states, and made through the product's own services."""

import socket
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from madoguchi.config.demo import stories
from madoguchi.config.demo.catcher import open_catcher
from madoguchi.config.demo.customers import COMPANIES, people
from madoguchi.config.demo.pictures import paper, photo
from madoguchi.config.demo.plays import read_all
from madoguchi.config.demo.seeding import seed
from madoguchi.tickets.models import Attachment, Escalation, Message, Ticket, TicketMerge

NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)


def test_sixty_customers_and_six_companies() -> None:
    assert len({person.address for person in people()}) == 60
    assert len(COMPANIES) == 6


def test_every_play_can_be_told_without_a_place_left_empty() -> None:
    told = stories.tell(NOW)
    assert {story.play.name for story in told} == {play.name for play in read_all()}
    texts = [act.text for story in told for act in story.acts] + [story.subject for story in told]
    assert not [text for text in texts if "{" in text]


def test_the_same_moment_gives_the_same_stories() -> None:
    first, second = stories.tell(NOW), stories.tell(NOW)
    assert [(told.subject, told.acts) for told in first] == [(told.subject, told.acts) for told in second]


def test_nobody_works_at_night_or_in_the_future() -> None:
    for story in stories.tell(NOW):
        for act in story.acts:
            assert act.at < NOW
            if act.colleague is not None and act.kind != "wake":
                assert 0 <= act.at.hour < 9, "9 to 18 in Japan"


def test_pictures_and_papers_are_what_they_say() -> None:
    assert photo(3).startswith(b"\x89PNG")
    assert paper("領収書", ["合計 100 円"]).startswith(b"%PDF-1.4")


@pytest.mark.django_db(transaction=True)
def test_the_seed_fills_a_desk_in_all_states(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(stories, "TICKETS", 90)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    catcher = open_catcher(tmp_path / "outbox", port)
    heard: list[tuple[int, int]] = []
    try:
        seed(catcher_port=port, progress=lambda done, total: heard.append((done, total)))
    finally:
        catcher.stop()
    assert heard[-1][0] == heard[-1][1]
    states = Counter(Ticket.objects.values_list("status", flat=True))
    assert {"new", "open", "waiting", "closed", "held", "spam", "bin"} <= set(states)
    assert Escalation.objects.exists() and TicketMerge.objects.exists()
    assert Attachment.objects.filter(type="application/pdf").exists()
    answers = Counter(Message.objects.filter(kind="outward").values_list("state", flat=True))
    assert set(answers) == {"sent", "failed"}
    assert len(list((tmp_path / "outbox").glob("*.eml"))) == answers["sent"]
    assert Ticket.objects.filter(delivery_failed=True).exists()
