"""Setting up a mailbox without knowing mail: the service first, then an address and a password; how it stands later."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from madoguchi.channels.models import Delivery, DeliveryState, Inbox, RawMessage
from madoguchi.channels.services import inboxes, storing
from madoguchi.channels.services.adapting import adapter_of
from madoguchi.kernel import clock
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.jobs import run_due
from madoguchi.tickets.models import Message
from madoguchi.tickets.services import opening, replying
from tests.cast import Cast, acting, signed_in


@pytest.fixture
def admin(cast: Cast) -> Client:
    return signed_in(cast.admin)


@pytest.fixture
def mailbox(cast: Cast) -> Inbox:
    settings = {"way_in": "imap", "imap_host": "imap.example", "smtp_host": "mail.example"}
    values: dict[str, Any] = {"name": "サポート", "address": "support@minato.example", "team_id": cast.support.id}
    return inboxes.create(kind="mail", settings=settings, by=SYSTEM, **values)


def test_at_a_hosting_company_a_server_name_and_a_password_are_enough(admin: Client) -> None:
    page = admin.get("/setup/inboxes/new/mail?service=sakura").content.decode()
    assert "example.sakura.ne.jp" in page
    assert "入力済み" in page
    posted = {
        "preset": "sakura",
        "name": "窓口",
        "address": "info@minato.example",
        "undo_seconds": "10",
        "setting-imap_host": "minato.sakura.ne.jp",
        "setting-imap_password": "himitsu",
        "setting-imap_port": "993",
        "setting-smtp_port": "465",
        "setting-pop3_port": "995",
        "setting-pop3_keep_days": "14",
        "setting-spam_score": "0",
    }
    response = admin.post("/setup/inboxes/new/mail", posted)
    assert response.status_code == 302, response.content.decode()[-2000:]
    inbox = Inbox.objects.get()
    chosen = adapter_of(inbox).settings
    assert (chosen.imap_user, chosen.smtp_user) == ("info@minato.example", "info@minato.example")
    assert (chosen.smtp_host, chosen.smtp_password) == ("minato.sakura.ne.jp", "himitsu")
    assert (inbox.preset, inbox.keep_raw_days) == ("sakura", None)
    again = admin.get(f"/setup/inboxes/{inbox.id}").content.decode()
    assert "初期ドメイン" in again
    admin.post(f"/setup/inboxes/{inbox.id}", {**posted, "setting-imap_password": "", "keep_raw_days": "30"})
    inbox.refresh_from_db()
    assert inbox.keep_raw_days == 30
    assert adapter_of(inbox).settings.smtp_password == "himitsu"


def test_where_one_signs_in_without_the_domain_the_user_name_is_the_first_part(admin: Client) -> None:
    page = admin.get("/setup/inboxes/new/mail?service=yahoo_japan").content.decode()
    assert 'value="imap.mail.yahoo.co.jp"' in page
    posted = {
        "preset": "yahoo_japan",
        "name": "窓口",
        "address": "minato@yahoo.co.jp",
        "undo_seconds": "10",
        "setting-imap_host": "imap.mail.yahoo.co.jp",
        "setting-imap_password": "x",
        "setting-smtp_host": "smtp.mail.yahoo.co.jp",
        "setting-imap_port": "993",
        "setting-smtp_port": "465",
        "setting-pop3_port": "995",
        "setting-pop3_keep_days": "14",
        "setting-spam_score": "0",
    }
    assert admin.post("/setup/inboxes/new/mail", posted).status_code == 302
    assert adapter_of(Inbox.objects.get()).settings.imap_user == "minato"


def test_microsoft_asks_for_no_password_and_names_the_address_to_register(admin: Client) -> None:
    page = admin.get("/setup/inboxes/new/mail?service=microsoft").content.decode()
    assert "/setup/mail-sign-in" in page
    assert "認証済みSMTP" in page
    assert '<option value="microsoft" selected>' in page


def test_the_service_is_chosen_first_and_an_unknown_one_leads_back(admin: Client) -> None:
    for place in ("/setup/inboxes/new/mail", "/setup/inboxes/new/mail?service=nowhere"):
        assert "?service=xserver" in admin.get(place).content.decode()


def test_the_list_tells_what_came_today_and_what_is_wrong(admin: Client, mailbox: Inbox) -> None:
    storing.store_raw(mailbox.id, content=b"From: a@b.example\r\n\r\nx", door="smtp", by=SYSTEM)
    Inbox.objects.update(last_error="imap_login: no", failures=3, failing_since=clock.now())
    page = admin.get("/setup/inboxes").content.decode()
    assert "受信 1" in page
    assert "異常" in page
    assert "拒否しました" in page


def test_the_ledger_shows_the_mailbox_and_looks_at_once(cast: Cast, admin: Client, mailbox: Inbox) -> None:
    page = admin.get(f"/setup/inboxes/{mailbox.id}/ledger").content.decode()
    assert "「サポート」のメールボックス" in page
    assert admin.post(f"/setup/inboxes/{mailbox.id}/look", follow=True).status_code == 200
    mailbox.refresh_from_db()
    assert mailbox.look_asked_at is not None
    assert admin.get("/setup/inboxes/999/ledger").status_code == 404
    assert signed_in(cast.hana).post(f"/setup/inboxes/{mailbox.id}/look").status_code == 403


def test_administrators_are_told_on_the_desk_after_some_minutes_of_failing(
    cast: Cast, admin: Client, mailbox: Inbox
) -> None:
    assert "setup/mail-room/banner" in admin.get("/desk").content.decode()
    assert "setup/mail-room/banner" not in signed_in(cast.hana).get("/desk").content.decode()
    Inbox.objects.update(last_error="imap_login", failures=1, failing_since=clock.now())
    assert admin.get("/setup/mail-room/banner").content.decode().strip() == ""
    Inbox.objects.update(failing_since=clock.now() - timedelta(minutes=6))
    assert "「サポート」に接続できません" in admin.get("/setup/mail-room/banner").content.decode()


def test_mail_in_quarantine_is_told_on_the_desk(admin: Client, mailbox: Inbox) -> None:
    storing.store_raw(mailbox.id, content=b"Subject: nobody\r\n\r\nx", door="smtp", by=SYSTEM)
    run_due()
    assert RawMessage.objects.get().state == "quarantined"
    assert "読み取れないメッセージが1件" in admin.get("/setup/mail-room/banner").content.decode()


def test_a_person_says_that_an_unconfirmed_reply_did_arrive(cast: Cast, admin: Client, mailbox: Inbox) -> None:
    ticket = opening.open_ticket(
        subject="返品",
        customer_id=cast.tanaka.id,
        text="返品したい",
        kind="inward",
        inbox_id=mailbox.id,
        team_id=cast.support.id,
        by=SYSTEM,
    )
    message = replying.reply(ticket.id, text="承りました", last_seen_id=None, confirm_newer=True, by=acting(cast.hana))
    Delivery.objects.update(state=DeliveryState.UNCONFIRMED, last_error="outcome_unknown", finished_at=clock.now())
    replying.record_unconfirmed(message.id, by=SYSTEM)
    page = admin.get("/setup/deliveries").content.decode()
    assert "届いていた" in page
    assert "届いていない：もう一度送る" in page
    admin.post(f"/setup/deliveries/{message.id}/confirmation")
    assert Message.objects.get(pk=message.id).state == "sent"
    assert Delivery.objects.get().state == DeliveryState.SENT
