"""Signing in to an IMAP server, with a password or with OAuth2. What is done in a folder: imap_folder."""

import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from madoguchi.channels.base.errors import PermanentFailure, TemporaryFailure
from madoguchi.channels.base.mail.imap_idle import ListeningClient
from madoguchi.channels.base.mail.smtp import tls

BROKEN = (IMAPClientError, OSError, EOFError)


@dataclass(frozen=True, slots=True)
class ImapServer:
    """Where and how to sign in. `security` is tls, starttls or none; with a `token` there is no password."""

    host: str
    port: int
    security: str
    user: str
    password: str = ""
    token: str = ""
    verify: bool = True
    timeout: float = 30.0


@dataclass(frozen=True, slots=True)
class Taking:
    """What to take from a folder. `afterwards` is seen, move, delete or leave; mail from before `since` is left alone,
    and so is mail over `largest` bytes."""

    folder: str
    afterwards: str = "seen"
    move_to: str = ""
    since: date | None = None
    largest: int = 50 * 1024 * 1024


def connect(server: ImapServer) -> ListeningClient:
    """A signed-in connection. Raises TemporaryFailure or PermanentFailure."""
    try:
        client = ListeningClient(
            server.host,
            port=server.port,
            ssl=server.security == "tls",
            ssl_context=tls(server.verify) if server.security == "tls" else None,
            timeout=server.timeout,
        )
        if server.security == "starttls":
            client.starttls(tls(server.verify))
    except ssl.SSLCertVerificationError as problem:
        raise TemporaryFailure("certificate", str(problem.verify_message)) from problem
    except TimeoutError as problem:
        raise TemporaryFailure("timed_out", f"{server.host}:{server.port}") from problem
    except BROKEN as problem:
        raise TemporaryFailure("imap_connect", f"{server.host}:{server.port} {say(problem)}") from problem
    try:
        _sign_in(client, server)
    except LoginError as problem:
        leave(client)
        raise PermanentFailure("token_refused" if server.token else "imap_login", say(problem)) from problem
    except BROKEN as problem:
        leave(client)
        raise broken(problem) from problem
    return client


def folders(client: IMAPClient) -> list[str]:
    """The names of all folders."""
    return [str(name) for _flags, _delimiter, name in client.list_folders()]


def leave(client: IMAPClient) -> None:
    """Says goodbye if anybody still listens."""
    try:
        client.logout()
    except (*BROKEN, ValueError):
        with suppress(OSError):
            client.shutdown()


def broken(problem: BaseException) -> TemporaryFailure:
    """What a broken or silent line is called."""
    silent = isinstance(problem, TimeoutError) or "timed out" in str(problem)
    return TemporaryFailure("timed_out" if silent else "imap_broken", say(problem))


def say(problem: BaseException) -> str:
    """The server's words."""
    text = str(problem)
    return text[2:-1] if text.startswith(("b'", 'b"')) else text


def _sign_in(client: IMAPClient, server: ImapServer) -> None:
    if not server.token:
        client.login(server.user, server.password)
    elif client.has_capability("AUTH=OAUTHBEARER") and not client.has_capability("AUTH=XOAUTH2"):
        client.oauthbearer_login(server.user, server.token)
    else:
        client.oauth2_login(server.user, server.token)
