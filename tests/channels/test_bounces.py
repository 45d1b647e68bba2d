"""Mail that came back, receipts and complaints: laid beside the message they are about, never a ticket of their own."""

import json

import pytest
from django.test import Client

from madoguchi.channels.models import DeliveryNotice, Inbox
from madoguchi.customers import queries as customers
from madoguchi.customers.models import Identity
from madoguchi.kernel.jobs import run_due
from madoguchi.tickets.models import Message, Ticket
from madoguchi.tickets.services import closing, replying
from tests.cast import TANAKA_ADDRESS, Cast, acting, signed_in
from tests.channels.conftest import mail, take_in
from tests.mail_corpus.writing import mail as raw_mail
from tests.mail_corpus.writing import multipart, part
from tests.servers.postbox import Postbox


@pytest.fixture
def answer(cast: Cast, inbox: Inbox, postbox: Postbox) -> Message:
    """花's answer to 田中様, sent."""
    take_in(inbox, mail())
    first = Message.objects.get()
    written = replying.reply(first.ticket_id, text="修理できます", last_seen_id=first.id, by=acting(cast.hana))
    run_due()
    written.refresh_from_db()
    assert written.state == "sent"
    return written


def report(
    external_id: str,
    *,
    who: str = TANAKA_ADDRESS,
    action: str = "failed",
    status: str = "5.1.1",
    said: str = "550 5.1.1 <tanaka> User unknown",
    number: int = 1,
) -> bytes:
    """A delivery report as Postfix writes it, with the head of the mail it is about."""
    fields = (
        f"Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; {who}\r\nAction: {action}\r\nStatus: {status}"
    )
    return raw_mail(
        multipart(
            "report; report-type=delivery-status",
            part("This is the mail system."),
            part(f"{fields}\r\nDiagnostic-Code: smtp; {said}\r\n".encode(), "Content-Type: message/delivery-status"),
            part(f"Message-ID: <{external_id}>\r\nSubject: x\r\n".encode(), "Content-Type: text/rfc822-headers"),
        ),
        "From: MAILER-DAEMON@mx.example",
        "Subject: Undelivered Mail Returned to Sender",
        f"Message-ID: <dsn{number}@mx.example>",
        "Auto-Submitted: auto-replied",
    )


def seen(external_id: str, *, who: str = TANAKA_ADDRESS) -> bytes:
    """田中様's mail program says that he opened it."""
    fields = f"Final-Recipient: rfc822;{who}\r\nOriginal-Message-ID: <{external_id}>\r\n"
    return raw_mail(
        multipart(
            "report; report-type=disposition-notification",
            part("開封しました"),
            part(
                f"{fields}Disposition: manual-action/MDN-sent-manually; displayed\r\n".encode(),
                "Content-Type: message/disposition-notification",
            ),
        ),
        f"From: <{who}>",
        "Message-ID: <mdn@kawakami.example>",
    )


def complaint(external_id: str, *, who: str = TANAKA_ADDRESS) -> bytes:
    """A feedback loop says that a reader pressed “this is spam”."""
    return raw_mail(
        multipart(
            "report; report-type=feedback-report",
            part("This is an abuse report."),
            part(
                f"Feedback-Type: abuse\r\nUser-Agent: Fbl/1.0\r\nVersion: 1\r\nOriginal-Rcpt-To: <{who}>\r\n".encode(),
                "Content-Type: message/feedback-report",
            ),
            part(f"Message-ID: <{external_id}>\r\nSubject: x\r\n\r\nbody".encode(), "Content-Type: message/rfc822"),
        ),
        "From: fbl@provider.example",
        "Message-ID: <arf@provider.example>",
    )


def test_a_dead_address_is_marked_with_the_servers_words_and_shown_to_the_agent(
    cast: Cast, inbox: Inbox, answer: Message
) -> None:
    raw = take_in(inbox, report(answer.external_id), mail_from="")
    answer.refresh_from_db()
    assert (raw.reason, answer.state, Ticket.objects.count()) == ("bounce", "failed", 1)
    marked = Identity.objects.get(address=TANAKA_ADDRESS)
    assert marked.bounced_at is not None
    assert marked.bounced_reason == "5.1.1 550 5.1.1 <tanaka> User unknown"
    hana = signed_in(cast.hana)
    page = hana.get(f"/customers/{cast.tanaka.id}").content.decode()
    assert "届いていません" in page
    assert "User unknown" in page
    found = customers.unreachable([TANAKA_ADDRESS.upper(), "other@x.example"])
    assert [(one.address, one.reason) for one in found] == [(TANAKA_ADDRESS.upper(), marked.bounced_reason)]


def test_who_writes_to_a_dead_address_next_is_asked_first(cast: Cast, inbox: Inbox, answer: Message) -> None:
    take_in(inbox, report(answer.external_id), mail_from="")
    misaki = signed_in(cast.misaki)
    last = Message.objects.order_by("-id")[0].id
    to = json.dumps([{"name": "", "address": TANAKA_ADDRESS}])
    asked = {"text": "もう一度お送りします。", "client_key": "k", "last_seen_id": str(last), "to": to}
    refused = misaki.post(f"/tickets/{answer.ticket_id}/replies", asked, headers={"accept": "application/json"})
    assert refused.status_code in (409, 422)
    assert "recipient_unreachable" in refused.content.decode()
    assert not Message.objects.filter(client_key="k").exists()


def test_a_person_lifts_the_mark_and_so_does_mail_from_there(cast: Cast, inbox: Inbox, answer: Message) -> None:
    take_in(inbox, report(answer.external_id), mail_from="")
    identity = Identity.objects.get(address=TANAKA_ADDRESS)
    signed_in(cast.hana).post(f"/identities/{identity.id}/reach", {"customer_id": cast.tanaka.id})
    identity.refresh_from_db()
    assert (identity.bounced_at, identity.bounced_reason) == (None, "")
    take_in(inbox, report(answer.external_id, number=2), mail_from="")
    assert customers.unreachable([TANAKA_ADDRESS])
    take_in(inbox, mail("不在です", message_id="ooo@x", Auto_Submitted="auto-replied"))
    assert customers.unreachable([TANAKA_ADDRESS])
    take_in(inbox, mail("またお願いします", message_id="again@x", subject="別件"))
    assert not customers.unreachable([TANAKA_ADDRESS])


@pytest.mark.parametrize(
    ("status", "action", "said", "state", "dead"),
    [
        ("5.1.1", "failed", "550 5.1.1 no such user", "failed", True),
        ("5.2.2", "failed", "552 5.2.2 mailbox full", "failed", False),
        ("5.7.1", "failed", "554 5.7.1 rejected as spam", "failed", False),
        ("4.4.7", "failed", "451 4.4.7 delivery time expired", "failed", False),
        ("4.4.1", "delayed", "connection timed out", "sent", False),
    ],
)
def test_only_what_is_over_for_good_fails_and_only_a_missing_mailbox_is_dead(
    inbox: Inbox, answer: Message, status: str, action: str, said: str, state: str, dead: bool
) -> None:
    take_in(inbox, report(answer.external_id, status=status, action=action, said=said), mail_from="")
    answer.refresh_from_db()
    assert answer.state == state
    assert (Identity.objects.get(address=TANAKA_ADDRESS).bounced_at is not None) is dead
    assert said.split(" ", 1)[-1][:10] in Message.objects.get(kind="note").text


def test_a_bounce_of_a_closed_ticket_reopens_nothing_but_is_told(cast: Cast, inbox: Inbox, answer: Message) -> None:
    closing.close(answer.ticket_id, by=acting(cast.hana))
    take_in(inbox, report(answer.external_id), mail_from="")
    ticket = Ticket.objects.get()
    assert (ticket.status, ticket.delivery_failed) == ("closed", True)


@pytest.mark.parametrize("forge", [f"m.{{id}}.{'0' * 24}@shop.example", "m.{id}@shop.example", "{reference}"])
def test_a_made_up_bounce_changes_nothing_and_an_administrator_sees_it(
    cast: Cast, inbox: Inbox, answer: Message, forge: str
) -> None:
    made_up = forge.format(id=answer.id, reference=answer.ticket.reference)
    before = Message.objects.count()
    raw = take_in(inbox, report(made_up), mail_from="")
    answer.refresh_from_db()
    assert (raw.state, raw.reason, raw.ticket_id) == ("filtered", "bounce_of_unknown", None)
    assert (answer.state, Message.objects.count(), Ticket.objects.count()) == ("sent", before, 1)
    assert not customers.unreachable([TANAKA_ADDRESS])
    shown = signed_in(cast.admin).get(f"/setup/mail-room/in/{raw.id}").content.decode()
    assert "この窓口から送っていないメール" in shown


def test_a_report_that_names_a_stranger_kills_nobodys_address(cast: Cast, inbox: Inbox, answer: Message) -> None:
    take_in(inbox, mail("x", sender="smith@other.example", message_id="s@other", subject="other"))
    take_in(inbox, report(answer.external_id, who="smith@other.example"), mail_from="")
    assert not customers.unreachable(["smith@other.example", TANAKA_ADDRESS])


def test_case_08_a_bounce_of_the_houses_own_mail_opens_no_ticket_and_tells_nothing(inbox: Inbox) -> None:
    raw = take_in(inbox, report("s.0123456789abcdef01234567@shop.example", who="hana@shop.example"), mail_from="")
    assert (raw.reason, Ticket.objects.count()) == ("bounce_of_unknown", 0)


def test_a_carriers_free_words_find_the_message_too(inbox: Inbox, answer: Message) -> None:
    text = f"Could not be delivered to: <<{TANAKA_ADDRESS}>>\n    550 Unknown user\n\n"
    text += f"Message-ID: <{answer.external_id}>\n"
    said = raw_mail(text, "From: Postmaster@ezweb.example", "Subject: Mail System Error - Returned Mail")
    raw = take_in(inbox, said, mail_from="")
    answer.refresh_from_db()
    assert (raw.reason, answer.state) == ("bounce", "failed")
    assert "550 Unknown user" in answer.failure


def test_a_read_receipt_is_shown_on_the_message(cast: Cast, inbox: Inbox, answer: Message) -> None:
    raw = take_in(inbox, seen(answer.external_id))
    assert (raw.state, raw.reason, raw.ticket_id) == ("filtered", "read_receipt", answer.ticket_id)
    assert DeliveryNotice.objects.get().kind == "read"
    assert "開封済み" in signed_in(cast.hana).get(f"/tickets/{answer.ticket_id}").content.decode()


def test_a_receipt_of_somebody_who_never_got_it_says_nothing(inbox: Inbox, answer: Message) -> None:
    take_in(inbox, seen(answer.external_id, who="mallory@evil.example"))
    take_in(inbox, seen("m.1.000000000000000000000000@shop.example"))
    assert (DeliveryNotice.objects.count(), Ticket.objects.count()) == (0, 1)


def test_a_delivered_report_is_a_receipt_and_no_failure(cast: Cast, inbox: Inbox, answer: Message) -> None:
    raw = take_in(inbox, report(answer.external_id, action="delivered", status="2.1.5", said="250 ok"), mail_from="")
    answer.refresh_from_db()
    assert (raw.reason, answer.state, DeliveryNotice.objects.get().kind) == ("delivered", "sent", "delivered")
    assert not Message.objects.filter(kind="note").exists()


def test_who_reports_us_as_spam_gets_no_more_automatic_mail(
    cast: Cast, inbox: Inbox, postbox: Postbox, answer: Message
) -> None:
    raw = take_in(inbox, complaint(answer.external_id))
    assert (raw.reason, raw.ticket_id) == ("complaint", answer.ticket_id)
    assert "迷惑メールとして報告" in Message.objects.get(kind="note").text
    assert not customers.takes_automatic_mail(TANAKA_ADDRESS)
    Inbox.objects.filter(pk=inbox.id).update(receipt_enabled=True)
    sent = len(postbox.mails)
    take_in(inbox, mail("新しい件", message_id="new@x", subject="新しい件"))
    run_due()
    assert len(postbox.mails) == sent
    identity = Identity.objects.get(address=TANAKA_ADDRESS)
    hana = signed_in(cast.hana)
    assert "自動送信" in hana.get(f"/customers/{cast.tanaka.id}").content.decode()
    hana.post(f"/identities/{identity.id}/silence-end", {"customer_id": cast.tanaka.id})
    take_in(inbox, mail("さらに", message_id="more@x", subject="さらに"))
    run_due()
    assert len(postbox.mails) == sent + 1


def test_a_made_up_complaint_silences_nobody(inbox: Inbox, answer: Message) -> None:
    raw = take_in(inbox, complaint("m.1.000000000000000000000000@shop.example"))
    assert (raw.reason, Ticket.objects.count()) == ("complaint_of_unknown", 1)
    assert customers.takes_automatic_mail(TANAKA_ADDRESS)


def test_a_viewer_may_not_lift_a_mark(cast: Cast, inbox: Inbox, answer: Message, client: Client) -> None:
    take_in(inbox, report(answer.external_id), mail_from="")
    identity = Identity.objects.get(address=TANAKA_ADDRESS)
    signed_in(cast.yumi).post(f"/identities/{identity.id}/reach", {"customer_id": cast.tanaka.id})
    client.post(f"/identities/{identity.id}/reach", {"customer_id": cast.tanaka.id})
    identity.refresh_from_db()
    assert identity.bounced_at is not None
