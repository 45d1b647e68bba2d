"""POP3: a real Dovecot; what was stored is deleted there only when its days are over."""

import poplib
from datetime import timedelta
from email.utils import format_datetime

import pytest

from madoguchi.channels import mailboxes
from madoguchi.channels.models import FolderMark, Inbox, RawMessage
from madoguchi.channels.services import fetching, reconciling, storing
from madoguchi.kernel import clock
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.jobs import run_due
from madoguchi.tickets.models import Message
from tests.cast import Cast
from tests.channels.conftest import mail
from tests.channels.mailboxes import pulled_by_pop3
from tests.servers import dovecot
from tests.servers.dovecot import Dovecot
from tests.servers.postbox import Postbox
from tests.servers.proxy import Proxy

pytestmark = pytest.mark.imap


def count_on_server(mailbox: Dovecot) -> int:
    line = poplib.POP3("127.0.0.1", mailbox.pop3_port)
    line.user(mailbox.user)
    line.pass_(dovecot.PASSWORD)
    count = line.stat()[0]
    line.quit()
    return int(count)


def numbered(count: int, text: str = "本文です。") -> list[bytes]:
    return [mail(text, message_id=f"{number}@x", subject=f"件名 {number}") for number in range(count)]


def test_mail_comes_in_once_and_stays_on_the_server_for_its_days(
    cast: Cast, postbox: Postbox, mailbox: Dovecot
) -> None:
    inbox = pulled_by_pop3(cast, postbox, mailbox, pop3_keep_days=7)
    mailbox.put(*numbered(3))
    assert [fetching.fetch(inbox.id, by=SYSTEM) for _look in range(2)] == [0, 0]
    run_due()
    assert (RawMessage.objects.filter(door="pop3").count(), Message.objects.count()) == (3, 3)
    assert count_on_server(mailbox) == 3
    FolderMark.objects.filter(uidl__in=FolderMark.objects.values_list("uidl")[:2]).update(
        stored_at=clock.now() - timedelta(days=8)
    )
    fetching.fetch(inbox.id, by=SYSTEM)
    assert count_on_server(mailbox) == 1
    assert RawMessage.objects.count() == 3


def test_nothing_is_deleted_before_it_is_stored(
    cast: Cast, postbox: Postbox, mailbox: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = pulled_by_pop3(cast, postbox, mailbox, pop3_keep_days=0)
    mailbox.put(*numbered(2))

    def full(*args: object, **values: object) -> None:
        raise OSError("No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(storing.files, "keep", full)
        with pytest.raises(OSError, match="No space"):
            fetching.fetch(inbox.id, by=SYSTEM)
    assert count_on_server(mailbox) == 2
    fetching.fetch(inbox.id, by=SYSTEM)
    assert (RawMessage.objects.count(), count_on_server(mailbox)) == (2, 0)


def test_lines_longer_than_the_standard_allows_come_through(cast: Cast, postbox: Postbox, mailbox: Dovecot) -> None:
    inbox = pulled_by_pop3(cast, postbox, mailbox)
    long = mail().partition(b"\n\n")[0] + b"\n\n" + "長い行です。".encode() * 5000
    mailbox.put(long.replace(b"base64", b"8bit"))
    assert fetching.fetch(inbox.id, by=SYSTEM) == 0
    run_due()
    assert Message.objects.get().text.startswith("長い行です。長い行です。")


def test_mail_from_before_the_chosen_day_is_left_alone_and_never_deleted(
    cast: Cast, postbox: Postbox, mailbox: Dovecot
) -> None:
    today = clock.now()
    received = "from a by b; "
    inbox = pulled_by_pop3(cast, postbox, mailbox, since=today.date().isoformat(), pop3_keep_days=0)
    old = mail(message_id="old@x", Received=received + format_datetime(today - timedelta(days=90)))
    new = mail(message_id="new@x", Received=received + format_datetime(today))
    mailbox.put(old, new)
    for _look in range(2):
        assert fetching.fetch(inbox.id, by=SYSTEM) == 0
    assert RawMessage.objects.count() == 1
    assert count_on_server(mailbox) == 1
    assert reconciling.reconcile(inbox.id, by=SYSTEM)[0].missing == 0


def test_a_line_cut_in_the_middle_loses_and_doubles_nothing(cast: Cast, postbox: Postbox, mailbox: Dovecot) -> None:
    proxy = Proxy(mailbox.pop3_port).start()
    inbox = pulled_by_pop3(cast, postbox, mailbox, pop3_port=proxy.port, pop3_keep_days=0)
    mailbox.put(*numbered(5, "長い本文です。" * 3000))
    proxy.cut_after = 200_000
    assert fetching.fetch(inbox.id, by=SYSTEM) == 1
    assert Inbox.objects.get().last_error.startswith("pop3_broken")
    proxy.cut_after = None
    assert fetching.fetch(inbox.id, by=SYSTEM) == 0
    proxy.stop()
    run_due()
    assert (RawMessage.objects.count(), Message.objects.count()) == (5, 5)


def test_a_wrong_password_is_said_in_plain_words(cast: Cast, postbox: Postbox, mailbox: Dovecot) -> None:
    inbox = pulled_by_pop3(cast, postbox, mailbox, pop3_password="wrong")
    assert fetching.fetch(inbox.id, by=SYSTEM) == 1
    assert "POP3サーバーがユーザー名またはパスワードを拒否しました" in mailboxes.health(by=SYSTEM)[0].problem
