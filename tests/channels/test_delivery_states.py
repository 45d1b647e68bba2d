"""Sending servers that refuse, fall silent, hang up or trickle: nothing is lost, nothing leaves twice unseen, one
server never delays another inbox, and the ticket says each time how it stands."""

import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from typing import Any

import pytest
from django.db import connections

from madoguchi.channels.base.mail import smtp
from madoguchi.channels.models import Delivery, Inbox
from madoguchi.channels.services import delivering, inboxes, recovering
from madoguchi.kernel import clock
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.jobs import run_due
from madoguchi.tickets.models import Message, Ticket
from madoguchi.tickets.services import replying, resolving
from tests.cast import Cast, acting, signed_in
from tests.channels.conftest import mail, make_inbox, take_in
from tests.servers.postbox import Postbox
from tests.servers.rude import Rude


@pytest.fixture
def rude() -> Iterator[Rude]:
    server = Rude().start()
    yield server
    server.stop()


@pytest.fixture
def rude_inbox(cast: Cast, rude: Rude, postbox: Postbox, monkeypatch: pytest.MonkeyPatch) -> Inbox:
    """An inbox that sends through the rude server, by a product that waits half a second for an answer."""
    monkeypatch.setattr(smtp, "PATIENCE", smtp.Patience(answer=0.5, final=0.5, longest=1.5))
    inbox = make_inbox(cast, postbox)
    settings = {**inbox.settings, "smtp_port": rude.port}
    Inbox.objects.filter(pk=inbox.id).update(settings=settings)
    inbox.refresh_from_db()
    return inbox


def answer(cast: Cast, inbox: Inbox, number: int = 1, **more: Any) -> Message:
    """花 answers a mail of 田中様."""
    raw = take_in(inbox, mail(message_id=f"{number}@kawakami-shoji.example", subject=f"件名{number}"))
    assert raw.ticket_id is not None
    seen = Message.objects.filter(ticket_id=raw.ticket_id).latest("id").id
    return replying.reply(raw.ticket_id, text="承知しました。", last_seen_id=seen, by=acting(cast.hana), **more)


def waiting(cast: Cast, inbox: Inbox, count: int) -> list[Message]:
    """So many answers, all written before the first of them is due; then they are."""
    Inbox.objects.filter(pk=inbox.id).update(undo_seconds=60)
    messages = [answer(cast, inbox, number) for number in range(1, count + 1)]
    Delivery.objects.update(due_at=clock.now())
    delivering.empty(inbox.id, by=SYSTEM)
    return messages


def pane(cast: Cast, message: Message) -> str:
    return signed_in(cast.hana).get(f"/tickets/{message.ticket_id}", headers={"hx-request": "true"}).content.decode()


def state(message: Message) -> str:
    message.refresh_from_db()
    return message.state


def later(minutes: float) -> None:
    """Everything due in so many minutes."""
    with clock.held_at(clock.now() + timedelta(minutes=minutes)):
        for inbox_id in Inbox.objects.values_list("id", flat=True):
            delivering.empty(inbox_id, by=SYSTEM)


NOT_ACCEPTED = [
    *((step, does) for step in ("greeting", "MAIL", "RCPT", "DATA") for does in ("hang up", "silent")),
    *((step, "451 4.3.0 come back later") for step in ("greeting", "MAIL", "RCPT", "DATA", "dot")),
]


@pytest.mark.parametrize(("step", "does"), NOT_ACCEPTED)
def test_what_was_surely_not_accepted_waits_and_leaves_once(
    cast: Cast, rude: Rude, rude_inbox: Inbox, step: str, does: str
) -> None:
    rude.does[step] = [does]
    message = answer(cast, rude_inbox)
    run_due()
    assert (state(message), rude.mails) == ("queued", [])
    assert "次の送信は" in pane(cast, message)
    later(2)
    assert (state(message), len(rude.mails)) == ("sent", 1)
    assert "queued as R1" in pane(cast, message)


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA", "dot"])
def test_what_is_refused_for_good_is_shown_with_what_to_do_and_never_repeated_by_itself(
    cast: Cast, rude: Rude, rude_inbox: Inbox, step: str
) -> None:
    rude.does[step] = ["550 5.1.1 no such user"]
    message = answer(cast, rude_inbox)
    run_due()
    later(600)
    assert (state(message), rude.mails) == ("failed", [])
    shown = pane(cast, message)
    assert "550 5.1.1 no such user" in shown
    assert "正しいアドレスに直して" in shown


@pytest.mark.parametrize("does", ["silent", "hang up", "accept and hang up", "trickle"])
def test_a_line_cut_after_the_last_dot_leaves_it_to_a_person(
    cast: Cast, rude: Rude, rude_inbox: Inbox, does: str
) -> None:
    rude.does["dot"] = [does]
    message = answer(cast, rude_inbox)
    run_due()
    later(600)
    assert state(message) == "unconfirmed"
    arrived = len(rude.mails)
    assert arrived == (1 if does == "accept and hang up" else 0)
    shown = pane(cast, message)
    assert "届いていた" in shown
    assert "同じMessage-IDで" in shown


def test_hana_says_that_it_did_arrive(cast: Cast, rude: Rude, rude_inbox: Inbox) -> None:
    rude.does["dot"] = ["accept and hang up"]
    message = answer(cast, rude_inbox)
    run_due()
    response = signed_in(cast.hana).post(f"/messages/{message.id}/confirmation")
    assert response.status_code == 200
    later(600)
    assert (state(message), Delivery.objects.get().state, len(rude.mails)) == ("sent", "sent", 1)
    assert not Ticket.objects.get().delivery_failed
    assert "担当者が到着を確認" in pane(cast, message)


def test_hana_sends_it_again_and_the_repeat_is_marked(cast: Cast, rude: Rude, rude_inbox: Inbox) -> None:
    rude.does["dot"] = ["accept and hang up"]
    message = answer(cast, rude_inbox)
    run_due()
    signed_in(cast.hana).post(f"/messages/{message.id}/attempts")
    run_due()
    assert (state(message), Delivery.objects.get().repeats, len(rude.mails)) == ("sent", 1, 2)
    assert len({message_from_bytes(content)["Message-ID"] for content in rude.mails}) == 1
    assert "1回再送" in pane(cast, message)


def test_only_somebody_who_may_answer_ends_the_doubt(cast: Cast, rude: Rude, rude_inbox: Inbox) -> None:
    rude.does["dot"] = ["accept and hang up"]
    message = answer(cast, rude_inbox)
    run_due()
    assert signed_in(cast.yumi).post(f"/messages/{message.id}/confirmation").status_code == 403
    assert signed_in(cast.ken).post(f"/messages/{message.id}/confirmation").status_code == 404
    assert state(message) == "unconfirmed"
    with pytest.raises(Exception, match="conflict"):
        resolving.confirm_sent(answer(cast, rude_inbox, 2).id, by=acting(cast.hana))


def test_a_wrong_password_keeps_every_mail_until_it_is_corrected(
    cast: Cast, rude: Rude, rude_inbox: Inbox, postbox: Postbox
) -> None:
    rude.does["greeting"] = ["535 5.7.8 who are you"]
    messages = waiting(cast, rude_inbox, 2)
    assert [state(message) for message in messages] == ["queued", "queued"]
    assert rude.connections == 1
    rude_inbox.refresh_from_db()
    assert rude_inbox.sending_failures == 1
    assert "535" in pane(cast, messages[1])
    inboxes.update(rude_inbox.id, settings={**rude_inbox.settings, "smtp_port": postbox.port}, by=acting(cast.admin))
    run_due()
    assert sorted(state(message) for message in messages) == ["queued", "sent"]
    later(2)
    assert [state(message) for message in messages] == ["sent", "sent"]
    assert len(postbox.mails) == 2


def test_several_mails_go_through_one_connection(cast: Cast, rude: Rude, rude_inbox: Inbox) -> None:
    rude.does["RCPT"] = ["250 ok", "550 5.1.1 unknown", "250 ok"]
    messages = waiting(cast, rude_inbox, 5)
    assert sorted(state(message) for message in messages) == ["failed", "sent", "sent", "sent", "sent"]
    assert rude.connections == 1


def test_an_inbox_sends_no_faster_than_its_provider_allows(cast: Cast, rude: Rude, rude_inbox: Inbox) -> None:
    Inbox.objects.filter(pk=rude_inbox.id).update(most_per_minute=2)
    messages = waiting(cast, rude_inbox, 5)
    assert len(rude.mails) == 2
    assert "順番待ち" in pane(cast, messages[4])
    later(1.1)
    assert len(rude.mails) == 4
    later(2.2)
    assert [state(message) for message in messages] == ["sent"] * 5


def test_what_nobody_remembers_is_found_again(cast: Cast, rude: Rude, rude_inbox: Inbox) -> None:
    from madoguchi.kernel.models import JobRow

    message = answer(cast, rude_inbox)
    JobRow.objects.all().delete()
    with clock.held_at(clock.now() + timedelta(minutes=5)):
        recovering.recover(by=SYSTEM)
    run_due(at=clock.now() + timedelta(minutes=5))
    assert state(message) == "sent"


@pytest.mark.django_db(transaction=True)
def test_a_server_that_hangs_delays_no_other_inbox(
    cast: Cast, rude: Rude, rude_inbox: Inbox, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    rude.does["greeting"] = ["silent"]
    other = make_inbox(cast, postbox, name="受注窓口", address="orders@shop.example")
    Inbox.objects.update(undo_seconds=60)
    stuck = [answer(cast, rude_inbox, number) for number in (1, 2, 3)]
    well = answer(cast, other, 4)
    Delivery.objects.update(due_at=clock.now())
    monkeypatch.setattr(smtp, "PATIENCE", smtp.Patience(answer=60, final=60, longest=60))

    def hang() -> None:
        delivering.empty(rude_inbox.id, by=SYSTEM)
        connections.close_all()

    hanging = threading.Thread(target=hang, daemon=True)
    hanging.start()
    while rude.connections == 0:
        time.sleep(0.01)
    delivering.empty(other.id, by=SYSTEM)
    assert (state(well), len(postbox.mails)) == ("sent", 1)
    assert [state(message) for message in stuck] == ["queued"] * 3
    rude.let_go()
    hanging.join(20)
    later(2)
    assert [state(message) for message in stuck] == ["sent"] * 3
