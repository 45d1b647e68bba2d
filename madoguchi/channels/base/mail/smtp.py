"""Handing one mail to an SMTP server, such that afterwards it is known whether it was accepted, was not, or nobody
can know."""

import smtplib
import socket
import ssl
from dataclasses import dataclass
from functools import cache

from madoguchi.channels.base.errors import OutcomeUnknown, PermanentFailure, TemporaryFailure

_BROKEN = (OSError, smtplib.SMTPServerDisconnected, EOFError)


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where and how to connect. `security` is tls, starttls or none."""

    host: str
    port: int
    security: str
    user: str = ""
    password: str = ""
    verify: bool = True
    timeout: float = 30.0


def deliver(server: SmtpServer, *, sender: str, recipients: list[str], content: bytes) -> str:
    """Sends to all recipients or to none; returns the server's last words.

    Raises TemporaryFailure and PermanentFailure when surely nothing was accepted, OutcomeUnknown when the line broke
    after the end of the message was sent.
    """
    connection = connect(server)
    try:
        return _transact(connection, sender, recipients, content)
    finally:
        try:
            connection.quit() if connection.sock is not None else connection.close()
        except (OSError, smtplib.SMTPException):
            connection.close()


def connect(server: SmtpServer) -> smtplib.SMTP:
    """An open, greeted, secured and signed-in connection. Raises TemporaryFailure or PermanentFailure."""
    try:
        connection: smtplib.SMTP
        if server.security == "tls":
            connection = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout, context=tls(server.verify))
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
        if connection.sock is not None:
            connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.ehlo_or_helo_if_needed()
        if server.security == "starttls":
            connection.starttls(context=tls(server.verify))
            connection.ehlo()
        if server.user:
            connection.login(server.user, server.password)
    except smtplib.SMTPAuthenticationError as problem:
        raise _failure(problem.smtp_code, problem.smtp_error, "smtp_login") from problem
    except smtplib.SMTPResponseException as problem:
        raise _failure(problem.smtp_code, problem.smtp_error, "smtp_greeting") from problem
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


def _transact(connection: smtplib.SMTP, sender: str, recipients: list[str], content: bytes) -> str:
    try:
        options = ["smtputf8"] if not all(a.isascii() for a in (sender, *recipients)) else []
        if options and not connection.has_extn("smtputf8"):
            raise PermanentFailure("address_not_ascii", ", ".join(a for a in recipients if not a.isascii()))
        _expect(connection.mail(sender, options), "smtp_sender")
        for recipient in recipients:
            code, said = connection.rcpt(recipient)
            if code not in (250, 251):
                raise _failure(code, said, "smtp_refused", recipient)
        _expect(connection.docmd("DATA"), "smtp_refused", 354)
        connection.send(_dotted(content))
    except (*_BROKEN, smtplib.SMTPException) as problem:
        raise TemporaryFailure("timed_out" if "timed out" in str(problem) else "smtp_broken", str(problem)) from problem
    return _finish(connection)


def _finish(connection: smtplib.SMTP) -> str:
    """Says the final dot. From here on a broken line means that nobody knows."""
    try:
        connection.send(b".\r\n")
        code, said = connection.getreply()
    except (*_BROKEN, smtplib.SMTPException) as problem:
        raise OutcomeUnknown("outcome_unknown", str(problem)) from problem
    if code != 250:
        raise _failure(code, said, "smtp_refused")
    return said.decode("utf-8", "replace")[:300]


def _dotted(content: bytes) -> bytes:
    """The message with CRLF ends and doubled leading dots, ending in CRLF."""
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").rstrip(b"\n").split(b"\n")
    return b"\r\n".join(b"." + line if line.startswith(b".") else line for line in lines) + b"\r\n"


def _expect(reply: tuple[int, bytes], code: str, wanted: int = 250) -> None:
    if reply[0] != wanted:
        raise _failure(reply[0], reply[1], code)


def _failure(status: int, said: bytes | str, code: str, who: str = "") -> TemporaryFailure | PermanentFailure:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    detail = " ".join(part for part in (who, str(status), words) if part)
    return PermanentFailure(code, detail) if 500 <= status <= 599 else TemporaryFailure(code, detail)
