"""Who looks, who writes, and what they have written so far."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from madoguchi.kernel import clock, live
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.errors import Invalid, NotAllowed, NotFound
from madoguchi.kernel.live import announcing
from madoguchi.kernel.models import EventRow
from madoguchi.tickets.errors import BeingEdited, DraftConflict
from madoguchi.tickets.services import attaching, drafting, presence
from tests.cast import Cast, acting
from tests.tickets.conftest import MailIn


@pytest.fixture
def heard() -> Iterator[list[live.Announcement]]:
    """Every announcement of this process."""
    news: list[live.Announcement] = []
    live.listen(news.append)
    yield news
    announcing._listeners.remove(news.append)


def test_hana_sees_misaki_looking_and_then_writing(cast: Cast, mail_in: MailIn) -> None:
    ticket, hana, misaki = mail_in(), acting(cast.hana), acting(cast.misaki)
    assert presence.look(ticket.id, by=misaki) == []
    assert [(row.name, row.editing) for row in presence.look(ticket.id, by=hana)] == [("鈴木 美咲", False)]
    presence.edit(ticket.id, by=misaki)
    presence.look(ticket.id, by=misaki)
    assert [(row.name, row.editing) for row in presence.present([ticket.id], by=hana)] == [("鈴木 美咲", True)]
    presence.leave(ticket.id, only_editing=True, by=misaki)
    assert [row.editing for row in presence.by_ticket([ticket.id], by=hana)[ticket.id]] == [False]
    presence.leave(ticket.id, by=misaki)
    assert presence.by_ticket([ticket.id], by=hana) == {}


def test_the_soft_lock_holds_two_minutes_and_taking_over_is_written_down(cast: Cast, mail_in: MailIn) -> None:
    ticket, hana, misaki = mail_in(), acting(cast.hana), acting(cast.misaki)
    presence.edit(ticket.id, by=hana)
    with pytest.raises(BeingEdited) as refusal:
        presence.edit(ticket.id, by=misaki)
    assert "山田 花" in refusal.value.message
    presence.edit(ticket.id, take_over=True, by=misaki)
    row = EventRow.objects.get(name="ticket.taken_over")
    assert (row.actor_id, row.payload["from_agent_id"]) == (cast.misaki.id, cast.hana.id)
    with pytest.raises(BeingEdited):
        presence.edit(ticket.id, by=hana)
    with clock.held_at(clock.now() + timedelta(minutes=2, seconds=1)):
        assert presence.edit(ticket.id, by=hana) == []
    assert EventRow.objects.filter(name="ticket.taken_over").count() == 1


def test_presence_of_another_teams_ticket_is_neither_seen_nor_left(cast: Cast, mail_in: MailIn) -> None:
    ticket = mail_in()
    presence.look(ticket.id, by=acting(cast.hana))
    ken = acting(cast.ken)
    assert presence.present([ticket.id], by=ken) == []
    for act in (presence.look, presence.edit):
        with pytest.raises(NotFound):
            act(ticket.id, by=ken)
    with pytest.raises(NotAllowed):
        presence.edit(ticket.id, by=acting(cast.yumi))


@pytest.mark.django_db(transaction=True)
def test_presence_is_told_once_and_only_by_name(cast: Cast, mail_in: MailIn, heard: list[live.Announcement]) -> None:
    ticket, hana = mail_in(), acting(cast.hana)
    heard.clear()
    for _minute in range(3):
        presence.look(ticket.id, by=hana)
    assert [(news.id, news.name, news.ticket_id, news.team_id) for news in heard] == [
        (0, "presence.changed", ticket.id, cast.support.id)
    ]


def test_a_draft_is_kept_and_a_second_window_is_warned(cast: Cast, mail_in: MailIn) -> None:
    ticket, hana = mail_in(), acting(cast.hana)
    first = drafting.save(ticket.id, kind="reply", body={"text": "お待", "evil": 1}, revision=0, by=hana)
    assert (first.revision, first.body) == (1, {"text": "お待"})
    assert drafting.save(ticket.id, kind="reply", body={"text": "お待ち"}, revision=1, by=hana).revision == 2
    with pytest.raises(DraftConflict) as refusal:
        drafting.save(ticket.id, kind="reply", body={"text": "別"}, revision=1, by=hana)
    assert refusal.value.details == {"revision": 2, "body": {"text": "お待ち"}}
    drafting.save(ticket.id, kind="note", body={"text": "メモ"}, revision=0, by=hana)
    assert set(drafting.of_ticket(ticket.id, by=hana)) == {"reply", "note"}
    assert drafting.of_ticket(ticket.id, by=acting(cast.misaki)) == {}
    drafting.discard(ticket.id, kind="reply", by=hana)
    assert set(drafting.of_ticket(ticket.id, by=hana)) == {"note"}


def test_drafts_have_bounds(cast: Cast, mail_in: MailIn) -> None:
    ticket, hana = mail_in(), acting(cast.hana)
    with pytest.raises(Invalid):
        drafting.save(ticket.id, kind="reply", body={"text": "あ" * 300_001}, revision=0, by=hana)
    with pytest.raises(Invalid):
        drafting.save(ticket.id, kind="poem", body={}, revision=0, by=hana)
    with pytest.raises(NotFound):
        drafting.save(ticket.id, kind="reply", body={}, revision=0, by=acting(cast.ken))


def test_who_left_without_a_word_is_forgotten(cast: Cast, mail_in: MailIn) -> None:
    ticket, hana = mail_in(), acting(cast.hana)
    presence.look(ticket.id, by=hana)
    assert presence.forget_stale(by=SYSTEM) == 0
    with clock.held_at(clock.now() + timedelta(days=2)):
        assert presence.forget_stale(by=SYSTEM) == 1


def test_misaki_takes_over_what_hana_had_begun_with_its_files(cast: Cast, mail_in: MailIn) -> None:
    ticket, hana, misaki = mail_in(), acting(cast.hana), acting(cast.misaki)
    kept = attaching.upload(name="見積書.pdf", type="application/pdf", content=b"%PDF", by=hana)
    body = {"text": "途中です。", "files": [attaching.plain(kept)]}
    drafting.save(ticket.id, kind="reply", body=body, revision=0, by=hana)
    [begun] = drafting.of_colleagues(ticket.id, by=misaki)
    assert (begun.name, begun.kind, begun.text) == ("山田 花", "reply", "途中です。")
    assert drafting.of_colleagues(ticket.id, by=hana) == []
    assert drafting.of_colleagues(ticket.id, by=acting(cast.yumi)) == []
    with pytest.raises(NotFound):
        drafting.take_over(ticket.id, draft_id=begun.id, by=acting(cast.ken))

    taken = drafting.take_over(ticket.id, draft_id=begun.id, by=misaki)
    assert taken.body["text"] == "途中です。"
    kept.refresh_from_db()
    assert kept.uploaded_by_id == cast.misaki.id
    row = EventRow.objects.get(name="ticket.taken_over")
    assert (row.actor_id, row.payload["from_agent_id"]) == (cast.misaki.id, cast.hana.id)
    with pytest.raises(NotFound):
        drafting.take_over(ticket.id, draft_id=begun.id, by=misaki)
