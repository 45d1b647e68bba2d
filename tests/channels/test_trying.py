"""The connection test says which step fails and what to do: on a real Dovecot, a real SMTP server, and broken ones."""

import datetime
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from madoguchi.channels.adapters.mail import Mail
from madoguchi.channels.base.errors import PermanentFailure
from madoguchi.channels.base.mail import presets, trying, trying_sign_in
from madoguchi.channels.base.mail.settings import MailSettings
from madoguchi.channels.base.words import Words
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.postbox import Postbox, free_port

pytestmark = pytest.mark.once
Answer = Callable[[socket.socket], None]


class Server:
    """Listens on a port and lets `answer` speak to whoever comes."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                line, _peer = self.listener.accept()
                threading.Thread(target=self._speak, args=(line,), daemon=True).start()

    def _speak(self, line: socket.socket) -> None:
        with suppress(OSError), line:
            self.answer(line)


@pytest.fixture
def serve() -> Iterator[Callable[[Answer], int]]:
    servers: list[Server] = []

    def make(answer: Answer) -> int:
        servers.append(Server(answer))
        return servers[-1].port

    yield make
    for server in servers:
        server.listener.close()


@pytest.fixture(autouse=True)
def little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "GREETING_PATIENCE", 2.0)


def tried(**settings: Any) -> list[tuple[str, bool, str]]:
    values = {"way_in": "door", "way_out": "none", **settings}
    steps = Mail(MailSettings(**values)).check(address="support@shop.example")
    return [(step.label.en, step.ok, step.code) for step in steps]


def imap(port: int, security: str = "none", **more: Any) -> list[tuple[str, bool, str]]:
    return tried(
        way_in="imap", imap_host="127.0.0.1", imap_port=port, imap_security=security, imap_user="support", **more
    )


def says(text: bytes) -> Answer:
    def speak(line: socket.socket) -> None:
        line.sendall(text)
        line.recv(1)

    return speak


def refusing(words: bytes) -> Answer:
    """An IMAP server that refuses every password with these words."""

    def speak(line: socket.socket) -> None:
        line.settimeout(5)
        line.sendall(b"* OK ready\r\n")
        for asked in line.makefile("rb"):
            tag, _space, command = asked.partition(b" ")
            answer = b" NO " + words if command.startswith(b"LOGIN") else b" OK done"
            known = b"* CAPABILITY IMAP4rev1\r\n" if command.startswith(b"CAPABILITY") else b""
            line.sendall(known + tag + answer + b"\r\n")

    return speak


def test_a_good_mailbox_and_way_out_pass_every_step(mailbox: Dovecot, postbox: Postbox) -> None:
    mailbox.put(b"Subject: one\r\n\r\nx")
    way_out: dict[str, Any] = {
        "way_out": "smtp",
        "smtp_host": "127.0.0.1",
        "smtp_port": postbox.port,
        "smtp_security": "none",
    }
    assert imap(mailbox.port, imap_password=PASSWORD, **way_out) == [
        ("Receiving: Server name", True, "ok"),
        ("Receiving: Port", True, "ok"),
        ("Receiving: Encryption and certificate", True, "not_encrypted"),
        ("Receiving: Signing in", True, "ok"),
        ("Receiving: Folder", True, "folder_holds"),
        ("Sending: Server name", True, "ok"),
        ("Sending: Port", True, "ok"),
        ("Sending: Encryption and certificate", True, "not_encrypted"),
        ("Sending: Signing in", True, "ok"),
        ("Sending: Permission to send", True, "ok"),
    ]
    assert postbox.mails == []


def test_a_wrong_password_and_a_missing_folder_are_told_apart(mailbox: Dovecot) -> None:
    assert imap(mailbox.port, imap_password="wrong")[-1] == ("Receiving: Signing in", False, "refused")
    missing = imap(mailbox.port, imap_password=PASSWORD, imap_folder="INBOX, Nowhere")
    assert missing[-1] == ("Receiving: Folder", False, "imap_folder")


def test_a_pop3_mailbox_is_tried_too(mailbox: Dovecot) -> None:
    settings = {"way_in": "pop3", "pop3_host": "127.0.0.1", "pop3_port": mailbox.pop3_port, "pop3_security": "none"}
    good = tried(**settings, pop3_user="support", pop3_password=PASSWORD)
    assert good[-1] == ("Receiving: Signing in", True, "ok")
    assert tried(**settings, pop3_user="support", pop3_password="x")[-1][2] == "refused"


def test_a_server_that_does_not_let_us_send_from_our_address_is_named(postbox: Postbox) -> None:
    postbox.refuse["support@shop.example"] = "550 5.7.1 not your address"
    way_out: dict[str, Any] = {
        "way_out": "smtp",
        "smtp_host": "127.0.0.1",
        "smtp_port": postbox.port,
        "smtp_security": "none",
    }
    assert tried(**way_out)[-1] == ("Sending: Permission to send", False, "smtp_sender")


def test_a_name_that_does_not_exist() -> None:
    steps = tried(way_in="imap", imap_host="imap.no-such-name.invalid")
    assert steps == [("Receiving: Server name", False, "host_unknown")]


def test_a_port_where_nobody_listens() -> None:
    assert imap(free_port())[-1] == ("Receiving: Port", False, "port_closed")


def test_tls_asked_where_the_server_speaks_plainly(mailbox: Dovecot) -> None:
    assert imap(mailbox.port, "tls")[-1] == ("Receiving: Encryption and certificate", False, "tls_not_here")


def test_starttls_asked_where_the_server_has_none(mailbox: Dovecot, postbox: Postbox) -> None:
    assert imap(mailbox.port, "starttls")[-1][2] == "no_starttls"
    way_out: dict[str, Any] = {
        "way_out": "smtp",
        "smtp_host": "127.0.0.1",
        "smtp_port": postbox.port,
        "smtp_security": "starttls",
    }
    assert tried(**way_out)[-1][2] == "no_starttls"


def test_a_server_of_another_kind_and_one_that_says_nothing(postbox: Postbox, serve: Callable[[Answer], int]) -> None:
    assert imap(postbox.port)[-1][2] == "other_service"
    assert imap(serve(says(b"HTTP/1.1 400 Bad Request\r\n")))[-1][2] == "other_service"
    assert imap(serve(says(b"")))[-1][2] == "speaks_tls"
    assert imap(serve(lambda line: None))[-1][2] == "other_service"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (b"[ALERT] Application-specific password required: https://support.example/", "app_password_needed"),
        (b"[ALERT] Your account is not enabled for IMAP use. Please visit your settings", "imap_off"),
        (b"[AUTHENTICATIONFAILED] Basic authentication is disabled.", "oauth_needed"),
        (b"[ALERT] Please log in via your web browser: https://support.example/", "browser_needed"),
        (b"[UNAVAILABLE] Too many login attempts, try again later", "too_often"),
        (b"[PRIVACYREQUIRED] Plaintext authentication disallowed on non-secure connections.", "needs_encryption"),
        (b"[AUTHENTICATIONFAILED] Invalid credentials (Failure)", "refused"),
    ],
)
def test_why_a_server_refuses_is_said_plainly(serve: Callable[[Answer], int], words: bytes, code: str) -> None:
    assert imap(serve(refusing(words)), imap_password="x")[-1] == ("Receiving: Signing in", False, code)


@pytest.mark.parametrize("service", ["google", "microsoft", "outlook", "lolipop", "yahoo_japan", "icloud"])
def test_every_service_with_a_known_server_has_its_own_advice(service: str) -> None:
    preset = presets.find(service)
    assert preset is not None
    code = trying_sign_in.refusal(PermanentFailure("imap_login", "LOGIN failed."), preset.imap.host)
    assert Mail.texts[code].ja != Mail.texts["refused"].ja
    assert Mail.texts[code].en != Mail.texts["refused"].en


@pytest.mark.parametrize(
    ("name", "days", "trusted", "code"),
    [
        ("localhost", -1, True, "certificate_expired"),
        ("mail.example", 9, True, "certificate_name"),
        ("localhost", 9, False, "certificate_unknown"),
        ("localhost", 9, True, "ok"),
    ],
)
def test_a_certificate_is_told_by_what_is_wrong_with_it(
    serve: Callable[[Answer], int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    days: int,
    trusted: bool,
    code: str,
) -> None:
    context = certified(tmp_path, name, days)
    if trusted:
        trusting = ssl.create_default_context(cafile=tmp_path / "both.pem")
        monkeypatch.setattr(trying, "tls", lambda verify: trusting)

    def speak(line: socket.socket) -> None:
        with suppress(ssl.SSLError), context.wrap_socket(line, server_side=True) as safe:
            safe.sendall(b"* OK ready\r\n")
            safe.recv(1)

    steps = tried(way_in="imap", imap_host="localhost", imap_port=serve(speak))
    assert ("Receiving: Encryption and certificate", code == "ok", code) in steps


def certified(folder: Path, name: str, days: int) -> ssl.SSLContext:
    """A server's context with a certificate that it signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=30))
        .not_valid_after(now + datetime.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    encoding = serialization.Encoding.PEM
    private = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "both.pem").write_bytes(private + made.public_bytes(encoding))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")
    return context


def test_every_preset_is_whole_in_both_languages() -> None:
    codes = [preset.code for preset in presets.ALL]
    assert len(codes) == len(set(codes))
    for preset in presets.ALL:
        words: list[Words] = [preset.name, *preset.steps]
        assert all(one.en and one.ja for one in words), preset.code
        assert preset.imap.port in (993, 143)
        assert preset.smtp.port in (465, 587)
        assert bool(preset.imap.host) == bool(preset.smtp.host)
        assert bool(preset.host_help.ja) == (preset.one_server and preset.code != "other")
