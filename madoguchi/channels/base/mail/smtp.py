"""Handing mails to an SMTP server, such that afterwards it is known whether each was accepted, was not, or nobody can
know. Several mails go through one connection."""

import smtplib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache

from madoguchi.channels.base.errors import OutcomeUnknown, PermanentFailure, TemporaryFailure

_BROKEN = (OSError, smtplib.SMTPServerDisconnected, EOFError)
_SLOWEST_BYTES = 64_000
MOST_MAILS = 50


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where and how to connect. `security` is tls, starttls or none; `token` signs in with OAuth2, not a password.

    `timeout` (seconds) is for one answer while connecting; None: as long as for any other answer.
    """

    host: str
    port: int
    security: str
    user: str = ""
    password: str = field(default="", repr=False)
    verify: bool = True
    timeout: float | None = None
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: for one answer, for the one after the end of the mail (a server may look for viruses), and for one mail
    with everything, because a server that trickles must not hold a line for ever."""

    answer: float = 30.0
    final: float = 120.0
    longest: float = 300.0


PATIENCE = Patience()


class Line:
    """A connection that is opened with the first mail, by `connect`, and used for the next ones."""

    def __init__(self, connect: Callable[[], smtplib.SMTP]) -> None:
        self._connect = connect
        self._open: smtplib.SMTP | None = None
        self._used = 0

    def send(self, *, sender: str, recipients: list[str], content: bytes) -> str:
        """Sends to all recipients or to none; returns the server's last words.

        Raises TemporaryFailure and PermanentFailure when surely nothing was accepted, OutcomeUnknown when the line
        broke after the end of the message was sent.
        """
        if self._used >= MOST_MAILS:
            self.close()
        connection = self._greeted(sender)
        self._used += 1
        try:
            with _ended(connection, PATIENCE.longest):
                return _transact(connection, sender, recipients, content)
        except (TemporaryFailure, OutcomeUnknown):
            self._drop()
            raise

    def close(self) -> None:
        """Says goodbye, if anybody still listens."""
        connection, self._open, self._used = self._open, None, 0
        if connection is None:
            return
        with suppress(OSError, smtplib.SMTPException, ValueError):
            if connection.sock is not None:
                connection.sock.settimeout(5)
                connection.quit()
        connection.close()

    def _greeted(self, sender: str) -> smtplib.SMTP:
        """A connection that has begun a mail of this sender; one that went away while it was idle is made anew."""
        if self._open is not None:
            try:
                _again(self._open)
                _begin(self._open, sender)
            except TemporaryFailure:
                self._drop()
            else:
                return self._open
        self._open = self._connect()
        try:
            _begin(self._open, sender)
        except TemporaryFailure:
            self._drop()
            raise
        return self._open

    def _drop(self) -> None:
        if self._open is not None:
            self._open.close()
        self._open, self._used = None, 0


def deliver(server: SmtpServer, *, sender: str, recipients: list[str], content: bytes) -> str:
    """One mail through a connection of its own; see `Line.send`."""
    line = Line(lambda: connect(server))
    try:
        return line.send(sender=sender, recipients=recipients, content=content)
    finally:
        line.close()


def connect(server: SmtpServer) -> smtplib.SMTP:
    """An open, greeted, secured and signed-in connection. Raises TemporaryFailure or PermanentFailure.

    A refused sign-in is temporary: the mails wait until somebody has corrected the password.
    """
    try:
        connection: smtplib.SMTP
        seconds = server.timeout or PATIENCE.answer
        if server.security == "tls":
            connection = smtplib.SMTP_SSL(server.host, server.port, timeout=seconds, context=tls(server.verify))
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=seconds)
        if connection.sock is not None:
            connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.ehlo_or_helo_if_needed()
        if server.security == "starttls":
            connection.starttls(context=tls(server.verify))
            connection.ehlo()
        _sign_in(connection, server)
    except smtplib.SMTPAuthenticationError as problem:
        if server.token:
            raise PermanentFailure("token_refused", f"{problem.smtp_code}") from problem
        raise TemporaryFailure("smtp_login", _said(problem.smtp_code, problem.smtp_error)) from problem
    except smtplib.SMTPResponseException as problem:
        raise TemporaryFailure("smtp_greeting", _said(problem.smtp_code, problem.smtp_error)) from problem
    except smtplib.SMTPNotSupportedError as problem:
        raise PermanentFailure("smtp_not_supported", str(problem)) from problem
    except ssl.SSLCertVerificationError as problem:
        raise TemporaryFailure("certificate", str(problem.verify_message)) from problem
    except (*_BROKEN, smtplib.SMTPException) as problem:
        code = "timed_out" if "timed out" in str(problem) else "smtp_connect"
        raise TemporaryFailure(code, f"{server.host}:{server.port} {problem}") from problem
    return connection


@cache
def tls(verify: bool) -> ssl.SSLContext:
    """The TLS context, made once: reading the system's certificates takes 30 ms."""
    context = ssl.create_default_context()
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _again(connection: smtplib.SMTP) -> None:
    with _told_apart():
        connection.rset()


def _sign_in(connection: smtplib.SMTP, server: SmtpServer) -> None:
    if server.token:
        said = f"user={server.user}\1auth=Bearer {server.token}\1\1"
        connection.auth("XOAUTH2", lambda challenge=None: said if challenge is None else "")
    elif server.user:
        connection.login(server.user, server.password)


def _begin(connection: smtplib.SMTP, sender: str) -> None:
    with _told_apart():
        options = [] if sender.isascii() else ["smtputf8"]
        _expect(connection.mail(sender, options), "smtp_sender")


def _transact(connection: smtplib.SMTP, sender: str, recipients: list[str], content: bytes) -> str:
    with _told_apart():
        strange = [address for address in (sender, *recipients) if not address.isascii()]
        if strange and not connection.has_extn("smtputf8"):
            raise PermanentFailure("address_not_ascii", ", ".join(strange))
        for recipient in recipients:
            code, said = connection.rcpt(recipient)
            if code not in (250, 251):
                raise _failure(code, said, "smtp_refused", recipient)
        _expect(connection.docmd("DATA"), "smtp_refused", 354)
        dotted = _dotted(content)
        _wait_at_most(connection, PATIENCE.answer + len(dotted) / _SLOWEST_BYTES)
        connection.send(dotted)
    return _finish(connection)


def _finish(connection: smtplib.SMTP) -> str:
    """Says the final dot. From here on a broken line means that nobody knows."""
    try:
        _wait_at_most(connection, PATIENCE.final)
        connection.send(b".\r\n")
        code, said = connection.getreply()
        _wait_at_most(connection, PATIENCE.answer)
    except (*_BROKEN, smtplib.SMTPException) as problem:
        raise OutcomeUnknown("outcome_unknown", str(problem)) from problem
    if code != 250:
        raise _failure(code, said, "smtp_refused")
    return f"{code} {said.decode('utf-8', 'replace')}"[:300]


@contextmanager
def _told_apart() -> Iterator[None]:
    """A line that breaks before the end of the mail means: surely not accepted."""
    try:
        yield
    except (*_BROKEN, smtplib.SMTPException) as problem:
        raise TemporaryFailure("timed_out" if "timed out" in str(problem) else "smtp_broken", str(problem)) from problem


@contextmanager
def _ended(connection: smtplib.SMTP, seconds: float) -> Iterator[None]:
    """Cuts the line after so many seconds, whatever the server still trickles."""

    def cut() -> None:
        with suppress(OSError):
            if connection.sock is not None:
                connection.sock.shutdown(socket.SHUT_RDWR)

    watch = threading.Timer(seconds, cut)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _wait_at_most(connection: smtplib.SMTP, seconds: float) -> None:
    if connection.sock is not None:
        connection.sock.settimeout(seconds)


def _dotted(content: bytes) -> bytes:
    """The message with CRLF ends and doubled leading dots, ending in CRLF."""
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").rstrip(b"\n").split(b"\n")
    return b"\r\n".join(b"." + line if line.startswith(b".") else line for line in lines) + b"\r\n"


def _expect(reply: tuple[int, bytes], code: str, wanted: int = 250) -> None:
    if reply[0] != wanted:
        raise _failure(reply[0], reply[1], code)


def _failure(status: int, said: bytes | str, code: str, who: str = "") -> TemporaryFailure | PermanentFailure:
    detail = _said(status, said, who)
    return PermanentFailure(code, detail) if 500 <= status <= 599 else TemporaryFailure(code, detail)


def _said(status: int, said: bytes | str, who: str = "") -> str:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return " ".join(part for part in (who, str(status), words) if part)
