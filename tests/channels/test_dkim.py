"""Signed mail: the key is made here, its record published, and any receiver can check what left."""

import html

import dkim
import pytest

from madoguchi.channels.base.errors import TemporaryFailure
from madoguchi.channels.models import Inbox
from madoguchi.channels.services import signing_mail
from madoguchi.kernel.jobs import run_due
from madoguchi.people.models import AuditLine
from madoguchi.tickets.models import Message, Ticket
from madoguchi.tickets.services import replying
from tests.cast import Cast, acting, signed_in
from tests.channels.conftest import mail, take_in
from tests.servers.postbox import Postbox


class Dns:
    """A resolver that knows what was published in it."""

    def __init__(self) -> None:
        self.records: dict[str, list[str]] = {}

    def ask(self, name: str) -> list[str]:
        return self.records.get(name, [])

    def for_dkimpy(self, name: bytes, timeout: int = 5) -> bytes | None:
        found = self.records.get(name.decode().rstrip("."))
        return found[0].encode() if found else None


def publish(inbox: Inbox) -> Dns:
    inbox.refresh_from_db()
    record = signing_mail.record_of(inbox)
    assert record is not None
    dns = Dns()
    dns.records[record.name] = [record.text]
    return dns


def answered(cast: Cast, inbox: Inbox, postbox: Postbox, text: str) -> bytes:
    take_in(inbox, mail())
    ticket = Ticket.objects.get()
    seen = Message.objects.latest("id").id
    replying.reply(ticket.id, text=text, last_seen_id=seen, by=acting(cast.hana))
    run_due()
    return postbox.mails[-1]


@pytest.mark.parametrize("charset", ["utf-8", "iso-2022-jp"])
def test_a_receiver_finds_the_signature_good_and_a_changed_mail_bad(
    cast: Cast, inbox: Inbox, postbox: Postbox, charset: str
) -> None:
    Inbox.objects.update(settings={**inbox.settings, "charset": charset})
    browser = signed_in(cast.admin)
    browser.post(f"/setup/inboxes/{inbox.id}/dkim", {"action": "make"})
    dns = publish(inbox)
    browser.post(f"/setup/inboxes/{inbox.id}/dkim", {"action": "on"})
    left = answered(cast, inbox, postbox, "承知しました。\n.\nFrom here on.\n" + "長い文です。" * 60 + "\n\n\n")
    assert dkim.verify(left, dnsfunc=dns.for_dkimpy)
    assert not dkim.verify(left.replace(b"Subject: ", b"Subject: x", 1), dnsfunc=dns.for_dkimpy)
    assert not dkim.verify(left.rstrip() + b"\r\nmore\r\n", dnsfunc=dns.for_dkimpy)
    assert not dkim.verify(left.replace(b"From: ", b"From: x@evil.example\r\nFrom: ", 1), dnsfunc=dns.for_dkimpy)


def test_nothing_is_signed_before_it_is_switched_on(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    signing_mail.make_key(inbox.id, by=acting(cast.admin))
    assert b"DKIM-Signature" not in answered(cast, inbox, postbox, "承知しました。")


def test_the_administrator_sees_the_record_and_whether_it_is_published(cast: Cast, inbox: Inbox) -> None:
    admin = acting(cast.admin)
    signing_mail.make_key(inbox.id, by=admin)
    dns = publish(inbox)
    name, text = next(iter(dns.records.items()))
    page = signed_in(cast.admin).get(f"/setup/inboxes/{inbox.id}/dkim").content.decode()
    assert name in page
    assert text[0] in html.unescape(page)
    assert name.endswith("._domainkey.shop.example")
    assert signing_mail.look(inbox.id, by=admin, ask=dns.ask)[0]
    split = {name: ["v=DKIM1; k=rsa; p=" + text[0].partition("p=")[2][:100] + " " + text[0].partition("p=")[2][100:]]}
    assert signing_mail.look(inbox.id, by=admin, ask=lambda asked: split[asked])[0]
    none, why_none = signing_mail.look(inbox.id, by=admin, ask=Dns().ask)
    other, why_other = signing_mail.look(inbox.id, by=admin, ask=lambda _name: ["v=DKIM1; p=AAAA"])
    assert (none, other) == (False, False)
    assert "まだ見つかりません" in why_none
    assert "別の鍵" in why_other

    def silent(name: str) -> list[str]:
        raise TemporaryFailure("dns_silent", name)

    assert "応答がありません" in signing_mail.look(inbox.id, by=admin, ask=silent)[1]


def test_the_private_key_is_kept_sealed_and_shown_to_nobody(cast: Cast, inbox: Inbox) -> None:
    browser = signed_in(cast.admin)
    browser.post(f"/setup/inboxes/{inbox.id}/dkim", {"action": "make"})
    inbox.refresh_from_db()
    assert inbox.dkim_key.startswith("sealed:")
    assert "PRIVATE" not in inbox.dkim_key + browser.get(f"/setup/inboxes/{inbox.id}/dkim").content.decode()
    assert not AuditLine.objects.filter(after__icontains="PRIVATE").exists()
    assert signed_in(cast.hana).get(f"/setup/inboxes/{inbox.id}/dkim").status_code == 403
    assert signed_in(cast.hana).post(f"/setup/inboxes/{inbox.id}/dkim", {"action": "make"}).status_code == 403


def test_a_key_that_cannot_be_opened_stops_the_mail_and_says_so(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    admin = acting(cast.admin)
    signing_mail.make_key(inbox.id, by=admin)
    signing_mail.switch(inbox.id, on=True, by=admin)
    Inbox.objects.update(dkim_key="sealed:of-another-installation")
    take_in(inbox, mail())
    message = replying.reply(Ticket.objects.get().id, text="はい。", last_seen_id=None, confirm_newer=True, by=admin)
    run_due()
    message.refresh_from_db()
    assert (message.state, postbox.mails) == ("failed", [])
    assert message.failure.startswith("dkim_key")
