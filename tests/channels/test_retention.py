"""Originals are deleted only when their time is over and nothing else needs them; what they became stays."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from madoguchi.channels.models import Inbox, RawMessage, RawState
from madoguchi.channels.services import inboxes, quarantine, retention
from madoguchi.channels.services.storing import store_for_all
from madoguchi.kernel import clock, files
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.jobs import run_due
from madoguchi.kernel.models import StoredFile
from madoguchi.people.models import AuditLine
from madoguchi.tickets.models import Attachment, Message
from tests.cast import Cast, acting, signed_in
from tests.channels.conftest import mail, make_inbox, take_in
from tests.servers.postbox import Postbox

LATER = timedelta(days=31)


def path(raw: RawMessage) -> Path:
    return files.path_of(raw.content_id)


def age(*raws: RawMessage) -> None:
    """The bytes have lain there for long: who has just kept the same ones must not lose them."""
    for raw in raws:
        os.utime(path(raw), (0, 0))


def tidy_in(days: timedelta) -> int:
    with clock.held_at(clock.now() + days):
        return retention.tidy(by=SYSTEM)


def test_originals_are_kept_for_ever_unless_told_otherwise(cast: Cast, inbox: Inbox) -> None:
    raw = take_in(inbox, mail())
    age(raw)
    assert tidy_in(timedelta(days=4000)) == 0
    assert path(raw).exists()


def test_an_original_goes_after_its_days_and_the_ticket_stays(cast: Cast, inbox: Inbox) -> None:
    retention.set_default(30, by=acting(cast.admin))
    raw = take_in(inbox, mail())
    age(raw)
    assert tidy_in(timedelta(days=29)) == 0
    assert tidy_in(LATER) == 1
    raw.refresh_from_db()
    assert (raw.file_id, raw.state, path(raw).exists()) == (None, RawState.THREADED, False)
    assert raw.content_gone_at is not None
    assert Message.objects.get().text.startswith("炊飯器")
    assert AuditLine.objects.get(action="raw_message:expire").after == {"count": 1, "days": 30}
    page = signed_in(cast.admin).get(f"/setup/mail-room/in/{raw.id}").content.decode()
    assert "原本を削除" in page
    assert "保存期間が過ぎたため" in page


def test_the_same_mail_fetched_again_is_still_known(cast: Cast, inbox: Inbox) -> None:
    inboxes.update(inbox.id, keep_raw_days=1, by=acting(cast.admin))
    raw = take_in(inbox, mail())
    age(raw)
    assert tidy_in(LATER) == 1
    assert take_in(inbox, mail()).id == raw.id
    assert Message.objects.count() == 1


def test_what_no_ticket_shows_is_never_deleted_until_it_is_thrown_away(cast: Cast, inbox: Inbox) -> None:
    retention.set_default(1, by=acting(cast.admin))
    raw = take_in(inbox, b"Subject: nobody wrote this\r\n\r\nx")
    age(raw)
    assert raw.state == RawState.QUARANTINED
    assert tidy_in(timedelta(days=4000)) == 0
    quarantine.discard(raw.id, by=acting(cast.admin))
    assert tidy_in(LATER) == 1
    assert not path(raw).exists()


def test_a_mail_that_two_inboxes_got_stays_while_one_keeps_it(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    other = make_inbox(cast, postbox, name="もう一つ", address="other@shop.example")
    inboxes.update(inbox.id, keep_raw_days=1, by=acting(cast.admin))
    first, second = store_for_all([inbox.id, other.id], content=mail(), door="smtp", by=SYSTEM)
    run_due()
    age(first)
    assert tidy_in(LATER) == 1
    second.refresh_from_db()
    assert path(second).exists()
    assert second.file is not None


def test_an_attachment_with_the_same_bytes_stays(cast: Cast, inbox: Inbox) -> None:
    retention.set_default(1, by=acting(cast.admin))
    raw = take_in(inbox, mail())
    assert raw.file is not None
    Attachment.objects.create(
        message=Message.objects.get(),
        file=raw.file,
        name="a.eml",
        type="message/rfc822",
        size=1,
        created_at=clock.now(),
    )
    age(raw)
    assert tidy_in(LATER) == 1
    assert path(raw).exists()
    assert StoredFile.objects.filter(sha256=raw.content_id).exists()


def test_bytes_that_somebody_has_just_kept_again_stay(cast: Cast, inbox: Inbox) -> None:
    retention.set_default(1, by=acting(cast.admin))
    raw = take_in(inbox, mail())
    age(raw)
    files.keep(mail())
    assert tidy_in(LATER) == 1
    assert path(raw).exists()


def test_a_trial_says_what_would_go_and_deletes_nothing(cast: Cast, inbox: Inbox) -> None:
    raw = take_in(inbox, mail())
    RawMessage.objects.update(handled_at=clock.now() - timedelta(days=10))
    client: Client = signed_in(cast.admin)
    page = client.post("/setup/mail-room/retention", {"days": "7", "action": "preview"}).content.decode()
    assert "試算です" in page
    assert "7日" in page
    assert (retention.default_days(), path(raw).exists()) == (0, True)
    (ending,) = retention.preview(days=7, by=acting(cast.admin))
    assert (ending.count, ending.size) == (1, len(mail()))
    client.post("/setup/mail-room/retention", {"days": "7"})
    assert retention.default_days() == 7
    assert AuditLine.objects.get(action="raw_message:retention").after == {"days": 7}


@pytest.mark.parametrize("days", ["-1", "99999", "many", ""])
def test_days_that_cannot_be_are_refused(cast: Cast, days: str) -> None:
    assert signed_in(cast.admin).post("/setup/mail-room/retention", {"days": days}).status_code == 422
    assert retention.default_days() == 0
