"""相談 by mail: what others are asked, what they answer, and that the customer's conversation knows nothing of it."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from madoguchi.channels.models import Delivery, DeliveryState, Inbox, RawMessage, RawState
from madoguchi.channels.services.storing import store_raw
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.jobs import run_due
from madoguchi.kernel.models import EventRow
from madoguchi.notifications.models import Notification
from madoguchi.tickets import consultation_tokens, consultations
from madoguchi.tickets.errors import CustomerAsked
from madoguchi.tickets.models import Consultation, ConsultationMessage, Message, Ticket
from madoguchi.tickets.services import attaching, replying
from madoguchi.tickets.services.asking import consulting, sending
from tests.cast import TANAKA_ADDRESS, Cast, acting
from tests.channels.conftest import mail
from tests.servers.postbox import Postbox

MAKER = "kondo@netsuban.example"


@pytest.fixture
def ticket(inbox: Inbox) -> Ticket:
    store_raw(inbox.id, content=mail("ふたが閉まりません。"), door="smtp", by=SYSTEM)
    run_due()
    return Ticket.objects.get()


def last(postbox: Postbox) -> EmailMessage:
    return message_from_bytes(postbox.mails[-1], policy=default)  # type: ignore[return-value]


def ask(ticket: Ticket, cast: Cast, text: str = "ふたの在庫はありますか。", **more: object) -> Consultation:
    arguments = {"to": [{"name": "近藤", "address": MAKER}], "subject": "ふたの在庫", **more}
    made = consulting.consult(ticket.id, text=text, by=acting(cast.hana), **arguments)  # type: ignore[arg-type]
    run_due()
    return made


def come_in(inbox: Inbox, text: str, *, message_id: str, **fields: str) -> RawMessage:
    fields = {"sender": f"近藤 <{MAKER}>", "subject": "Re: ふたの在庫", **fields}
    raw = store_raw(inbox.id, content=mail(text, message_id=message_id, **fields), door="smtp", by=SYSTEM)
    run_due()
    raw.refresh_from_db()
    return raw


def test_hana_asks_the_maker_and_the_answer_lies_beside_the_conversation(
    ticket: Ticket, inbox: Inbox, postbox: Postbox, cast: Cast
) -> None:
    row = ask(ticket, cast)
    sent = last(postbox)
    assert (sent["To"], sent["From"].addresses[0].addr_spec) == (f"近藤 <{MAKER}>", inbox.address)
    assert sent["Subject"] == f"ふたの在庫 [Q-{row.reference}]"
    assert sent["In-Reply-To"] is None and sent["References"] is None
    whole = sent.as_string() + sent.get_body(("plain",)).get_content()
    assert not [secret for secret in (ticket.reference, "田中", TANAKA_ADDRESS, "炊飯器について") if secret in whole]
    assert "/guests/" in whole
    message_id = str(sent["Message-ID"]).strip("<>")
    ticket.refresh_from_db()
    assert (ticket.consultation_state, ticket.message_count) == ("asked", 1)

    raw = come_in(inbox, "在庫は12個です。", message_id="answer@netsuban.example", in_reply_to=f"<{message_id}>")
    assert (raw.state, raw.reason, raw.ticket_id) == (RawState.FILTERED, "consultation", ticket.id)
    ticket.refresh_from_db()
    assert (ticket.consultation_state, ticket.message_count, Ticket.objects.count()) == ("answered", 1, 1)
    assert list(Message.objects.values_list("text", flat=True)) == ["ふたが閉まりません。"]
    talk = consultations.one(row.id, by=acting(cast.hana))
    assert [(one.inward, one.state) for one in talk.messages] == [(False, "sent"), (True, "done")]
    assert "12個" in talk.last.text and not talk.last.stranger
    assert Notification.objects.filter(agent=cast.hana, kind="consultation.answered").exists()

    again = come_in(
        inbox, "在庫は12個です。", message_id="answer@netsuban.example", in_reply_to=f"<{message_id}>", x_way="2"
    )
    assert again.id != raw.id and ConsultationMessage.objects.count() == 2
    replying.reply(ticket.id, text="在庫がございます。", last_seen_id=None, confirm_newer=True, by=acting(cast.hana))
    Delivery.objects.update(due_at=ticket.created_at)
    run_due()
    reply = last(postbox)
    assert TANAKA_ADDRESS in reply["To"]
    assert message_id not in reply.as_string() and "12個" not in reply.get_body(("plain",)).get_content()


@pytest.mark.parametrize("evidence", ["address", "subject"])
def test_without_thread_headers_the_signed_address_or_the_mark_finds_it(
    ticket: Ticket, inbox: Inbox, postbox: Postbox, cast: Cast, evidence: str
) -> None:
    row = ask(ticket, cast)
    to = consultation_tokens.reply_address(inbox.address, row.reference) if evidence == "address" else inbox.address
    subject = "お返事" if evidence == "address" else f"Re: ふたの在庫 [Q-{row.reference}]"
    come_in(
        inbox,
        "あります。",
        message_id="x@netsuban.example",
        to=to,
        subject=subject,
        sender="Unknown <who@else.example>",
    )
    talk = consultations.one(row.id, by=acting(cast.hana))
    assert (Ticket.objects.count(), talk.last.inward, talk.last.stranger) == (1, True, True)


def test_a_forged_token_opens_a_ticket_like_any_mail(
    ticket: Ticket, inbox: Inbox, postbox: Postbox, cast: Cast
) -> None:
    ask(ticket, cast)
    asked = ConsultationMessage.objects.get()
    forged = f"a.{asked.id}.{'0' * 24}@shop.example"
    come_in(
        inbox,
        "知りません。",
        message_id="y@netsuban.example",
        in_reply_to=f"<{forged}>",
        to="support+q.abcd2345.0000000000000000@shop.example",
    )
    assert (Ticket.objects.count(), ConsultationMessage.objects.count()) == (2, 1)


def test_a_holiday_notice_is_kept_but_is_no_answer(ticket: Ticket, inbox: Inbox, postbox: Postbox, cast: Cast) -> None:
    row = ask(ticket, cast)
    message_id = str(last(postbox)["Message-ID"])
    come_in(inbox, "不在です。", message_id="z@netsuban.example", in_reply_to=message_id, auto_submitted="auto-replied")
    ticket.refresh_from_db()
    talk = consultations.one(row.id, by=acting(cast.hana))
    assert (talk.last.auto, ticket.consultation_state, len(postbox.mails)) == (True, "asked", 1)
    assert not Notification.objects.filter(kind="consultation.answered").exists()


def test_our_own_mail_that_comes_back_stops(ticket: Ticket, inbox: Inbox, postbox: Postbox, cast: Cast) -> None:
    ask(ticket, cast)
    loop = store_raw(inbox.id, content=postbox.mails[-1], door="smtp", by=SYSTEM)
    run_due()
    loop.refresh_from_db()
    assert (loop.state, loop.reason, ConsultationMessage.objects.count()) == (RawState.FILTERED, "own_mail", 1)


def test_a_bounce_is_shown_on_the_question_and_hana_can_send_it_again(
    ticket: Ticket, inbox: Inbox, postbox: Postbox, cast: Cast
) -> None:
    ask(ticket, cast)
    message_id = str(last(postbox)["Message-ID"])
    report = (
        "From: mailer-daemon@netsuban.example\nTo: support@shop.example\nSubject: Undelivered Mail\n"
        "Message-ID: <b1@netsuban.example>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="B"\n\n'
        "--B\nContent-Type: text/plain\n\nfailed\n--B\nContent-Type: message/delivery-status\n\n"
        f"Reporting-MTA: dns; netsuban.example\n\nFinal-Recipient: rfc822; {MAKER}\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 no such user\n\n--B\nContent-Type: message/rfc822\n\n"
        f"From: support@shop.example\nMessage-ID: {message_id}\nSubject: x\n\nx\n--B--\n"
    )
    raw = store_raw(inbox.id, content=report.encode(), door="smtp", by=SYSTEM)
    run_due()
    raw.refresh_from_db()
    asked = ConsultationMessage.objects.get()
    assert (raw.reason, raw.ticket_id, asked.state) == ("bounce", ticket.id, "failed")
    assert "550 no such user" in asked.failure
    assert Delivery.objects.get().state == DeliveryState.FAILED
    sending.retry(asked.id, by=acting(cast.hana))
    run_due()
    asked.refresh_from_db()
    assert (asked.state, str(last(postbox)["Message-ID"])) == ("sent", message_id)


def test_the_customer_is_never_asked(ticket: Ticket, inbox: Inbox, postbox: Postbox, cast: Cast) -> None:
    with pytest.raises(CustomerAsked):
        ask(ticket, cast, to=[{"name": "", "address": TANAKA_ADDRESS.upper()}])
    assert not Consultation.objects.exists() and not EventRow.objects.filter(name__startswith="consultation").exists()


def test_files_of_the_ticket_are_passed_on(ticket: Ticket, inbox: Inbox, postbox: Postbox, cast: Cast) -> None:
    upload = attaching.upload(name="図面.txt", type="text/plain", content="図".encode(), by=acting(cast.hana))
    row = ask(ticket, cast, attachment_ids=[upload.id])
    assert [part.get_filename() for part in last(postbox).iter_attachments()] == ["図面.txt"]
    assert [file.name for file in consultations.one(row.id, by=acting(cast.hana)).files[row.messages.get().id]] == [
        "図面.txt"
    ]
