"""What could not be read waits with its reason, is read again, becomes a ticket by hand, or is thrown away and back."""

import json
from pathlib import Path

import pytest
from django.test import Client

from madoguchi.channels import queries
from madoguchi.channels.base.mail import preview
from madoguchi.channels.errors import NotRetryable
from madoguchi.channels.models import Inbox, RawMessage, RawState
from madoguchi.channels.services import quarantine
from madoguchi.channels.services.storing import store_raw
from madoguchi.kernel import files
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.jobs import run_due
from madoguchi.people.models import AuditLine
from madoguchi.people.services import roles
from madoguchi.tickets.models import Message
from tests.cast import TANAKA_ADDRESS, Cast, acting, signed_in
from tests.channels.conftest import mail, take_in

NOBODY = b"Subject: =?iso-2022-jp?B?GyRCTGQkJDlnJG8kOxsoQg==?=\r\nMessage-ID: <x@y.example>\r\n\r\n<b>help</b>"


@pytest.fixture
def admin(cast: Cast) -> Client:
    return signed_in(cast.admin)


@pytest.fixture
def unreadable(inbox: Inbox) -> RawMessage:
    raw = take_in(inbox, NOBODY)
    assert raw.state == RawState.QUARANTINED
    return raw


def left_by_an_older_version(inbox: Inbox, number: int) -> RawMessage:
    """A good mail that a version before this one could not read."""
    raw = store_raw(inbox.id, content=mail(message_id=f"{number}@x.example"), door="smtp", by=SYSTEM)
    RawMessage.objects.filter(pk=raw.id).update(state=RawState.QUARANTINED, reason="internal: KeyError")
    return raw


def test_what_an_older_version_could_not_read_is_read_again_and_becomes_a_ticket(
    cast: Cast, inbox: Inbox, admin: Client
) -> None:
    raw = left_by_an_older_version(inbox, 1)
    admin.post(f"/setup/mail-room/in/{raw.id}/retry")
    run_due()
    raw.refresh_from_db()
    assert (raw.state, Message.objects.get().ticket_id) == (RawState.THREADED, raw.ticket_id)


def test_all_of_one_reason_are_read_again_and_the_page_tells_how_far_it_is(
    cast: Cast, inbox: Inbox, unreadable: RawMessage, admin: Client
) -> None:
    for number in range(3):
        left_by_an_older_version(inbox, number)
    assert dict(queries.quarantine_reasons(by=acting(cast.admin))) == {"internal": 3, "no_sender": 1}
    place = admin.post("/setup/quarantine/retry", {"reason": "internal"})["Location"]
    assert "3件中0件" in admin.get(place).content.decode()
    run_due()
    done = admin.get(place).content.decode()
    assert "読み直しが終わりました" in done
    assert "読み取り 3件、読み取れず 0件" in done
    unreadable.refresh_from_db()
    assert unreadable.state == RawState.QUARANTINED


def test_still_unreadable_comes_back_and_says_so(cast: Cast, unreadable: RawMessage, admin: Client) -> None:
    place = admin.post("/setup/quarantine/retry", {"reason": "no_sender"})["Location"]
    run_due()
    assert "読み取れず 1件" in admin.get(place).content.decode()
    unreadable.refresh_from_db()
    assert (unreadable.state, unreadable.attempts) == (RawState.QUARANTINED, 2)


def test_the_page_shows_headers_text_and_parts_and_never_html(unreadable: RawMessage, admin: Client) -> None:
    page = admin.get(f"/setup/mail-room/in/{unreadable.id}").content.decode()
    assert "差出人のないメールです" in page
    assert "問い合わせ" in page
    assert "&lt;b&gt;help&lt;/b&gt;" in page
    assert "<b>help" not in page
    assert "text/plain" in page


@pytest.mark.once
@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00" * 50,
        b"\xff\xfe\xfd",
        b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n" * 5000,
        NOBODY * 9,
    ],
)
def test_a_preview_of_any_bytes_is_plain_text(raw: bytes) -> None:
    seen = preview.preview(raw)
    assert all(char in "\n\t" or char.isprintable() for char in seen.text)
    assert len(seen.parts) <= preview.MOST_PARTS
    assert isinstance(preview.glance(raw), preview.Glance)


def test_an_unreadable_mail_becomes_a_ticket_by_hand_with_the_original_attached(
    cast: Cast, unreadable: RawMessage, admin: Client
) -> None:
    refused = admin.post(f"/setup/mail-room/in/{unreadable.id}/ticket", {"sender": "nobody", "subject": "x"})
    assert refused.status_code == 422
    values = {"sender": TANAKA_ADDRESS, "name": "田中 一郎", "subject": "電話の件"}
    admin.post(f"/setup/mail-room/in/{unreadable.id}/ticket", values)
    message = Message.objects.get()
    assert (message.ticket.customer_id, message.ticket.subject) == (cast.tanaka.id, "電話の件")
    assert "<b>help</b>" in message.text
    original = message.attachments.get()
    assert (original.name, files.read(original.file)) == ("original.eml", NOBODY)
    unreadable.refresh_from_db()
    assert (unreadable.state, unreadable.ticket_id) == (RawState.THREADED, message.ticket_id)
    page = admin.get(f"/setup/mail-room/in/{unreadable.id}").content.decode()
    assert "手動で問い合わせを作成" in page
    with pytest.raises(NotRetryable):
        quarantine.open_anyway(unreadable.id, sender="a@b.example", name="", subject="x", by=acting(cast.admin))


def test_it_is_thrown_away_after_a_question_and_can_be_taken_back(unreadable: RawMessage, admin: Client) -> None:
    place = f"/setup/mail-room/in/{unreadable.id}"
    assert "破棄しますか" in admin.get(f"{place}/removal").content.decode()
    assert RawMessage.objects.get().state == RawState.QUARANTINED
    page = admin.post(f"{place}/removal", follow=True).content.decode()
    assert RawMessage.objects.get().state == RawState.DISCARDED
    assert "元に戻す" in page
    admin.post(f"{place}/return")
    assert RawMessage.objects.get().state == RawState.QUARANTINED
    assert (
        list(AuditLine.objects.filter(subject_kind="raw_message").values_list("action", flat=True)).count(
            "raw_message:restore"
        )
        == 1
    )


def test_what_is_on_a_ticket_cannot_be_thrown_away(cast: Cast, inbox: Inbox) -> None:
    raw = take_in(inbox, mail())
    with pytest.raises(NotRetryable):
        quarantine.discard(raw.id, by=acting(cast.admin))


def test_the_original_is_downloaded_as_a_file_by_who_may_and_that_is_written_down(
    cast: Cast, unreadable: RawMessage, admin: Client
) -> None:
    response = admin.get(f"/setup/mail-room/in/{unreadable.id}/file")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == f'attachment; filename="message-{unreadable.id}.eml"'
    assert Path(response["X-Madoguchi-File"]).read_bytes() == NOBODY
    assert AuditLine.objects.filter(action="raw_message:download", actor_id=cast.admin.id).count() == 1
    assert signed_in(cast.misaki).get(f"/setup/mail-room/in/{unreadable.id}/file").status_code == 403


def test_who_may_only_read_is_offered_no_button(cast: Cast, unreadable: RawMessage) -> None:
    role = cast.roles["viewer"]
    roles.update(role.id, permissions=[*role.permissions, "raw_message:read"], by=SYSTEM)
    yumi = signed_in(cast.yumi)
    page = yumi.get(f"/setup/mail-room/in/{unreadable.id}").content.decode()
    assert "読み直す" not in page
    assert yumi.post(f"/setup/mail-room/in/{unreadable.id}/retry").status_code == 403
    assert yumi.post(f"/setup/mail-room/in/{unreadable.id}/removal").status_code == 403


def test_the_text_of_a_mail_on_a_ticket_is_not_shown_beside_it(inbox: Inbox, admin: Client) -> None:
    raw = take_in(inbox, mail("秘密の本文です。"))
    page = admin.get(f"/setup/mail-room/in/{raw.id}").content.decode()
    assert f"/tickets/{raw.ticket_id}" in page
    assert "秘密の本文" not in page


def test_a_form_that_cannot_be_read_is_shown_as_the_text_it_is(cast: Cast, inbox: Inbox, admin: Client) -> None:
    raw = store_raw(inbox.id, content=json.dumps({"text": "値"}).encode(), door="form", by=SYSTEM)
    RawMessage.objects.filter(pk=raw.id).update(state=RawState.QUARANTINED, reason="sender_invalid")
    page = admin.get(f"/setup/mail-room/in/{raw.id}").content.decode()
    assert "構造を読み取れないため" in page
