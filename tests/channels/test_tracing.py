"""Where is this mail? Everything that came in or went out is found, once, in order, with what became of it."""

from datetime import timedelta

import pytest

from madoguchi.channels import paths, queries, tracing
from madoguchi.channels.models import Delivery, Inbox, RawMessage
from madoguchi.channels.tracing import Place, Wanted
from madoguchi.kernel import clock
from madoguchi.kernel.errors import NotAllowed
from madoguchi.kernel.jobs import run_due
from madoguchi.tickets.models import Message
from madoguchi.tickets.services import replying
from tests.cast import SMITH_ADDRESS, TANAKA_ADDRESS, Cast, acting
from tests.channels.conftest import SUPPORT_ADDRESS, mail, take_in
from tests.servers.postbox import Postbox


def found(cast: Cast, **wanted: object) -> list[tracing.Traced]:
    return tracing.page(Wanted(**wanted), by=acting(cast.admin))  # type: ignore[arg-type]


@pytest.fixture
def answered(cast: Cast, inbox: Inbox) -> RawMessage:
    """田中様's mail and 花's answer, both on their way."""
    raw = take_in(inbox, mail(), rcpt_to=[SUPPORT_ADDRESS], peer="192.0.2.7")
    message = Message.objects.get()
    replying.reply(message.ticket_id, text="承りました", last_seen_id=message.id, by=acting(cast.hana))
    run_due()
    return raw


def test_a_mail_is_found_by_id_sender_recipient_name_and_subject_however_it_is_typed(
    cast: Cast, answered: RawMessage
) -> None:
    for words in ("<first@kawakami-shoji.example>", TANAKA_ADDRESS.upper(), "ＴＡＮＡＫＡ", "田中", "炊飯器ニツイテ"):
        assert [(one.way, one.id) for one in found(cast, words=words, way="in")] == [("in", answered.id)], words
    sent = found(cast, words=TANAKA_ADDRESS, way="out")
    assert [(one.state, one.other) for one in sent] == [("sent", TANAKA_ADDRESS)]
    assert found(cast, words=f"<{Delivery.objects.get().external_id}>")[0].way == "out"
    assert found(cast, words="nobody@nowhere.example") == []


def test_many_finds_are_walked_and_few_are_picked_with_the_same_result(
    cast: Cast, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        take_in(inbox, mail(message_id=f"{number}@example.com"))
    picked = found(cast, words="炊飯器")
    monkeypatch.setattr(tracing, "FEW", 2)
    assert found(cast, words="炊飯器") == picked
    assert len(picked) == 4


def test_words_must_all_stand_somewhere(cast: Cast, inbox: Inbox, answered: RawMessage) -> None:
    take_in(inbox, mail(sender=f"John Smith <{SMITH_ADDRESS}>", subject="炊飯器", message_id="b@example.com"))
    assert len(found(cast, words="炊飯器", way="in")) == 2
    assert [one.other for one in found(cast, words="炊飯器 smith", way="in")] == [SMITH_ADDRESS]


def test_a_mail_is_found_by_inbox_state_and_day(cast: Cast, inbox: Inbox, answered: RawMessage) -> None:
    now = clock.now()
    assert len(found(cast, inbox_id=inbox.id)) == 2
    assert found(cast, inbox_id=inbox.id + 1) == []
    assert [one.way for one in found(cast, state="sent")] == ["out"]
    assert [one.way for one in found(cast, state="threaded")] == ["in"]
    assert found(cast, since=now + timedelta(hours=1)) == []
    assert len(found(cast, since=now - timedelta(hours=1), until=now + timedelta(hours=1))) == 2


def test_pages_neither_miss_nor_repeat_a_mail_of_the_same_moment(cast: Cast, inbox: Inbox) -> None:
    with clock.held_at(clock.now() - timedelta(hours=1)):
        for number in range(7):
            take_in(inbox, mail(subject=f"件{number}", message_id=f"{number}@example.com"))
        message = Message.objects.first()
        assert message is not None
        replying.reply(message.ticket_id, text="はい", last_seen_id=message.id, by=acting(cast.hana))
    seen: list[tuple[str, int]] = []
    place: Place | None = None
    while rows := tracing.page(Wanted(), by=acting(cast.admin), after=place, size=3):
        seen += [(one.way, one.id) for one in rows]
        place = Place.read(str(rows[-1].place))
    assert len(seen) == len(set(seen)) == 8
    exported = tracing.everything(Wanted(), by=acting(cast.admin), most=100)
    assert [(one.way, one.id) for one in exported] == seen


def test_an_unreadable_mail_is_found_by_what_its_header_tells(cast: Cast, inbox: Inbox) -> None:
    raw = take_in(inbox, b"From: \r\nSubject: =?utf-8?B?5aOK44KM44Gf?=\r\nMessage-ID: <x@y.example>\r\n\r\nabc")
    assert raw.state == "quarantined"
    (one,) = found(cast, words="壊れた")
    assert (one.state, one.reason) == ("quarantined", "差出人のないメールです。")
    assert found(cast, words="<x@y.example>") == [one]


def test_the_path_of_a_mail_tells_every_step(cast: Cast, answered: RawMessage) -> None:
    raw = paths.raw_message(answered.id, by=acting(cast.admin))
    steps = paths.way_in(raw)
    assert [step.title for step in steps] == [
        "メールサーバーから受け取り（SMTP）",
        "そのまま保存",
        "読み取り",
        "問い合わせに登録",
        "担当者に表示",
    ]
    assert steps[-1].ticket_id == answered.ticket_id
    assert all(step.at is not None for step in steps)
    sent = paths.way_out(paths.delivery(Delivery.objects.get().id, by=acting(cast.admin)))
    assert [step.title for step in sent] == ["作成", "送信箱に登録", "メールサーバーが受け付けました"]
    assert "サーバーの応答：" in sent[-1].text


def test_a_refused_mail_tells_the_servers_words(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    take_in(inbox, mail())
    message = Message.objects.get()
    postbox.refuse[TANAKA_ADDRESS] = "550 5.1.1 no such user"
    replying.reply(message.ticket_id, text="はい", last_seen_id=message.id, by=acting(cast.hana))
    run_due()
    (one,) = found(cast, state="failed")
    assert "550 5.1.1 no such user" in one.reason
    last = paths.way_out(paths.delivery(one.id, by=acting(cast.admin)))[-1]
    assert (last.mood, "no such user" in last.text) == ("trouble", True)


def test_only_who_may_searches_the_mail_room(cast: Cast, answered: RawMessage) -> None:
    for ask in (
        lambda by: tracing.page(Wanted(), by=by),
        lambda by: paths.raw_message(answered.id, by=by),
        lambda by: queries.quarantine_reasons(by=by),
    ):
        with pytest.raises(NotAllowed):
            ask(acting(cast.hana))


def test_a_place_that_cannot_be_is_no_place() -> None:
    for text in ("", "x", "2026-01-01~in~1", "2026-01-01T00:00:00+00:00~up~1", "2026-01-01T00:00:00+00:00~in~-1"):
        assert Place.read(text) is None
