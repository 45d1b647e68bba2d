"""Cases 10 and 39 to 41: what a sender writes into the head of a mail, and what we write into ours."""

import re

import pytest

from madoguchi.channels.models import Inbox
from madoguchi.tickets.models import Ticket
from madoguchi.tickets.services import changing
from tests.cast import TANAKA_ADDRESS, acting, signed_in
from tests.channels.conftest import mail
from tests.security.conftest import ATTACKER, Outside, message_of

INJECTED = re.compile(rb"(?mi)^(bcc|cc|x-injected|reply-to)\s*:.*evil", re.IGNORECASE)
NASTY = [
    "a\r\nBcc: {0}",
    "a\nBcc: {0}",
    "a\rBcc: {0}",
    "a\x00Bcc: {0}",
    "=?utf-8?q?a=0D=0ABcc=3A_{0}?=",
    "=?utf-8?b?YQ0KQmNjOiBtYWxsb3J5QGV2aWwuZXhhbXBsZQ==?=",
    "a\u2028Bcc: {0}",
    "a\x0bBcc: {0}\x85Bcc: {0}",
]


@pytest.mark.parametrize("nasty", NASTY)
def test_case_10_name_subject_and_field_of_a_customer_put_no_line_into_our_mails_head(
    outside: Outside, nasty: str
) -> None:
    said = nasty.format(ATTACKER)
    head = f"From: =?utf-8?q?x?= <{TANAKA_ADDRESS}>\r\nTo: support@shop.example\r\nMessage-ID: <n@x.example>\r\n"
    plain = said.replace("\r", " ").replace("\n", " ") if not said.startswith("=?") else said
    head += f'Subject: {plain}\r\nReply-To: "{plain}" <{TANAKA_ADDRESS}>\r\nCc: "{plain}" <b@c.example>\r\n'
    raw = outside.send_raw(f"{head}\r\nx\r\n".encode())
    changing.change(raw.ticket_id or 0, subject=said.replace("\x00", " "), by=acting(outside.cast.hana))
    outside.answered(raw, to=[{"name": said.replace("\x00", ""), "address": TANAKA_ADDRESS}])
    assert outside.postbox.mails
    for sent, people in zip(outside.postbox.mails, outside.postbox.recipients, strict=True):
        assert not INJECTED.search(sent.partition(b"\r\n\r\n")[0])
        assert sent.partition(b"\r\n\r\n")[0].lower().count(b"\nto: ") == 1
        assert ATTACKER not in people


def test_case_10_the_request_form_takes_no_line_breaks_into_a_head(outside: Outside) -> None:
    browser = signed_in(outside.cast.hana)
    ticket_id = outside.send(sender=TANAKA_ADDRESS).ticket_id
    people = f'[{{"name": "a\\r\\nBcc: {ATTACKER}", "address": "{TANAKA_ADDRESS}"}}]'
    assert browser.post(f"/tickets/{ticket_id}/replies", {"text": "x", "to": people}).status_code == 422
    people = f'[{{"name": "", "address": "{TANAKA_ADDRESS}\\r\\nBcc: {ATTACKER}"}}]'
    assert browser.post(f"/tickets/{ticket_id}/replies", {"text": "x", "to": people}).status_code == 422


@pytest.mark.parametrize(
    "sender",
    [
        f'"{TANAKA_ADDRESS}" <{ATTACKER}>',
        "田中 一郎 <tanaka@xn--kawakami-shji-bhb.example>",
        f"\u202e田中 一郎 <{ATTACKER}>",
        "田中\u200b 一郎 <tanaka@kawakami-shoji.example.evil.example>",
    ],
)
def test_case_39_a_look_alike_is_a_stranger_and_shown_with_the_true_address(outside: Outside, sender: str) -> None:
    asked = outside.send(sender=TANAKA_ADDRESS)
    ticket = Ticket.objects.get(pk=asked.ticket_id)
    came = message_of(outside.send(sender=sender, subject=f"Re: [{ticket.reference}]"))
    assert came.ticket_id != ticket.id
    assert came.customer_id != outside.cast.tanaka.id
    page = signed_in(outside.cast.hana).get(f"/tickets/{came.ticket_id}").content.decode()
    assert came.author_address in page
    assert "\u202e" not in page
    if "xn--" in sender or "\u202e" in sender or sender.startswith('"'):
        assert came.verdict.get("lookalike")


FORGED_VERDICT = "Authentication-Results: {0}; dmarc=pass header.from=madoguchi.example; dkim=pass; spf=pass\r\n"


@pytest.mark.parametrize("server", ["mx.evil.example", "mx.shop.example.evil.example", "", "MX.SHOP.EXAMPLE x"])
def test_case_40_verdicts_that_the_sender_wrote_are_not_believed(outside: Outside, server: str) -> None:
    Inbox.objects.filter(pk=outside.inbox.id).update(
        settings={**outside.inbox.settings, "trusted_servers": "mx.shop.example"}
    )
    true = b"Authentication-Results: mx.shop.example; dmarc=fail header.from=madoguchi.example\r\n"
    forged = FORGED_VERDICT.format(server).encode()
    body = mail(sender=outside.cast.hana.email, message_id=f"v{len(server)}@x.example").replace(b"\n", b"\r\n")
    came = message_of(outside.send_raw(true + forged + body))
    assert came.verdict["dmarc"] == "fail"
    assert came.verdict["claims_agent"] == "unverified"


def test_case_40_without_a_trusted_server_no_verdict_in_a_mail_counts(outside: Outside) -> None:
    body = mail(sender=outside.cast.hana.email).replace(b"\n", b"\r\n")
    came = message_of(outside.send_raw(FORGED_VERDICT.format("localhost").encode() + body))
    assert came.verdict.get("dmarc") != "pass"
    assert came.verdict["claims_agent"] == "unverified"


def test_case_41_marks_of_ours_that_come_from_outside_change_nothing(outside: Outside) -> None:
    outside.send(sender=TANAKA_ADDRESS)
    marks = {
        **{"X-Madoguchi-File": "/etc/passwd", "X-Madoguchi-Ticket": "1", "X-Madoguchi-Agent": outside.cast.hana.email},
        **{"X-Madoguchi-Signed": "yes", "X-Madoguchi-Decrypted": "yes", "X-RT-Encrypt": "1", "X-Fragment": "1"},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in marks.items()).encode()
    body = mail(sender=ATTACKER, subject="別件", message_id="marked@evil.example").replace(b"\n", b"\r\n")
    came = message_of(outside.send_raw(head + body))
    assert (came.kind, came.agent_id, came.stranger, came.threaded_by) == ("inward", None, False, "")
    assert came.ticket.message_count - came.ticket.messages.filter(auto=True).count() == 1
    said = str({**came.verdict, "evidence": came.evidence}).lower()
    assert "encrypt" not in said
    assert "sign" not in said
    answer = outside.browser.get("/", headers={"x-madoguchi-file": "/etc/passwd"})
    assert "root:" not in answer.content.decode()
