"""The doors that mail servers knock at: our own SMTP listener, the pipe."""

import os
import smtplib
import ssl
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from madoguchi.channels.doors.smtp import SmtpDoor
from madoguchi.channels.models import Inbox, RawMessage
from madoguchi.channels.services import storing
from madoguchi.kernel import clock
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.jobs import run_due
from madoguchi.tickets.models import Message, Ticket
from tests.cast import Cast
from tests.channels.conftest import SUPPORT_ADDRESS, mail, make_inbox
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
