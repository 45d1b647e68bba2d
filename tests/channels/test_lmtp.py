"""The LMTP door and the pipe, with a real Postfix before them; and what the SMTP door allows one peer."""

import os
import smtplib
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from madoguchi.channels.doors import peers
from madoguchi.channels.doors.lmtp import LmtpDoor
from madoguchi.channels.doors.smtp import SmtpDoor
from madoguchi.channels.models import Inbox, RawMessage
from madoguchi.channels.services import storing
from madoguchi.kernel.jobs import run_due
from madoguchi.tickets.models import Ticket
from tests.cast import Cast
from tests.channels.conftest import SUPPORT_ADDRESS, mail, make_inbox
from tests.servers import postfix
from tests.servers.postbox import Postbox, free_port
from tests.servers.postfix import Pipe, Postfix

FROM = "tanaka@kawakami-shoji.example"
ORDERS = "orders@shop.example"


@pytest.fixture
def two_inboxes(transactional_db: None, cast: Cast, postbox: Postbox) -> list[Inbox]:
    return [make_inbox(cast, postbox), make_inbox(cast, postbox, address=ORDERS, name="注文")]


@pytest.fixture
def lmtp(two_inboxes: list[Inbox], tmp_path: Path) -> Iterator[LmtpDoor]:
    door = LmtpDoor(f"127.0.0.1:{free_port()}")
    door.start()
    yield door
    door.stop()


def wait_for(condition: Callable[[], Any], seconds: float = 20) -> bool:
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def hand_over(port: int, recipients: list[str], content: bytes) -> list[str]:
    """Speaks LMTP: the answer to each accepted recipient."""
    with smtplib.LMTP("127.0.0.1", port) as line:
        line.ehlo("mx.shop.example")
        line.mail(FROM)
        accepted = [recipient for recipient in recipients if line.rcpt(recipient)[0] == 250]
        line.docmd("DATA")
        line.send(content.replace(b"\n", b"\r\n") + b"\r\n.\r\n")
        return [f"{code} {said.decode()}" for code, said in (line.getreply() for _recipient in accepted)]


def test_lmtp_answers_for_each_recipient(
    two_inboxes: list[Inbox], lmtp: LmtpDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = storing.store_for_all

    def half_broken(inbox_ids: list[int], **values: Any) -> Any:
        if two_inboxes[1].id in inbox_ids:
            raise OSError("No space left on device")
        return kept(inbox_ids, **values)

    recipients = [SUPPORT_ADDRESS, "nobody@shop.example", ORDERS, "support+vip@shop.example"]
    with monkeypatch.context() as broken:
        broken.setattr(storing, "store_for_all", half_broken)
        answers = hand_over(lmtp.controller.port, recipients, mail())
    assert [answer[:3] for answer in answers] == ["250", "451", "250"]
    assert list(RawMessage.objects.values_list("inbox_id", "door")) == [(two_inboxes[0].id, "lmtp")]
    assert [answer[:3] for answer in hand_over(lmtp.controller.port, recipients, mail())] == ["250"] * 3
    assert RawMessage.objects.count() == 2


def test_lmtp_says_too_big_to_each_recipient(two_inboxes: list[Inbox], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MADOGUCHI_LARGEST_MAIL_MB", "1")
    door = LmtpDoor(f"127.0.0.1:{free_port()}")
    door.start()
    try:
        answers = hand_over(door.controller.port, [SUPPORT_ADDRESS, ORDERS], mail("長い。\n" * 100_000))
    finally:
        door.stop()
    assert [answer[:3] for answer in answers] == ["552", "552"]


def test_lmtp_listens_on_a_local_socket_too(two_inboxes: list[Inbox]) -> None:
    path = Path(f"/tmp/madoguchi-{os.getpid()}.sock")
    door = LmtpDoor(f"unix:{path}")
    door.start()
    try:
        assert stat.S_ISSOCK(path.stat().st_mode)
        with smtplib.LMTP(str(path)) as line:
            assert line.sendmail(FROM, [SUPPORT_ADDRESS], mail()) == {}
    finally:
        door.stop()
    assert RawMessage.objects.count() == 1
    assert not path.exists()


def test_a_bounce_without_a_sender_is_taken(two_inboxes: list[Inbox], lmtp: LmtpDoor) -> None:
    with smtplib.LMTP("127.0.0.1", lmtp.controller.port) as line:
        line.sendmail("", [SUPPORT_ADDRESS], mail())
    assert RawMessage.objects.get().envelope["mail_from"] == ""


@pytest.fixture
def open_smtp(two_inboxes: list[Inbox]) -> Iterator[Callable[..., SmtpDoor]]:
    doors: list[SmtpDoor] = []

    def make(**limits: Any) -> SmtpDoor:
        chosen = {"at_once": 0, "at_once_together": 0, "per_minute": 0, "trusted": frozenset()} | limits
        door = SmtpDoor("127.0.0.1", free_port(), peers=peers.Peers(**chosen))
        door.start()
        doors.append(door)
        return door

    yield make
    for door in doors:
        door.stop()


def test_one_peer_may_not_hold_all_lines(open_smtp: Callable[..., SmtpDoor]) -> None:
    port = open_smtp(at_once=2).controller.port
    with smtplib.SMTP("127.0.0.1", port), smtplib.SMTP("127.0.0.1", port) as second:
        with pytest.raises(smtplib.SMTPConnectError) as refusal:
            smtplib.SMTP("127.0.0.1", port)
        assert refusal.value.smtp_code == 421
        second.quit()
        assert wait_for(lambda: _greeting(port).startswith("220"))


def _greeting(port: int) -> str:
    with socket.create_connection(("127.0.0.1", port), 5) as line:
        return line.recv(100).decode()


def test_one_peer_may_not_send_without_end_and_is_asked_to_come_back(open_smtp: Callable[..., SmtpDoor]) -> None:
    with smtplib.SMTP("127.0.0.1", open_smtp(per_minute=2).controller.port) as program:
        for number in range(2):
            program.sendmail(FROM, [SUPPORT_ADDRESS], mail(message_id=f"{number}@x"))
        with pytest.raises(smtplib.SMTPSenderRefused) as refusal:
            program.sendmail(FROM, [SUPPORT_ADDRESS], mail(message_id="3@x"))
    assert refusal.value.smtp_code == 451
    assert RawMessage.objects.count() == 2


def test_who_guesses_addresses_is_sent_away(open_smtp: Callable[..., SmtpDoor]) -> None:
    with smtplib.SMTP("127.0.0.1", open_smtp().controller.port) as program:
        program.ehlo()
        program.mail(FROM)
        codes = [program.rcpt(f"guess{number}@shop.example")[0] for number in range(peers.WRONG_RECIPIENTS)]
        assert codes == [550] * (peers.WRONG_RECIPIENTS - 1) + [421]
        with pytest.raises(smtplib.SMTPServerDisconnected):
            time.sleep(1)
            program.noop()


def test_the_limit_on_size_is_announced_and_held(
    open_smtp: Callable[..., SmtpDoor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MADOGUCHI_LARGEST_MAIL_MB", "1")
    big = mail("長い。\n" * 200_000)
    with smtplib.SMTP("127.0.0.1", open_smtp().controller.port) as program:
        program.ehlo()
        assert program.esmtp_features["size"] == str(1024 * 1024)
        with pytest.raises(smtplib.SMTPSenderRefused):
            program.sendmail(FROM, [SUPPORT_ADDRESS], big)
        program.rset()
        program.mail(FROM)
        program.rcpt(SUPPORT_ADDRESS)
        assert program.data(big)[0] == 552
        assert program.sendmail(FROM, [SUPPORT_ADDRESS], mail()) == {}
    assert RawMessage.objects.count() == 1


needs_postfix = pytest.mark.skipif(not postfix.available(), reason="Postfix cannot be started here")


@needs_postfix
def test_postfix_hands_over_by_lmtp_and_keeps_what_the_desk_cannot_take_yet(
    two_inboxes: list[Inbox], monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    server = Postfix(lmtp=f"inet:127.0.0.1:{port}")
    server.start()
    try:
        with smtplib.SMTP("127.0.0.1", server.port) as program:
            for number in range(5):  # the desk is not there yet
                program.sendmail(FROM, [SUPPORT_ADDRESS, ORDERS], mail(message_id=f"{number}@x", subject=f"{number}"))
            program.sendmail(FROM, ["nobody@shop.example"], mail(message_id="lost@x"))
        assert wait_for(lambda: "Connection refused" in server.log(), 30)
        door = LmtpDoor(f"127.0.0.1:{port}")
        door.start()
        try:
            assert wait_for(lambda: server.flush() or RawMessage.objects.count() == 10, 40), server.log()
            assert wait_for(lambda: server.queued() <= 1)  # the sender's notice that nobody is not here
        finally:
            door.stop()
        assert "status=bounced" in server.log()
    finally:
        server.stop()
    run_due()
    assert Ticket.objects.count() == 10


@needs_postfix
@pytest.mark.once
def test_postfix_delivers_into_the_pipe_and_tries_again_what_could_not_be_stored(tmp_path: Path) -> None:
    environment = {**os.environ, "MADOGUCHI_DATA": str(tmp_path), "MADOGUCHI_DATABASE_URL": ""}
    environment["DJANGO_SETTINGS_MODULE"] = "madoguchi.config.settings"
    make = (
        "from madoguchi.config.start import start; start()\n"
        "from madoguchi.config.migrating import migrate; migrate()\n"
        "from madoguchi.channels.services import inboxes; from madoguchi.kernel.actors import SYSTEM\n"
        "inboxes.create(kind='mail', name='x', address='desk@piped.example', settings={'way_in': 'door'}, by=SYSTEM)"
    )
    subprocess.run([sys.executable, "-c", make], env=environment, check=True)
    codes: list[int] = []

    def deliver(recipient: str, sender: str, content: bytes) -> int:
        broken = {} if codes else {"MADOGUCHI_DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
        command = [sys.executable, "-m", "madoguchi.config", "mail", "deliver", "--to", recipient, "--from", sender]
        codes.append(subprocess.run(command, input=content, env=environment | broken, check=False).returncode)
        return codes[-1]

    pipe = Pipe(deliver)
    server = Postfix(command=str(pipe.command))
    server.start()
    try:
        with smtplib.SMTP("127.0.0.1", server.port) as program:
            program.sendmail(FROM, ["desk@piped.example"], mail(message_id="a@x"))
            assert wait_for(lambda: "status=deferred" in server.log(), 30), server.log()
            program.sendmail(FROM, ["nobody@piped.example"], mail(message_id="b@x"))
        server.flush()
        assert wait_for(lambda: "status=sent" in server.log() and "status=bounced" in server.log(), 60), server.log()
    finally:
        server.stop()
        pipe.stop()
    assert codes[0] == 75
    assert sorted(codes)[:2] == [0, 67]
    ask = (
        "from madoguchi.config.start import start; start()\n"
        "from madoguchi.channels.models import RawMessage; print(RawMessage.objects.filter(door='pipe').count())"
    )
    assert (
        subprocess.run([sys.executable, "-c", ask], env=environment, capture_output=True, check=True).stdout == b"1\n"
    )
