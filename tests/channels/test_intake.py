"""Mail on its way in: kept once, handled once, never on the wrong ticket, never answered when a machine wrote it."""

import threading
from email.message import EmailMessage
from typing import Any

import pytest
from django.db import connection

from madoguchi.channels import reasons
from madoguchi.channels.models import Inbox, RawMessage
from madoguchi.channels.services import handling, quarantine, recovering
from madoguchi.channels.services.storing import store_raw
from madoguchi.kernel import clock, files
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.jobs import run_due
from madoguchi.kernel.models import JobRow
from madoguchi.tickets.models import Message, Ticket
from madoguchi.tickets.services import closing, opening, replying
from tests.cast import Cast, acting
from tests.channels.conftest import mail, take_in
from tests.servers.postbox import Postbox


def test_the_same_bytes_are_kept_once(inbox: Inbox) -> None:
    first = take_in(inbox, mail())
    again = take_in(inbox, mail())
    assert (first.id, Message.objects.count()) == (again.id, 1)


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_two_hands_take_up_at_once_is_handled_once(inbox: Inbox) -> None:
    for count in range(5):
        raw = store_raw(inbox.id, content=mail(message_id=f"twice{count}@a.example"), door="smtp", by=SYSTEM)
        together, problems = threading.Barrier(2), []

        def take_up(number: int, together: threading.Barrier, problems: list[Exception]) -> None:
            together.wait()
            try:
                handling.handle(number, by=SYSTEM)
            except Exception as problem:
                problems.append(problem)
            finally:
                connection.close()

        hands = [threading.Thread(target=take_up, args=(raw.id, together, problems)) for _hand in range(2)]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()
        assert problems == []
        assert Message.objects.filter(raw_id=raw.id).count() == 1
    assert set(RawMessage.objects.values_list("state", flat=True)) == {"threaded"}


def test_a_second_copy_that_took_another_way_makes_no_second_ticket(inbox: Inbox) -> None:
    take_in(inbox, b"Received: from a\r\n" + mail())
    copy = take_in(inbox, b"Delivered-To: other\r\nReceived: from b\r\n" + mail().replace(b"\n", b"\r\n"))
    assert (copy.state, copy.reason) == ("filtered", "second_copy")
    assert (Ticket.objects.count(), copy.ticket_id) == (1, Ticket.objects.get().id)


def test_another_mail_under_the_same_id_is_not_lost(inbox: Inbox) -> None:
    take_in(inbox, mail("一通目"))
    take_in(inbox, mail("全く違う二通目"))
    assert set(Message.objects.values_list("text", flat=True)) == {"一通目", "全く違う二通目"}


@pytest.mark.parametrize("step", ["receive", "finish"])
def test_a_crash_at_any_step_leaves_nothing_half_done(inbox: Inbox, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    raw = store_raw(inbox.id, content=mail(), door="smtp", by=SYSTEM)

    def crash(*args: Any, **values: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(opening, "receive", crash) if step == "receive" else broken.setattr(handling, "_finish", crash)
        with pytest.raises(KeyboardInterrupt):
            handling.handle(raw.id, by=SYSTEM)
    assert Ticket.objects.count() == 0
    run_due()
    handling.handle(raw.id, by=SYSTEM)
    assert (Ticket.objects.count(), Message.objects.count()) == (1, 1)


def test_a_message_whose_job_was_lost_is_found_again(inbox: Inbox) -> None:
    with clock.held_at(clock.now().replace(year=2025)):
        store_raw(inbox.id, content=mail(), door="smtp", by=SYSTEM)
    JobRow.objects.all().delete()
    recovering.recover(by=SYSTEM)
    run_due()
    assert Ticket.objects.count() == 1


def test_what_cannot_be_read_is_kept_with_the_reason_and_can_be_tried_again(cast: Cast, inbox: Inbox) -> None:
    raw = take_in(inbox, b"Subject: nobody wrote this\r\n\r\nhello\r\n")
    assert (raw.state, raw.reason) == ("quarantined", "no_sender")
    assert reasons.explain(raw.reason) == "差出人のないメールです。"
    assert "hello" in quarantine.preview(raw.id, by=acting(cast.misaki)).text
    quarantine.retry(raw.id, by=acting(cast.misaki))
    run_due()
    raw.refresh_from_db()
    assert raw.state == "quarantined"


def test_one_unreadable_mail_does_not_stop_the_next(inbox: Inbox) -> None:
    store_raw(inbox.id, content=b"\x00\xff garbage", door="smtp", by=SYSTEM)
    store_raw(inbox.id, content=mail(), door="smtp", by=SYSTEM)
    run_due()
    assert Ticket.objects.count() == 1


def test_a_lost_file_is_told_in_plain_words(inbox: Inbox) -> None:
    raw = store_raw(inbox.id, content=mail(), door="smtp", by=SYSTEM)
    files.path_of(raw.content_id).unlink()
    run_due()
    raw.refresh_from_db()
    assert raw.reason == "file_missing"


def test_a_guessed_id_of_ours_does_not_join_a_ticket_and_a_real_one_from_a_stranger_is_marked(
    cast: Cast, inbox: Inbox, postbox: Postbox
) -> None:
    take_in(inbox, mail())
    first = Message.objects.get()
    answer = replying.reply(first.ticket_id, text="はい", last_seen_id=first.id, by=acting(cast.hana))
    run_due()
    guessed = f"<m.{answer.id}.{'0' * 24}@shop.example>"
    stranger = "mallory@evil.example"
    take_in(inbox, mail("見せて", sender=stranger, message_id="m1@evil", in_reply_to=guessed, subject="別件"))
    assert Ticket.objects.count() == 2
    answer.refresh_from_db()
    real = f"<{answer.external_id}>"
    take_in(inbox, mail("見せて", sender=stranger, message_id="m2@evil", in_reply_to=real, subject="別件"))
    joined = Message.objects.get(ticket_id=first.ticket_id, author_address=stranger)
    assert (joined.stranger, joined.standing) == (True, "stranger")


def test_an_agents_address_in_from_gives_no_rights(cast: Cast, inbox: Inbox) -> None:
    take_in(inbox, mail("返金してください", sender=cast.hana.email, message_id="spoof@evil"))
    message = Message.objects.get()
    assert (message.kind, message.agent_id) == ("inward", None)
    assert message.verdict["claims_agent"] == "unverified"


def test_our_own_mail_that_comes_back_opens_nothing(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    take_in(inbox, mail())
    first = Message.objects.get()
    replying.reply(first.ticket_id, text="はい", last_seen_id=first.id, by=acting(cast.hana))
    run_due()
    raw = take_in(inbox, postbox.mails[0])
    assert (raw.state, raw.reason) == ("filtered", "own_mail")
    assert Message.objects.count() == 2


def test_an_out_of_office_note_is_kept_but_reopens_nothing(cast: Cast, inbox: Inbox) -> None:
    take_in(inbox, mail())
    ticket = Ticket.objects.get()
    closing.close(ticket.id, by=acting(cast.hana))
    take_in(
        inbox,
        mail(
            "不在です", message_id="ooo@x", in_reply_to="<first@kawakami-shoji.example>", Auto_Submitted="auto-replied"
        ),
    )
    ticket.refresh_from_db()
    assert (ticket.status, ticket.message_count) == ("closed", 2)


def delivery_report(original: str, *, status: str = "5.1.1", action: str = "failed") -> bytes:
    return (
        "From: MAILER-DAEMON@mx.example\r\nTo: support@shop.example\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        "Message-ID: <dsn@mx.example>\r\nAuto-Submitted: auto-replied\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; tanaka@kawakami-shoji.example\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 user unknown\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {original}\r\nSubject: x\r\n\r\n--b--\r\n"
    ).encode()


def test_a_bounce_goes_to_the_message_that_bounced_and_never_opens_a_ticket(
    cast: Cast, inbox: Inbox, postbox: Postbox
) -> None:
    take_in(inbox, mail())
    first = Message.objects.get()
    answer = replying.reply(first.ticket_id, text="はい", last_seen_id=first.id, by=acting(cast.hana))
    run_due()
    answer.refresh_from_db()
    raw = take_in(inbox, delivery_report(f"<{answer.external_id}>"), mail_from="")
    answer.refresh_from_db()
    assert (raw.state, raw.reason, raw.ticket_id) == ("filtered", "bounce", first.ticket_id)
    assert answer.state == "failed"
    assert "5.1.1" in answer.failure
    assert Ticket.objects.count() == 1
    assert "tanaka@kawakami-shoji.example" in Message.objects.get(kind="note").text
    assert cast.tanaka.identities.get().bounced_at is not None


def test_a_forged_bounce_changes_nothing(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    take_in(inbox, mail())
    first = Message.objects.get()
    answer = replying.reply(first.ticket_id, text="はい", last_seen_id=first.id, by=acting(cast.hana))
    run_due()
    raw = take_in(inbox, delivery_report(f"<m.{answer.id}.{'a' * 24}@shop.example>"))
    answer.refresh_from_db()
    assert (raw.reason, answer.state, Ticket.objects.count()) == ("bounce_of_unknown", "sent", 1)


def test_a_read_receipt_opens_nothing_whatever_mail_it_names(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    take_in(inbox, mail())
    first = Message.objects.get()
    answer = replying.reply(first.ticket_id, text="はい", last_seen_id=first.id, by=acting(cast.hana))
    run_due()
    answer.refresh_from_db()
    for number, named in enumerate((answer.external_id, "elsewhere@kawakami-shoji.example")):
        raw = take_in(inbox, read_receipt(number, named))
        assert (raw.state, raw.reason) == ("filtered", "read_receipt")
    assert (Ticket.objects.count(), Message.objects.count(), len(postbox.mails)) == (1, 2, 1)


def read_receipt(number: int, message_id: str) -> bytes:
    """What a mail program sends when 田中様's assistant opens an answer."""
    return (
        "From: assistant@other.example\r\nTo: support@shop.example\r\nSubject: 開封済み\r\n"
        f"Message-ID: <read{number}@other.example>\r\nIn-Reply-To: <{message_id}>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=disposition-notification; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n開封しました\r\n"
        "--b\r\nContent-Type: message/disposition-notification\r\n\r\n"
        f"Final-Recipient: rfc822; assistant@other.example\r\nOriginal-Message-ID: <{message_id}>\r\n"
        "Disposition: manual-action/MDN-sent-manually; displayed\r\n--b--\r\n"
    ).encode()


def test_two_robots_answering_each_other_cost_two_mails_at_most(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    Inbox.objects.filter(pk=inbox.id).update(receipt_enabled=True)
    for number in range(50):
        take_in(
            inbox,
            mail("自動でお答えします", sender="robot@loop.example", message_id=f"r{number}@loop", subject=f"{number}"),
        )
    assert len(postbox.mails) <= 2


def test_spam_by_the_servers_mark_waits_in_the_spam_box_and_gets_no_answer(inbox: Inbox, postbox: Postbox) -> None:
    chosen = {**inbox.settings, "spam_marks": "always"}
    Inbox.objects.filter(pk=inbox.id).update(receipt_enabled=True, settings=chosen)
    take_in(inbox, mail("稼げます", X_Spam_Flag="YES"))
    assert (Ticket.objects.get().status, postbox.mails) == ("spam", [])


def test_files_come_with_the_mail(inbox: Inbox) -> None:
    message = EmailMessage()
    message["From"], message["Subject"], message["Message-ID"] = "a@b.example", "写真", "<f@b.example>"
    message.set_content("写真です")
    message.add_attachment(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", filename="炊飯器 (1).png")
    take_in(inbox, message.as_bytes())
    attachment = Message.objects.get().attachments.get()
    assert (attachment.name, files.read(attachment.file)) == ("炊飯器 (1).png", b"\x89PNG\r\n\x1a\n")


def test_one_mail_to_two_inboxes_reaches_both_teams_once(cast: Cast, inbox: Inbox) -> None:
    other = Inbox.objects.create(name="受注", kind="mail", address="orders@shop.example", created_at=clock.now())
    for _delivery in range(2):
        take_in(inbox, mail())
        take_in(other, mail())
    assert RawMessage.objects.count() == 2
    assert connection.vendor in ("sqlite", "postgresql")
