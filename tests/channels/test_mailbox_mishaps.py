"""What happens to mailboxes in real life: renamed, renumbered, cut off, silent, overfull. Nothing is lost, nothing
comes twice, and each state can be seen."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from madoguchi.channels import mailboxes
from madoguchi.channels.base.mail import imap_folder
from madoguchi.channels.doors import polling
from madoguchi.channels.models import Difference, Folder, FolderMark, Inbox, RawMessage
from madoguchi.channels.services import fetching, reconciling
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.jobs import run_due
from madoguchi.tickets.models import Message, Ticket
from tests.cast import Cast
from tests.channels.conftest import mail
from tests.channels.mailboxes import pulled
from tests.servers.dovecot import Dovecot
from tests.servers.postbox import Postbox
from tests.servers.proxy import Proxy

pytestmark = pytest.mark.imap
WAITING = int(os.environ.get("MADOGUCHI_TEST_WAITING", "600"))


def numbered(count: int, text: str = "本文です。") -> list[bytes]:
    return [mail(text, message_id=f"{number}@x", subject=f"件名 {number}") for number in range(count)]


@pytest.fixture
def proxy(mailbox: Dovecot) -> Iterator[Proxy]:
    """Stands between the desk and the mailbox."""
    between = Proxy(mailbox.port).start()
    yield between
    between.stop()


@contextmanager
def watching() -> Iterator[None]:
    watchers = polling.Watchers()
    watchers.start()
    try:
        yield
    finally:
        watchers.stop()


def wait_for(condition: Callable[[], Any], seconds: float = 15) -> bool:
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def test_news_is_heard_by_idle_and_not_only_by_the_clock(
    transactional_db: None, cast: Cast, postbox: Postbox, mailbox: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MADOGUCHI_POLL_SECONDS", "600")
    pulled(cast, postbox, mailbox)
    with watching():
        assert wait_for(lambda: Folder.objects.filter(way="idle", looked_at__isnull=False).exists())
        mailbox.put(mail())
        assert wait_for(RawMessage.objects.exists)
        mailbox.put(mail("二", message_id="2@x", subject="二通目"))
        assert wait_for(lambda: RawMessage.objects.count() == 2)


def test_mail_that_comes_while_another_is_taken_in_does_not_wait_for_the_clock(
    transactional_db: None, cast: Cast, postbox: Postbox, mailbox: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MADOGUCHI_POLL_SECONDS", "600")
    store = fetching.store_raw

    def store_while_the_next_comes(*place: Any, **given: Any) -> Any:
        stored = store(*place, **given)
        if RawMessage.objects.count() < 3:
            number = RawMessage.objects.count() + 1
            mailbox.put(mail("次", message_id=f"{number}@x", subject="次の件"))
        return stored

    monkeypatch.setattr(fetching, "store_raw", store_while_the_next_comes)
    pulled(cast, postbox, mailbox)
    mailbox.put(mail())
    with watching():
        assert wait_for(lambda: RawMessage.objects.count() == 3)


def test_a_server_without_idle_is_looked_at_by_the_clock(
    transactional_db: None, cast: Cast, postbox: Postbox, mailbox: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MADOGUCHI_POLL_SECONDS", "0.3")
    monkeypatch.setattr(imap_folder.ListeningClient, "has_capability", lambda _client, name: name != "IDLE")
    pulled(cast, postbox, mailbox)
    with watching():
        assert wait_for(lambda: Folder.objects.filter(way="polling").exists())
        mailbox.put(mail())
        assert wait_for(RawMessage.objects.exists)


def test_a_line_that_dies_while_it_waits_is_opened_again_without_an_alarm(
    transactional_db: None,
    cast: Cast,
    postbox: Postbox,
    mailbox: Dovecot,
    proxy: Proxy,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MADOGUCHI_POLL_SECONDS", "600")
    pulled(cast, postbox, mailbox, imap_port=proxy.port)
    with watching():
        assert wait_for(lambda: Folder.objects.filter(way="idle").exists())
        proxy.cut_all()
        mailbox.put(mail())
        assert wait_for(RawMessage.objects.exists)
    assert Inbox.objects.get().last_error == ""


def test_look_now_wakes_a_mailbox_that_had_failed_and_would_wait(
    transactional_db: None, cast: Cast, postbox: Postbox, mailbox: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MADOGUCHI_POLL_SECONDS", "600")
    mailbox.put(mail())
    mailbox.stop()
    inbox = pulled(cast, postbox, mailbox)
    with watching():
        assert wait_for(lambda: Inbox.objects.filter(failures=1, next_look_at__isnull=False).exists())
        mailbox.start()
        fetching.look_now(inbox.id, by=SYSTEM)
        assert wait_for(RawMessage.objects.exists)
    inbox.refresh_from_db()
    assert (inbox.failures, inbox.last_error, inbox.failing_since) == (0, "", None)


def test_several_folders_are_fetched_and_each_has_its_own_ledger(
    cast: Cast, postbox: Postbox, mailbox: Dovecot
) -> None:
    inbox = pulled(cast, postbox, mailbox, imap_folder='INBOX, Orders, "営業, 東京"')
    mailbox.put(mail("一"))
    mailbox.put(mail("二", message_id="2@x", subject="二"), folder="Orders")
    mailbox.put(mail("三", message_id="3@x", subject="三"), folder="営業, 東京")
    assert fetching.fetch(inbox.id, by=SYSTEM) == 0
    assert set(FolderMark.objects.values_list("folder", flat=True)) == {"INBOX", "Orders", "営業, 東京"}
    assert RawMessage.objects.count() == 3


def test_a_renamed_folder_is_said_in_plain_words_and_goes_on_where_the_setting_is_corrected(
    cast: Cast, postbox: Postbox, mailbox: Dovecot
) -> None:
    inbox = pulled(cast, postbox, mailbox, imap_folder="INBOX,Support")
    first, second, third = numbered(3)
    mailbox.put(first, folder="Support")
    fetching.fetch(inbox.id, by=SYSTEM)
    with mailbox.client() as client:
        client.rename_folder("Support", "Desk")
    mailbox.put(second, folder="Desk")
    mailbox.put(third)
    assert fetching.fetch(inbox.id, by=SYSTEM) == 1
    health = mailboxes.health(by=SYSTEM)[0]
    assert health.state == "failing"
    assert "フォルダーがサーバーにありません" in health.problem and "Desk" in health.problem
    assert RawMessage.objects.count() == 2  # the other folder goes on
    Inbox.objects.update(settings=inbox.settings | {"imap_folder": "INBOX,Desk"})
    assert fetching.fetch(inbox.id, by=SYSTEM) == 0
    run_due()
    assert (RawMessage.objects.count(), Ticket.objects.count()) == (3, 3)
    assert mailboxes.health(by=SYSTEM)[0].state == "well"


def test_a_folder_that_comes_back_under_its_name_goes_on(cast: Cast, postbox: Postbox, mailbox: Dovecot) -> None:
    inbox = pulled(cast, postbox, mailbox, imap_folder="Support")
    first, second = numbered(2)
    mailbox.put(first, folder="Support")
    fetching.fetch(inbox.id, by=SYSTEM)
    with mailbox.client() as client:
        client.rename_folder("Support", "Away")
        assert fetching.fetch(inbox.id, by=SYSTEM) == 1
        client.rename_folder("Away", "Support")
    mailbox.put(second, folder="Support")
    assert fetching.fetch(inbox.id, by=SYSTEM) == 0
    assert RawMessage.objects.count() == 2


def test_a_folder_numbered_anew_by_its_server_brings_nothing_twice(
    cast: Cast, postbox: Postbox, mailbox: Dovecot
) -> None:
    inbox = pulled(cast, postbox, mailbox, imap_folder="Support")
    mails = numbered(4)
    mailbox.put(*mails[:3], folder="Support")
    fetching.fetch(inbox.id, by=SYSTEM)
    with mailbox.client() as client:
        client.delete_folder("Support")
    time.sleep(1.1)  # Dovecot takes the second as UIDVALIDITY
    mailbox.put(*mails, folder="Support")
    fetching.fetch(inbox.id, by=SYSTEM)
    run_due()
    assert FolderMark.objects.values("uidvalidity").distinct().count() == 2
    assert (RawMessage.objects.count(), Message.objects.count()) == (4, 4)


def test_a_line_cut_in_the_middle_of_a_mail_loses_and_doubles_nothing(
    cast: Cast, postbox: Postbox, mailbox: Dovecot, proxy: Proxy
) -> None:
    inbox = pulled(cast, postbox, mailbox, imap_port=proxy.port, afterwards="delete")
    mailbox.put(*numbered(6, "長い本文です。" * 3000))
    proxy.cut_after = 200_000
    assert fetching.fetch(inbox.id, by=SYSTEM) == 1
    assert Inbox.objects.get().last_error.startswith("imap_broken")
    proxy.cut_after = None
    assert fetching.fetch(inbox.id, by=SYSTEM) == 0
    run_due()
    assert (RawMessage.objects.count(), Message.objects.count()) == (6, 6)
    with mailbox.client() as client:
        client.select_folder("INBOX")
        assert client.search() == []


def test_a_server_that_falls_silent_in_the_middle_of_a_mail_is_left_after_a_while(
    cast: Cast, postbox: Postbox, mailbox: Dovecot, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap_folder, "LONGEST_FETCH", 0.5)
    inbox = pulled(cast, postbox, mailbox, imap_port=proxy.port)
    mailbox.put(*numbered(2, "長い本文です。" * 9000))
    proxy.hang_after = 20_000
    assert fetching.fetch(inbox.id, by=SYSTEM) == 1
    assert Inbox.objects.get().last_error.startswith("timed_out")
    proxy.hang_after = None
    assert fetching.fetch(inbox.id, by=SYSTEM) == 0
    assert RawMessage.objects.count() == 2


def test_a_mail_the_server_does_not_hand_over_is_written_down_and_the_rest_comes(
    cast: Cast, postbox: Postbox, mailbox: Dovecot
) -> None:
    inbox = pulled(cast, postbox, mailbox)
    mailbox.put(*numbered(3))
    bad = sorted(file for file in mailbox.folder.rglob("*") if file.parent.name in ("new", "cur") and file.is_file())[1]
    bad.chmod(0)
    looks = 0
    while fetching.fetch(inbox.id, by=SYSTEM) and looks < 10:  # Dovecot hangs up at such a mail
        looks += 1
    assert RawMessage.objects.count() == 2
    difference = mailboxes.differences(by=SYSTEM).get()
    assert (difference.kind, difference.folder.inbox_id) == ("refused", inbox.id)
    bad = next(file for file in mailbox.folder.rglob("*") if file.is_file() and file.stat().st_mode & 0o777 == 0)
    bad.chmod(0o600)
    fetching.fetch(inbox.id, by=SYSTEM)
    assert RawMessage.objects.count() == 2  # not asked for again at every look
    reconciling.reconcile(inbox.id, by=SYSTEM)
    fetching.fetch(inbox.id, by=SYSTEM)
    assert RawMessage.objects.count() == 3
    assert not mailboxes.differences(by=SYSTEM).exists()


def test_a_mail_over_the_limit_stays_on_the_server_and_is_shown(
    cast: Cast, postbox: Postbox, mailbox: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MADOGUCHI_LARGEST_MAIL_MB", "1")
    inbox = pulled(cast, postbox, mailbox, afterwards="delete")
    mailbox.put(mail(), mail("長い。" * 200_000, message_id="big@x"), mail("三", message_id="3@x"))
    assert fetching.fetch(inbox.id, by=SYSTEM) == 0
    assert RawMessage.objects.count() == 2
    assert mailboxes.differences(by=SYSTEM).get().kind == "too_big"
    assert fetching.fetch(inbox.id, by=SYSTEM) == 0
    with mailbox.client() as client:
        client.select_folder("INBOX")
        assert len(client.search()) == 1  # what was not stored is never deleted


def test_comparing_finds_what_is_missing_here_and_what_is_unread_there(
    cast: Cast, postbox: Postbox, mailbox: Dovecot
) -> None:
    inbox = pulled(cast, postbox, mailbox)
    mailbox.put(*numbered(3))
    fetching.fetch(inbox.id, by=SYSTEM)
    FolderMark.objects.filter(uid=2).delete()
    RawMessage.objects.filter(foldermark=None).delete()
    with mailbox.client() as client:
        client.select_folder("INBOX")
        client.remove_flags([1], [b"\\Seen"])
    check = reconciling.reconcile(inbox.id, by=SYSTEM)[0]
    assert (check.on_server, check.here, check.missing, check.unread) == (3, 2, 1, 1)
    fetching.fetch(inbox.id, by=SYSTEM)
    assert RawMessage.objects.count() == 3
    assert list(mailboxes.differences(by=SYSTEM).values_list("kind", flat=True)) == ["unread"]
    with mailbox.client() as client:
        client.select_folder("INBOX")
        client.add_flags([1], [b"\\Seen"])
    assert reconciling.reconcile(inbox.id, by=SYSTEM)[0].unread == 0
    assert Difference.objects.exclude(solved_at=None).count() == 2
    assert Folder.objects.get().reconciled_at is not None


def test_mail_that_had_waited_is_read_after_what_comes_in_one_by_one(
    cast: Cast, postbox: Postbox, mailbox: Dovecot, inbox: Inbox
) -> None:
    from madoguchi.channels.services.storing import store_raw
    from madoguchi.kernel.jobs.claiming import claim

    waiting = pulled(cast, postbox, mailbox, address="other@shop.example")
    mailbox.put(*numbered(25))
    fetching.fetch(waiting.id, by=SYSTEM)
    fresh = store_raw(inbox.id, content=mail("急ぎです。"), door="smtp", by=SYSTEM)
    first = claim("default", holder="test")
    assert first is not None and first.arguments["kwargs"]["raw_id"] == fresh.id


def test_progress_of_a_long_fetch_can_be_seen(
    transactional_db: None, cast: Cast, postbox: Postbox, mailbox: Dovecot, proxy: Proxy
) -> None:
    inbox = pulled(cast, postbox, mailbox, imap_port=proxy.port)
    mailbox.put(*numbered(4, "長い本文です。" * 3000))
    proxy.hang_after = 30_000
    stuck = threading.Thread(target=fetching.fetch, args=(inbox.id,), kwargs={"by": SYSTEM}, daemon=True)
    stuck.start()
    assert wait_for(lambda: Folder.objects.filter(waiting=4).exists())
    assert mailboxes.health(by=SYSTEM)[0].state == "catching_up"
    proxy.cut_all()
    stuck.join(10)


def test_a_folder_that_is_not_watched_any_more_is_forgotten_but_not_its_ledger(
    cast: Cast, postbox: Postbox, mailbox: Dovecot, tmp_path: Path
) -> None:
    inbox = pulled(cast, postbox, mailbox, imap_folder="INBOX,Old")
    mailbox.put(mail(), folder="Old")
    fetching.fetch(inbox.id, by=SYSTEM)
    Inbox.objects.update(settings=inbox.settings | {"imap_folder": "INBOX"})
    fetching.fetch(inbox.id, by=SYSTEM)
    assert list(mailboxes.folders(by=SYSTEM).values_list("name", flat=True)) == ["INBOX"]
    assert FolderMark.objects.filter(folder="Old").count() == 1


@pytest.mark.once
@pytest.mark.timeout(300)
def test_many_waiting_mails_come_in_once_each_and_do_not_hold_up_another_inbox(
    transactional_db: None, cast: Cast, postbox: Postbox, mailbox: Dovecot
) -> None:
    waiting = pulled(cast, postbox, mailbox)
    pulled(cast, postbox, mailbox, address="other@shop.example", imap_user="other")
    folder = mailbox.folder / "mail" / mailbox.user / "new"
    mailbox.put(mail())
    some = mailbox.folder / "mail" / mailbox.user / "cur"
    owner = next(file for place in (folder, some) for file in place.iterdir()).stat()
    for number in range(WAITING - 1):
        file = folder / f"1795300000.M{number}P1.desk"
        file.write_bytes(mail(message_id=f"{number}@many", subject=f"件名 {number}"))
        os.chown(file, owner.st_uid, owner.st_gid)
    with watching():
        assert wait_for(lambda: Folder.objects.filter(inbox=waiting, waiting__gt=WAITING // 2).exists(), 60), list(
            Folder.objects.values_list("name", "waiting", "failures", "last_error")
        )
        with mailbox.client("other") as client:
            client.append("INBOX", mail("急ぎです。", message_id="urgent@x"))
        assert wait_for(lambda: RawMessage.objects.filter(inbox__address="other@shop.example").exists(), 20)
        assert Folder.objects.get(inbox=waiting).waiting > 0  # the many are still coming in
        assert wait_for(lambda: Folder.objects.filter(inbox=waiting, waiting=0).exists(), 200)
    assert RawMessage.objects.filter(inbox=waiting).count() == WAITING
    assert mailboxes.folders(by=SYSTEM, inbox_id=waiting.id).get().last_error == ""
