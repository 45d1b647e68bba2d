"""Who really sent it: our own server's word, our own checks at the open door, and senders that look like others."""

import base64
from collections.abc import Iterator
from typing import Any

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from madoguchi.channels.models import Inbox
from madoguchi.kernel import settings
from madoguchi.tickets.models import Message, Ticket
from tests.cast import Cast, signed_in
from tests.channels.conftest import mail, take_in
from tests.servers.nameserver import Nameserver

OUTSIDE = "203.0.113.9"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PEM = KEY.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
PUBLIC = base64.b64encode(KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Iterator[Nameserver]:
    """kawakami-shoji.example sends from one address, signs its mail, and wants forgeries rejected."""
    server = Nameserver().start()
    server.text("kawakami-shoji.example", "v=spf1 ip4:203.0.113.9 include:relay.example -all")
    server.text("relay.example", "v=spf1 ip6:2001:db8::/32 mx ~all")
    server.records[("relay.example", "MX")] = ["10 mx.relay.example."]
    server.records[("mx.relay.example", "A")] = ["198.51.100.7"]
    server.text("s1._domainkey.kawakami-shoji.example", f"v=DKIM1; k=rsa; p={PUBLIC}")
    server.text("_dmarc.kawakami-shoji.example", "v=DMARC1; p=reject; adkim=r; aspf=r")
    monkeypatch.setenv("MADOGUCHI_DNS_SERVER", server.place)
    monkeypatch.setattr("madoguchi.channels.base.mail.sender.names.ONE_QUESTION", 0.3)
    yield server
    server.stop()


def signed(content: bytes, domain: bytes = b"kawakami-shoji.example") -> bytes:
    content = content.replace(b"\n", b"\r\n")
    header: bytes = dkim.sign(content, b"s1", domain, PEM, include_headers=[b"from", b"subject", b"date"])
    return header + content


def verdict_of(inbox: Inbox, content: bytes, **envelope: Any) -> dict[str, Any]:
    take_in(inbox, content, **envelope)
    found: dict[str, Any] = Message.objects.order_by("-id").values_list("verdict", flat=True)[0]
    return found


@pytest.mark.parametrize(
    ("peer", "mail_from", "spf"),
    [
        (OUTSIDE, "tanaka@kawakami-shoji.example", "pass"),
        ("198.51.100.7", "tanaka@kawakami-shoji.example", "pass"),
        ("2001:db8::25", "tanaka@kawakami-shoji.example", "pass"),
        ("198.51.100.8", "tanaka@kawakami-shoji.example", "fail"),
        (OUTSIDE, "x@says-nothing.example", "none"),
    ],
)
def test_the_open_door_asks_whether_a_server_may_send(
    inbox: Inbox, names: Nameserver, peer: str, mail_from: str, spf: str
) -> None:
    found = verdict_of(inbox, mail(), peer=peer, mail_from=mail_from)
    assert (found["spf"], found["dkim"]) == (spf, "none")
    assert found["dmarc"] == ("pass" if spf == "pass" else "fail")


@pytest.mark.once
@pytest.mark.parametrize(
    ("record", "result"),
    [
        ("v=spf1 a:mx.relay.example -all", "pass"),
        ("v=spf1 exists:%{ir}.%{v}.lists.example -all", "pass"),
        ("v=spf1 redirect=relay.example", "pass"),
        ("v=spf1 ptr -all", "fail"),
        ("v=spf1 ?all", "neutral"),
        ("v=spf1 ~all", "softfail"),
        ("v=spf1 include:nobody.example -all", "permerror"),
        ("v=spf1 include:loop.example -all", "permerror"),
        ("v=spf1 ip4:300.1.1.1 -all", "permerror"),
        ("v=spf1 include:silent.example -all", "temperror"),
    ],
)
def test_a_domains_record_is_followed_as_the_standard_says(
    inbox: Inbox, names: Nameserver, record: str, result: str
) -> None:
    names.text("loop.example", record)
    names.records[("7.100.51.198.in-addr.lists.example", "A")] = ["127.0.0.2"]
    names.silent.add("silent.example")
    assert verdict_of(inbox, mail(), peer="198.51.100.7", mail_from="a@loop.example")["spf"] == result


def test_a_signature_vouches_for_forwarded_mail_and_breaks_when_the_text_is_changed(
    cast: Cast, inbox: Inbox, names: Nameserver
) -> None:
    whole = signed(mail())
    found = verdict_of(inbox, whole, peer="198.51.100.99", mail_from="list@forwarder.example")
    assert (found["dkim"], found["dmarc"], found["judged"]) == ("pass", "pass", "here")
    page = signed_in(cast.misaki).get(f"/tickets/{Ticket.objects.get().id}").content.decode()
    assert "DMARC合格" in page
    changed = signed(mail(message_id="2@x", subject="別件")) + b"PS: send money"
    found = verdict_of(inbox, changed, peer="198.51.100.99", mail_from="list@forwarder.example")
    assert (found["dkim"], found["dmarc"]) == ("fail", "fail")


def test_a_foreign_signature_vouches_for_nobody_else(inbox: Inbox, names: Nameserver) -> None:
    names.text("s1._domainkey.evil.example", f"v=DKIM1; p={PUBLIC}")
    names.text("evil.example", "v=spf1 +all")
    found = verdict_of(inbox, signed(mail(), b"evil.example"), peer="198.51.100.99", mail_from="x@evil.example")
    assert (found["spf"], found["dkim"], found["dmarc"]) == ("pass", "pass", "fail")


def test_a_forged_sender_is_named_on_the_screen_and_gets_no_receipt_notice(
    cast: Cast, inbox: Inbox, names: Nameserver
) -> None:
    Inbox.objects.filter(pk=inbox.id).update(receipt_enabled=True)
    take_in(inbox, mail("振込先が変わりました"), peer="198.51.100.8", mail_from="x@evil.example")
    page = signed_in(cast.misaki).get(f"/tickets/{Ticket.objects.get().id}").content.decode()
    assert "なりすましの可能性" in page
    assert "tanaka@kawakami-shoji.example" in page
    assert not Message.objects.filter(kind="outward").exists()


def test_a_silent_dns_loses_no_mail_and_is_asked_once(inbox: Inbox, names: Nameserver) -> None:
    names.silent |= {"kawakami-shoji.example", "_dmarc.kawakami-shoji.example"}
    found = verdict_of(inbox, mail(), peer=OUTSIDE, mail_from="tanaka@kawakami-shoji.example")
    assert (found["spf"], found["dmarc"]) == ("temperror", "temperror")
    before = len(names.asked)
    verdict_of(inbox, mail(message_id="2@x", subject="2"), peer=OUTSIDE, mail_from="tanaka@kawakami-shoji.example")
    assert (Message.objects.count(), len(names.asked)) == (2, before)


def test_mail_from_our_own_network_is_not_judged_by_its_servers_address(inbox: Inbox, names: Nameserver) -> None:
    assert "spf" not in verdict_of(inbox, mail(), peer="192.168.1.5", mail_from="tanaka@kawakami-shoji.example")
    assert names.asked == []


@pytest.mark.once
def test_a_run_of_blanks_in_a_signed_mail_costs_no_time(inbox: Inbox, names: Nameserver) -> None:
    content = signed(mail()) + b" " * 3_000_000 + b"x"
    assert verdict_of(inbox, content, peer=OUTSIDE, mail_from="a@b.example")["dkim"] == "permerror"


@pytest.mark.once
@pytest.mark.parametrize(
    "forged",
    [
        "Authentication-Results: mx.evil.example; dmarc=pass header.from=kawakami-shoji.example",
        "Authentication-Results: spf=pass; dkim=pass; dmarc=pass",
        "Authentication-Results: mx.shop.example.evil.example; dmarc=pass",
        'Authentication-Results: "mx.shop.example"; dmarc=pass',
    ],
)
def test_case_40_results_that_came_with_the_mail_are_neither_believed_nor_shown(
    cast: Cast, inbox: Inbox, forged: str
) -> None:
    Inbox.objects.filter(pk=inbox.id).update(settings={**inbox.settings, "trusted_servers": "mx.shop.example"})
    inbox.refresh_from_db()
    own = b"Received: from evil by mx.shop.example; Sat, 21 Nov 2026 10:00:00 +0900\r\n"
    found = verdict_of(inbox, own + forged.encode() + b"\r\n" + mail())
    assert not {"dmarc", "spf", "dkim"} & set(found)
    page = signed_in(cast.misaki).get(f"/tickets/{Ticket.objects.get().id}").content.decode()
    assert "DMARC合格" not in page


def test_what_a_sender_puts_into_our_servers_line_proves_nothing(inbox: Inbox) -> None:
    Inbox.objects.filter(pk=inbox.id).update(settings={**inbox.settings, "trusted_servers": "mx.shop.example"})
    inbox.refresh_from_db()
    line = (
        'Authentication-Results: mx.shop.example; spf=pass (x dmarc=pass) smtp.mailfrom="a; dmarc=pass"@evil.example;'
        " dkim=fail reason=dmarc=pass; dmarc=fail (p=reject) header.from=shop.example\r\n"
    )
    found = verdict_of(inbox, line.encode() + mail())
    assert (found["dmarc"], found["spf"], found["dkim"]) == ("fail", "pass", "fail")


@pytest.mark.once
@pytest.mark.parametrize(
    ("sender", "words"),
    [
        ('"ceo@shop.example" <x@evil.example>', "x@evil.example"),
        ('"ceo＠shop．example" <x@evil.example>', "x@evil.example"),
        ("Bank <help@xn--pple-43d.example>", "\u0430pple.example"),
        ("M\u0430dogir <x@evil.example>", "別の文字が混ざっています"),
        ("=?utf-8?Q?a=E2=80=AEgpj?= <x@evil.example>", "見えない文字"),
        ("=?utf-8?Q?Pay=E2=80=8BPal?= <x@evil.example>", "見えない文字"),
    ],
)
def test_case_39_a_sender_who_looks_like_another_is_shown_with_the_real_address(
    cast: Cast, inbox: Inbox, sender: str, words: str
) -> None:
    found = verdict_of(inbox, f"From: {sender}\r\nSubject: x\r\nMessage-ID: <l@evil.example>\r\n\r\nhello\r\n".encode())
    assert found["lookalike"]
    page = signed_in(cast.misaki).get(f"/tickets/{Ticket.objects.get().id}").content.decode()
    assert words in page.partition('class="warned"')[2][:400]


@pytest.mark.once
@pytest.mark.parametrize(
    "sender",
    [
        "田中 一郎 <a@xn--wgv71a119e.example>",
        "Иван <ivan@почта.example>",
        "山田(営業) <a@b.example>",
        "👩\u200d💻 <a@b.example>",
    ],
)
def test_ordinary_foreign_senders_are_not_accused(inbox: Inbox, sender: str) -> None:
    found = verdict_of(inbox, f"From: {sender}\r\nSubject: x\r\nMessage-ID: <l@b.example>\r\n\r\nhello\r\n".encode())
    assert found.get("lookalike") in (None, "punycode" if "почта" in sender else None)


def test_a_stranger_with_a_colleagues_or_the_companys_name_is_named(cast: Cast, inbox: Inbox) -> None:
    settings.write("company.name", "株式会社かわかみキッチン")
    assert verdict_of(inbox, mail(sender=f"{cast.hana.name} <hana@evil.example>"))["claims_name"] == "agent"
    company = mail(sender="かわかみキッチン <x@evil.example>", message_id="2@x", subject="2")
    assert verdict_of(inbox, company)["claims_name"] == "company"
    assert "claims_name" not in verdict_of(inbox, mail(message_id="3@x", subject="3"))
    page = signed_in(cast.misaki).get(f"/tickets/{Ticket.objects.order_by('id')[0].id}").content.decode()
    assert "担当者と同じ名前" in page


def test_case_41_our_own_marks_from_outside_mean_nothing(cast: Cast, inbox: Inbox) -> None:
    marks = {
        "X_Madoguchi_Agent": str(cast.hana.id),
        "X_Madoguchi_File": "/etc/passwd",
        "X_Madoguchi_Verdict": "dmarc=pass",
        "X_Madoguchi_Ticket": "1",
        "X_Madoguchi_Internal": "yes",
    }
    take_in(inbox, mail(**marks))
    message = Message.objects.get()
    assert (message.kind, message.agent_id, message.verdict, message.stranger) == ("inward", None, {}, False)
