"""送信予約, and sending again to a corrected address."""

from datetime import timedelta
from email import message_from_bytes
from typing import Any

from madoguchi.channels.models import Delivery, Inbox
from madoguchi.channels.services import bouncing, delivering
from madoguchi.kernel import clock
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.jobs import run_due
from madoguchi.kernel.plain.messages import Bounce
from madoguchi.tickets.models import Message, Ticket
from madoguchi.tickets.services import replying
from tests.cast import TANAKA_ADDRESS, Cast, acting, signed_in
from tests.channels.conftest import mail, take_in
from tests.servers.postbox import Postbox


def scheduled(cast: Cast, inbox: Inbox) -> Message:
    """花 answers now what is to leave in two hours."""
    take_in(inbox, mail())
    ticket = Ticket.objects.get()
    at = (clock.now() + timedelta(hours=2)).isoformat()
    values = {"text": "田中様\n明日お届けします。", "last_seen_id": ticket.last_message_id, "send_after": at}
    response = signed_in(cast.hana).post(f"/tickets/{ticket.id}/replies", values)
    assert response.json()["undo_seconds"] == 0
    return Message.objects.get(kind="outward")


def at_hour(inbox: Inbox, hours: float) -> None:
    with clock.held_at(clock.now() + timedelta(hours=hours)):
        delivering.empty(inbox.id, by=SYSTEM)


def pane(cast: Cast, message: Message) -> str:
    return signed_in(cast.hana).get(f"/tickets/{message.ticket_id}", headers={"hx-request": "true"}).content.decode()


def test_a_scheduled_answer_leaves_at_its_time_and_counts_from_then(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    message = scheduled(cast, inbox)
    run_due()
    assert postbox.mails == []
    assert "送信予約" in pane(cast, message)
    assert Ticket.objects.get().first_response_at is None
    at_hour(inbox, 1.9)
    assert postbox.mails == []
    at_hour(inbox, 2.1)
    message.refresh_from_db()
    assert (message.state, len(postbox.mails)) == ("sent", 1)
    assert Ticket.objects.get().first_response_at == message.sent_at
    assert message.sent_at is not None
    assert message.sent_at - message.created_at > timedelta(hours=2)


def test_hana_changes_the_time_and_then_sends_at_once(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    message = scheduled(cast, inbox)
    browser = signed_in(cast.hana)
    assert "送信する日時" in browser.get(f"/messages/{message.id}/schedule").content.decode()
    later = (clock.now() + timedelta(hours=5)).isoformat()
    assert browser.post(f"/messages/{message.id}/schedule", {"send_after": later}).status_code == 204
    at_hour(inbox, 3)
    assert postbox.mails == []
    assert browser.post(f"/messages/{message.id}/schedule", {"now": "yes"}).status_code == 204
    run_due()
    assert len(postbox.mails) == 1
    assert browser.post(f"/messages/{message.id}/schedule", {"send_after": later}).status_code == 409


def test_a_scheduled_answer_is_taken_back_and_gives_its_text_back(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    message = scheduled(cast, inbox)
    given = signed_in(cast.hana).delete(f"/messages/{message.id}").json()
    assert given["text"] == "田中様\n明日お届けします。"
    at_hour(inbox, 3)
    assert postbox.mails == []
    assert Ticket.objects.get().status == "open"


def test_it_is_told_when_the_customer_wrote_meanwhile(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    message = scheduled(cast, inbox)
    assert "予約した後に" not in pane(cast, message)
    take_in(
        inbox,
        mail(
            "やはりキャンセルします。",
            message_id="2@kawakami-shoji.example",
            in_reply_to="<first@kawakami-shoji.example>",
        ),
    )
    assert Ticket.objects.count() == 1
    assert "予約した後に" in pane(cast, message)


def test_who_may_not_answer_may_not_change_the_time(cast: Cast, inbox: Inbox) -> None:
    message = scheduled(cast, inbox)
    for agent, status in ((cast.yumi, 403), (cast.ken, 404)):
        assert signed_in(agent).post(f"/messages/{message.id}/schedule", {"now": "yes"}).status_code == status
    assert Delivery.objects.get().due_at > clock.now()


def refused(cast: Cast, inbox: Inbox, postbox: Postbox, **more: Any) -> Message:
    postbox.refuse = {"tanaka@typo.example": "550 5.1.1 unknown"}
    take_in(inbox, mail())
    to = [{"name": "田中", "address": "tanaka@typo.example"}]
    hana = acting(cast.hana)
    message = replying.reply(
        Ticket.objects.get().id, text="はい。", last_seen_id=None, confirm_newer=True, to=to, by=hana
    )
    run_due()
    return message


def test_hana_corrects_the_address_of_a_refused_mail(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    message = refused(cast, inbox, postbox)
    browser = signed_in(cast.hana)
    dialog = browser.get(f"/messages/{message.id}/delivery").content.decode()
    assert "tanaka@typo.example" in dialog
    assert "正しい宛先へ送る" in dialog
    assert browser.post(f"/messages/{message.id}/attempts", {"to": TANAKA_ADDRESS}).status_code == 204
    run_due()
    message.refresh_from_db()
    assert (message.state, postbox.recipients) == ("sent", [[TANAKA_ADDRESS]])
    assert message_from_bytes(postbox.mails[0])["Message-ID"] == f"<{Delivery.objects.get().external_id}>"


def test_after_a_bounce_only_the_new_address_gets_the_mail_again(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    take_in(inbox, mail())
    to = [{"name": "", "address": "a@example.com"}, {"name": "", "address": "old@example.com"}]
    hana = acting(cast.hana)
    message = replying.reply(
        Ticket.objects.get().id, text="はい。", last_seen_id=None, confirm_newer=True, to=to, by=hana
    )
    run_due()
    report = Bounce(("old@example.com",), "5.1.1", True, "unknown")
    bouncing.record(Delivery.objects.get().id, report=report, raw_id=1, by=SYSTEM)
    response = signed_in(cast.hana).post(f"/messages/{message.id}/attempts", {"to": "a@example.com, new@example.com"})
    assert response.status_code == 204
    run_due()
    assert postbox.recipients == [["a@example.com", "old@example.com"], ["new@example.com"]]
    message.refresh_from_db()
    assert message.state == "sent"
