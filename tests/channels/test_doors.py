"""The doors: our own SMTP listener, a real Dovecot mailbox, the pipe."""

import os
import smtplib
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from madoguchi.channels.doors import polling
from madoguchi.channels.doors.smtp import SmtpDoor
from madoguchi.channels.models import FolderMark, Inbox, RawMessage
from madoguchi.channels.services import fetching, inboxes, storing
from madoguchi.kernel import clock
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.jobs import run_due
from madoguchi.tickets.models import Message, Ticket
from tests.cast import Cast
from tests.channels.conftest import SUPPORT_ADDRESS, mail, make_inbox
from tests.servers import dovecot
from tests.servers.dovecot import Dovecot
from tests.servers.postbox import Postbox, free_port

FROM = "tanaka@kawakami-shoji.example"


@pytest.fixture
def door(transactional_db: None) -> Iterator[smtplib.SMTP]:
    """A mail program connected to our own door."""
    port = free_port()
    listener = SmtpDoor("127.0.0.1", port)
    listener.start()
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as program:
        yield program
    listener.stop()


@pytest.fixture
def open_inbox(transactional_db: None, cast: Cast, postbox: Postbox) -> Inbox:
    return make_inbox(cast, postbox)


def test_a_mail_through_our_own_door_becomes_a_ticket(open_inbox: Inbox, door: smtplib.SMTP) -> None:
    assert door.sendmail(FROM, ["Support+tag@shop.example"], mail()) == {}
    raw = RawMessage.objects.get()
    assert (raw.door, raw.envelope["mail_from"], raw.envelope["rcpt_to"]) == (
        "smtp",
        FROM,
        ["Support+tag@shop.example"],
    )
    run_due()
    assert Ticket.objects.get().subject == "炊飯器について"


def test_a_mail_with_an_endless_line_is_taken(open_inbox: Inbox, door: smtplib.SMTP) -> None:
    long = mail().partition(b"\n\n")[0] + b"\n\n" + "長い行です。".encode() * 100_000
    long = long.replace(b'"utf-8"', b"utf-8").replace(b"base64", b"8bit")
    assert door.sendmail(FROM, [SUPPORT_ADDRESS], long) == {}
    run_due()
    assert Message.objects.get().text.startswith("長い行です。長い行です。")


def test_the_door_is_no_relay(open_inbox: Inbox, door: smtplib.SMTP) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refusal:
        door.sendmail(FROM, ["somebody@elsewhere.example"], mail())
    assert refusal.value.recipients["somebody@elsewhere.example"][0] == 550
    assert RawMessage.objects.count() == 0


def test_a_switched_off_inbox_takes_nothing(open_inbox: Inbox, door: smtplib.SMTP) -> None:
    Inbox.objects.update(active=False)
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        door.sendmail(FROM, [SUPPORT_ADDRESS], mail())


def test_when_the_mail_cannot_be_stored_the_sender_is_asked_to_come_back(
    open_inbox: Inbox, door: smtplib.SMTP, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any, **values: Any) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(storing.files, "keep", full)
    with pytest.raises(smtplib.SMTPDataError) as refusal:
        door.sendmail(FROM, [SUPPORT_ADDRESS], mail())
    assert refusal.value.smtp_code == 451


def test_the_same_mail_sent_again_after_a_lost_answer_is_kept_once(open_inbox: Inbox, door: smtplib.SMTP) -> None:
    door.sendmail(FROM, [SUPPORT_ADDRESS], mail())
    door.sendmail(FROM, [SUPPORT_ADDRESS], mail())
    run_due()
    assert (RawMessage.objects.count(), Message.objects.count()) == (1, 1)


def test_the_door_offers_encryption_when_it_has_a_certificate(open_inbox: Inbox, tmp_path: Path) -> None:
    certificate, key = self_signed(tmp_path)
    listener = SmtpDoor("127.0.0.1", free_port(), certificate=str(certificate), key=str(key))
    listener.start()
    try:
        with smtplib.SMTP("127.0.0.1", listener.controller.port, timeout=10) as program:
            context = ssl.create_default_context(cafile=str(certificate))
            context.check_hostname = False
            program.starttls(context=context)
            program.sendmail(FROM, [SUPPORT_ADDRESS], mail())
    finally:
        listener.stop()
    assert RawMessage.objects.count() == 1


def self_signed(folder: Path) -> tuple[Path, Path]:
    """A certificate and its key, made for this test."""
    secret = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "door.example")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(secret.public_key())
        .serial_number(1)
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .sign(secret, hashes.SHA256())
    )
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key.write_bytes(
        secret.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return certificate, key


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[Dovecot]:
    if not dovecot.available():
        pytest.skip("Dovecot is not installed")
    server = Dovecot(tmp_path / "dovecot")
    server.start()
    yield server
    server.stop()


def pulled(cast: Cast, postbox: Postbox, mailbox: Dovecot, **changes: Any) -> Inbox:
    chosen = {
        "way_in": "imap",
        "imap_host": "127.0.0.1",
        "imap_port": mailbox.port,
        "imap_security": "none",
        "imap_user": mailbox.user,
        "imap_password": dovecot.PASSWORD,
        **changes,
    }
    return make_inbox(cast, postbox, settings=chosen)


@pytest.mark.imap
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


@pytest.mark.imap
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


@pytest.mark.imap
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


@pytest.mark.imap
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


@pytest.mark.imap
def test_a_renumbered_folder_brings_no_mail_twice(cast: Cast, postbox: Postbox, mailbox: Dovecot) -> None:
    inbox = pulled(cast, postbox, mailbox)
    mailbox.put(mail())
    fetching.fetch(inbox.id, by=SYSTEM)
    FolderMark.objects.update(uidvalidity=1)
    fetching.fetch(inbox.id, by=SYSTEM)
    run_due()
    assert (RawMessage.objects.count(), Ticket.objects.count(), FolderMark.objects.count()) == (1, 1, 2)


@pytest.mark.imap
def test_fetched_mail_is_moved_where_the_inbox_says(cast: Cast, postbox: Postbox, mailbox: Dovecot) -> None:
    inbox = pulled(cast, postbox, mailbox, afterwards="move", move_to="Done")
    mailbox.put(mail())
    fetching.fetch(inbox.id, by=SYSTEM)
    with mailbox.client() as client:
        client.select_folder("Done")
        assert len(client.search()) == 1


@pytest.mark.imap
def test_a_wrong_password_is_told_on_the_inbox_and_counted(cast: Cast, postbox: Postbox, mailbox: Dovecot) -> None:
    inbox = pulled(cast, postbox, mailbox, imap_password="wrong")
    assert [fetching.fetch(inbox.id, by=SYSTEM), fetching.fetch(inbox.id, by=SYSTEM)] == [1, 2]
    inbox.refresh_from_db()
    assert inbox.last_error.startswith("imap_login")


@pytest.mark.imap
def test_a_mailbox_that_hangs_does_not_delay_the_other(
    transactional_db: None, cast: Cast, postbox: Postbox, mailbox: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MADOGUCHI_POLL_SECONDS", "0.2")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        pulled(cast, postbox, mailbox, imap_port=silent.getsockname()[1])
        Inbox.objects.update(address="stuck@shop.example")
        pulled(cast, postbox, mailbox)
        mailbox.put(mail())
        pollers = polling.Pollers()
        pollers.start()
        try:
            patience = time.monotonic() + 10
            while not RawMessage.objects.exists() and time.monotonic() < patience:
                time.sleep(0.05)
        finally:
            pollers.stop()
    assert RawMessage.objects.get().inbox.address == SUPPORT_ADDRESS


@pytest.mark.once
def test_mail_on_standard_input_is_stored_before_the_command_ends(tmp_path: Path) -> None:
    database = {"MADOGUCHI_DATA": str(tmp_path), "MADOGUCHI_DATABASE_URL": ""}
    environment = {**os.environ, **database, "DJANGO_SETTINGS_MODULE": "madoguchi.config.settings"}

    def madoguchi(*words: str, given: bytes = b"") -> int:
        command = [sys.executable, "-m", "madoguchi.config", *words]
        return subprocess.run(command, input=given, env=environment, capture_output=True, check=False).returncode

    assert madoguchi("migrate") == 0
    assert madoguchi("mail", "deliver", "--to", SUPPORT_ADDRESS, given=mail()) == 67
    make = (
        "from madoguchi.config.start import start; start()\n"
        "from madoguchi.channels.services import inboxes; from madoguchi.kernel.actors import SYSTEM\n"
        f"inboxes.create(kind='mail', name='x', address='{SUPPORT_ADDRESS}', settings={{'way_in': 'door'}}, by=SYSTEM)"
    )
    subprocess.run([sys.executable, "-c", make], env=environment, check=True)
    assert madoguchi("mail", "deliver", "--to", SUPPORT_ADDRESS, given=mail()) == 0
    assert madoguchi("mail", "deliver", given=b"  \n") == 65
    environment["MADOGUCHI_DATABASE_URL"] = "postgres://nobody@127.0.0.1:1/none"
    assert madoguchi("mail", "deliver", "--to", SUPPORT_ADDRESS, given=mail()) == 75


def test_the_clock_of_an_arrival_is_the_moment_it_came_in(cast: Cast, postbox: Postbox) -> None:
    inbox = make_inbox(cast, postbox)
    moment = clock.now().replace(year=2025)
    storing.store_raw(inbox.id, content=mail(), door="smtp", by=SYSTEM, at=moment)
    run_due()
    assert Ticket.objects.get().created_at == moment
