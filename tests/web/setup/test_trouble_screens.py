"""Screens for what went wrong: unreadable messages and failed sendings."""

from typing import Any

import pytest
from django.test import Client

from madoguchi.channels.models import Delivery, DeliveryState, Inbox, RawMessage, RawState
from madoguchi.channels.services import inboxes, storing
from madoguchi.kernel.actors import SYSTEM
from madoguchi.people.models import AuditLine
from madoguchi.tickets.services import opening, replying
from tests.cast import Cast, acting, signed_in


@pytest.fixture
def admin(cast: Cast) -> Client:
    return signed_in(cast.admin)


@pytest.fixture
def mailbox(cast: Cast) -> Inbox:
    settings = {"way_in": "door", "smtp_host": "mail.example"}
    return inboxes.create(
        kind="mail",
        name="サポート",
        address="support@minato.example",
        settings=settings,
        team_id=cast.support.id,
        by=SYSTEM,
    )


@pytest.fixture
def unreadable(mailbox: Inbox) -> RawMessage:
    raw = storing.store_raw(
        mailbox.id, content=b"Subject: <script>x</script>\r\n\r\n\xff\xfe", door="smtp", envelope={}, by=SYSTEM
    )
    RawMessage.objects.filter(pk=raw.id).update(
        state=RawState.QUARANTINED, reason="internal", subject="<script>x</script>"
    )
    return RawMessage.objects.get(pk=raw.id)


def test_an_unreadable_message_is_seen_with_its_reason_and_read_again(admin: Client, unreadable: RawMessage) -> None:
    page = admin.get("/setup/quarantine").content.decode()
    assert "予期しないエラー" in page
    assert "<script>x" not in page
    assert "読み取れないメッセージ 1件" in admin.get("/setup/inboxes").content.decode()
    admin.post(f"/setup/mail-room/in/{unreadable.id}/retry")
    unreadable.refresh_from_db()
    assert unreadable.state == RawState.STORED


def test_looking_at_a_raw_message_is_audited(admin: Client, cast: Cast, unreadable: RawMessage) -> None:
    page = admin.get(f"/setup/mail-room/in/{unreadable.id}").content.decode()
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert "<script>x" not in page
    assert AuditLine.objects.filter(subject_kind="raw_message", actor_id=cast.admin.id).exists()


def test_hana_does_not_see_raw_messages(cast: Cast, unreadable: RawMessage) -> None:
    assert signed_in(cast.hana).get(f"/setup/mail-room/in/{unreadable.id}").status_code == 403


def test_a_failed_reply_is_sent_again(admin: Client, cast: Cast, mailbox: Inbox) -> None:
    ticket = opening.open_ticket(
        subject="返品",
        customer_id=cast.tanaka.id,
        text="返品したい",
        kind="inward",
        inbox_id=mailbox.id,
        team_id=cast.support.id,
        by=SYSTEM,
    )
    message = replying.reply(
        ticket.id, text="承りました", last_seen_id=None, client_key="1", confirm_newer=True, by=acting(cast.hana)
    )
    delivery = Delivery.objects.get(message_id=message.id)
    fail(delivery, message)
    page = admin.get("/setup/deliveries").content.decode()
    assert "返品" in page
    admin.post(f"/setup/deliveries/{message.id}/retry")
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.QUEUED


def fail(delivery: Delivery, message: Any) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.FAILED, last_error="no_recipient")
    replying.record_failed(message.id, reason="no_recipient", permanent=True, by=SYSTEM)


def test_trying_again_needs_a_post(admin: Client, unreadable: RawMessage) -> None:
    admin.get(f"/setup/mail-room/in/{unreadable.id}/retry")
    unreadable.refresh_from_db()
    assert unreadable.state == RawState.QUARANTINED
