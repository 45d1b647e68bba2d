"""IMAP: a real Dovecot, and what happens to mailboxes in real life."""

import socket
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from madoguchi.channels.doors import polling
from madoguchi.channels.models import FolderMark, Inbox, RawMessage
from madoguchi.channels.services import fetching, inboxes, storing
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.jobs import run_due
from madoguchi.tickets.models import Ticket
from tests.cast import Cast
from tests.channels.conftest import SUPPORT_ADDRESS, mail
from tests.channels.mailboxes import pulled
from tests.servers.dovecot import Dovecot
from tests.servers.postbox import Postbox

pytestmark = pytest.mark.imap


def test_mail_in_a_mailbox_becomes_tickets_once_and_is_marked_read(
    cast: Cast, postbox: Postbox, mailbox: Dovecot
) -> None:
    inbox = pulled(cast, postbox, mailbox)
    mailbox.put(mail("一"), mail("二", message_id="2@x", subject="別の件"))
    assert fetching.fetch(inbox.id, by=SYSTEM) == 0
    assert fetching.fetch(inbox.id, by=SYSTEM) == 0
    run_due()
    assert Ticket.objects.count() == 2
    with mailbox.client() as client:
        client.select_folder("INBOX")
        assert client.search(["UNSEEN"]) == []
    assert FolderMark.objects.count() == 2


def test_old_mail_comes_in_under_its_own_day_and_only_when_it_was_asked_for(
    cast: Cast, postbox: Postbox, mailbox: Dovecot
) -> None:
    moment = datetime(2026, 3, 1, 9, tzinfo=UTC)
    with mailbox.client() as client:
        client.append("INBOX", mail(), msg_time=moment)
    everything = pulled(cast, postbox, mailbox, since="")
    fetching.fetch(everything.id, by=SYSTEM)
    assert RawMessage.objects.get().received_at == moment
    chosen = {**everything.settings, "since": "today"}
    fresh = inboxes.create(kind="mail", name="x", address="fresh@shop.example", settings=chosen, by=SYSTEM)
    fetching.fetch(fresh.id, by=SYSTEM)
    assert RawMessage.objects.filter(inbox=fresh).count() == 0
    mailbox.put(mail())
    fetching.fetch(fresh.id, by=SYSTEM)
    assert RawMessage.objects.filter(inbox=fresh).count() == 1


def test_a_mail_that_a_colleague_has_read_is_fetched_all_the_same(
    cast: Cast, postbox: Postbox, mailbox: Dovecot
) -> None:
    inbox = pulled(cast, postbox, mailbox)
    mailbox.put(mail())
    with mailbox.client() as client:
        client.select_folder("INBOX")
        client.add_flags(client.search(), [b"\\Seen"])
    fetching.fetch(inbox.id, by=SYSTEM)
    assert RawMessage.objects.count() == 1


def test_nothing_is_marked_before_it_is_stored(
    cast: Cast, postbox: Postbox, mailbox: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = pulled(cast, postbox, mailbox, afterwards="delete")
    mailbox.put(mail())

    def full(*args: Any, **values: Any) -> None:
        raise OSError("No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(storing.files, "keep", full)
        with pytest.raises(OSError, match="No space"):
            fetching.fetch(inbox.id, by=SYSTEM)
    with mailbox.client() as client:
        client.select_folder("INBOX")
        assert len(client.search()) == 1
    fetching.fetch(inbox.id, by=SYSTEM)
    assert RawMessage.objects.count() == 1
    with mailbox.client() as client:
        client.select_folder("INBOX")
        assert client.search() == []


def test_a_renumbered_folder_brings_no_mail_twice(cast: Cast, postbox: Postbox, mailbox: Dovecot) -> None:
    inbox = pulled(cast, postbox, mailbox)
    mailbox.put(mail())
    fetching.fetch(inbox.id, by=SYSTEM)
    FolderMark.objects.update(uidvalidity=1)
    fetching.fetch(inbox.id, by=SYSTEM)
    run_due()
    assert (RawMessage.objects.count(), Ticket.objects.count(), FolderMark.objects.count()) == (1, 1, 2)


def test_fetched_mail_is_moved_where_the_inbox_says(cast: Cast, postbox: Postbox, mailbox: Dovecot) -> None:
    inbox = pulled(cast, postbox, mailbox, afterwards="move", move_to="Done")
    mailbox.put(mail())
    fetching.fetch(inbox.id, by=SYSTEM)
    with mailbox.client() as client:
        client.select_folder("Done")
        assert len(client.search()) == 1


def test_a_wrong_password_is_told_on_the_inbox_and_counted(cast: Cast, postbox: Postbox, mailbox: Dovecot) -> None:
    inbox = pulled(cast, postbox, mailbox, imap_password="wrong")
    assert [fetching.fetch(inbox.id, by=SYSTEM), fetching.fetch(inbox.id, by=SYSTEM)] == [1, 2]
    inbox.refresh_from_db()
    assert inbox.last_error.startswith("imap_login")


def test_a_mailbox_that_hangs_does_not_delay_the_other(
    transactional_db: None, cast: Cast, postbox: Postbox, mailbox: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MADOGUCHI_POLL_SECONDS", "0.2")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        pulled(cast, postbox, mailbox, imap_port=silent.getsockname()[1])
        Inbox.objects.update(address="stuck@shop.example")
        pulled(cast, postbox, mailbox)
        mailbox.put(mail())
        watchers = polling.Watchers()
        watchers.start()
        try:
            patience = time.monotonic() + 10
            while not RawMessage.objects.exists() and time.monotonic() < patience:
                time.sleep(0.05)
        finally:
            watchers.stop()
    assert RawMessage.objects.get().inbox.address == SUPPORT_ADDRESS
