"""Fetching mail from an IMAP folder: known by UIDVALIDITY and UID, read with PEEK, marked only after it is stored."""

import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from madoguchi.channels.base.adapter import Fetched, Ledger, Mark
from madoguchi.channels.base.errors import PermanentFailure, TemporaryFailure
from madoguchi.channels.base.mail.smtp import tls


@dataclass(frozen=True, slots=True)
class ImapFolder:
    """Where to fetch. `security` is tls, starttls or none; `afterwards` is seen, move, delete or leave.

    `since` leaves mail from before that day alone.
    """

    host: str
    port: int
    security: str
    user: str
    password: str
    folder: str
    afterwards: str = "seen"
    move_to: str = ""
    since: date | None = None
    verify: bool = True
    timeout: float = 30.0


def fetch(place: ImapFolder, ledger: Ledger) -> Iterator[Fetched]:
    """Yields every mail the ledger does not know; resuming after a yield means that it is stored.

    Raises TemporaryFailure or PermanentFailure.
    """
    client = connect(place)
    try:
        selected = _select(client, place.folder)
        uidvalidity = int(selected.get(b"UIDVALIDITY", 0))
        uids = sorted(client.search(["SINCE", place.since] if place.since else ["ALL"]))
        new = ledger.unknown(place.folder, uidvalidity, uids)
        _tidy_known(client, place, set(uids) - set(new))
        refused = ""
        for uid in new:
            if ledger.stopping():
                return
            try:
                found = _content(client, uid)
            except IMAPClientAbortError:
                raise
            except IMAPClientError as problem:
                refused = f"UID {uid}: {_say(problem)}"
                continue
            if found is None:
                continue
            yield Fetched(Mark(place.folder, uidvalidity, uid), *found)
            _mark(client, place, [uid])
        if refused:
            raise TemporaryFailure("imap_message", refused)
    except (IMAPClientError, OSError, EOFError) as problem:
        raise TemporaryFailure("imap_broken", _say(problem)) from problem
    finally:
        _leave(client)


def connect(place: ImapFolder) -> IMAPClient:
    """A signed-in connection. Raises TemporaryFailure or PermanentFailure."""
    try:
        client = IMAPClient(
            place.host,
            port=place.port,
            ssl=place.security == "tls",
            ssl_context=tls(place.verify) if place.security == "tls" else None,
            timeout=place.timeout,
        )
        if place.security == "starttls":
            client.starttls(tls(place.verify))
    except ssl.SSLCertVerificationError as problem:
        raise TemporaryFailure("certificate", str(problem.verify_message)) from problem
    except TimeoutError as problem:
        raise TemporaryFailure("timed_out", f"{place.host}:{place.port}") from problem
    except (IMAPClientError, OSError, EOFError) as problem:
        raise TemporaryFailure("imap_connect", f"{place.host}:{place.port} {_say(problem)}") from problem
    try:
        client.login(place.user, place.password)
    except LoginError as problem:
        _leave(client)
        raise PermanentFailure("imap_login", _say(problem)) from problem
    except (IMAPClientError, OSError, EOFError) as problem:
        _leave(client)
        raise TemporaryFailure("imap_broken", _say(problem)) from problem
    return client


def folders(client: IMAPClient) -> list[str]:
    """The names of all folders."""
    return [str(name) for _flags, _delimiter, name in client.list_folders()]


def _select(client: IMAPClient, folder: str) -> dict[bytes, Any]:
    try:
        selected: dict[bytes, Any] = client.select_folder(folder)
    except IMAPClientError as problem:
        raise PermanentFailure("imap_folder", f"{folder}: {_say(problem)}") from problem
    return selected


def _content(client: IMAPClient, uid: int) -> tuple[bytes, datetime | None] | None:
    """The bytes of one mail and when the server got it, or None when it is gone meanwhile."""
    answer = client.fetch([uid], ["BODY.PEEK[]", "INTERNALDATE"]).get(uid)
    content = answer.get(b"BODY[]") if answer else None
    if answer is None or content is None:
        return None
    arrived = answer.get(b"INTERNALDATE")
    return bytes(content), arrived.astimezone(UTC) if isinstance(arrived, datetime) else None


def _mark(client: IMAPClient, place: ImapFolder, uids: list[int]) -> None:
    if place.afterwards == "seen":
        client.add_flags(uids, [b"\\Seen"], silent=True)
    elif place.afterwards == "move" and place.move_to:
        _move(client, uids, place.move_to)
    elif place.afterwards == "delete":
        client.delete_messages(uids, silent=True)
        client.uid_expunge(uids) if client.has_capability("UIDPLUS") else client.expunge()


def _move(client: IMAPClient, uids: list[int], folder: str) -> None:
    if not client.folder_exists(folder):
        client.create_folder(folder)
    if client.has_capability("MOVE"):
        client.move(uids, folder)
        return
    client.copy(uids, folder)
    client.delete_messages(uids, silent=True)
    client.uid_expunge(uids) if client.has_capability("UIDPLUS") else client.expunge()


def _tidy_known(client: IMAPClient, place: ImapFolder, known: set[int]) -> None:
    """Moves or deletes what was stored before a crash kept us from doing so."""
    if known and place.afterwards in ("move", "delete"):
        _mark(client, place, sorted(known))


def _leave(client: IMAPClient) -> None:
    try:
        client.logout()
    except (IMAPClientError, OSError, EOFError, ValueError):
        client.shutdown()


def _say(problem: BaseException) -> str:
    text = str(problem)
    return text[2:-1] if text.startswith(("b'", 'b"')) else text
