"""Fetching from a POP3 mailbox: known by UIDL, deleted there only after it is stored and its days are over.

POP3 has no folders, no unread flag and no call: it is looked at again and again, each time on a new line.
"""

import base64
import hashlib
import poplib
import ssl
from collections.abc import Generator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime

from madoguchi.channels.base.adapter import (
    OFTEN,
    Fetched,
    Ledger,
    LeftAlone,
    Looked,
    Mark,
    News,
    Survey,
    Withheld,
)
from madoguchi.channels.base.errors import PermanentFailure, TemporaryFailure
from madoguchi.channels.base.mail import headers
from madoguchi.channels.base.mail.deadline import deadline
from madoguchi.channels.base.mail.smtp import tls

LONGEST_LINE = 16 * 1024 * 1024
LONGEST_FETCH = 600.0
NEVER = -1
_BROKEN = (OSError, EOFError)


@dataclass(frozen=True, slots=True)
class Pop3Server:
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
class Keeping:
    """What becomes of mail on the server: fetched mail stays for `days` (NEVER: it is never deleted); mail from before
    `since` and over `largest` bytes is left alone."""

    days: int
    since: date | None = None
    largest: int = 50 * 1024 * 1024


def connect(server: Pop3Server) -> poplib.POP3:
    """A signed-in connection. Raises TemporaryFailure or PermanentFailure."""
    try:
        line: poplib.POP3
        if server.security == "tls":
            line = _PatientTls(server.host, server.port, timeout=server.timeout, context=tls(server.verify))
        else:
            line = _Patient(server.host, server.port, timeout=server.timeout)
        if server.security == "starttls":
            line.stls(tls(server.verify))
    except ssl.SSLCertVerificationError as problem:
        raise TemporaryFailure("certificate", str(problem.verify_message)) from problem
    except TimeoutError as problem:
        raise TemporaryFailure("timed_out", f"{server.host}:{server.port}") from problem
    except (*_BROKEN, poplib.error_proto) as problem:
        raise TemporaryFailure("pop3_connect", f"{server.host}:{server.port} {_say(problem)}") from problem
    try:
        _sign_in(line, server)
    except poplib.error_proto as problem:
        line.close()
        if "[IN-USE]" in str(problem) or "[SYS/TEMP]" in str(problem):
            raise TemporaryFailure("pop3_busy", _say(problem)) from problem
        raise PermanentFailure("token_refused" if server.token else "pop3_login", _say(problem)) from problem
    except _BROKEN as problem:
        line.close()
        raise _broken(problem) from problem
    return line


def fetch(line: poplib.POP3, keeping: Keeping, ledger: Ledger) -> Generator[News, None, None]:
    """One look. Takes over the line and closes it. Raises TemporaryFailure or PermanentFailure."""
    try:
        numbers = _uidls(line)
        stored_at = ledger.stored_at(list(numbers))
        new = ledger.unknown_uidls(list(numbers))
        new.sort(key=lambda uidl: ledger.breaks(_mark(uidl)))
        sizes = _sizes(line) if new else {}
        if new:
            yield Looked(0, len(numbers), len(new))
        _delete_old(line, [numbers[uidl] for uidl, moment in stored_at.items() if _is_over(moment, keeping)])
        for uidl in new:
            if ledger.stopping():
                break
            news = _read(line, numbers[uidl], uidl, sizes.get(numbers[uidl], 0), keeping, ledger)
            yield news
            if isinstance(news, Fetched) and keeping.days == 0:
                line.dele(numbers[uidl])
        line.quit()
        if not ledger.stopping():
            yield Looked(0, len(numbers), 0)
    except poplib.error_proto as problem:
        raise TemporaryFailure("pop3_broken", _say(problem)) from problem
    except _BROKEN as problem:
        raise _broken(problem) from problem
    finally:
        line.close()


def survey(line: poplib.POP3) -> Survey:
    """What lies in the mailbox. Closes the line."""
    try:
        found = tuple(_mark(uidl) for uidl in _uidls(line))
        line.quit()
    except (*_BROKEN, poplib.error_proto) as problem:
        raise _broken(problem) from problem
    finally:
        line.close()
    return Survey(0, found)


class _Patient(poplib.POP3):
    """Reads lines of any length that real mail has; the library stops at 2,048 bytes."""

    def _getline(self) -> tuple[bytes, int]:
        line = self.file.readline(LONGEST_LINE + 1)
        if len(line) > LONGEST_LINE:
            raise poplib.error_proto("line too long")
        if not line:
            raise EOFError("the server closed the line")
        return line.rstrip(b"\r\n") if line.endswith(b"\n") else line, len(line)


class _PatientTls(_Patient, poplib.POP3_SSL):
    pass


def _sign_in(line: poplib.POP3, server: Pop3Server) -> None:
    if not server.token:
        line.user(server.user)
        line.pass_(server.password)
        return
    proof = f"user={server.user}\1auth=Bearer {server.token}\1\1".encode()
    line._shortcmd("AUTH XOAUTH2")  # type: ignore[attr-defined]
    said = line._shortcmd(base64.b64encode(proof).decode())  # type: ignore[attr-defined]
    if not said.startswith(b"+OK"):
        line._shortcmd("")  # type: ignore[attr-defined]
        raise poplib.error_proto(said)


def _uidls(line: poplib.POP3) -> dict[str, int]:
    """Each mail's UIDL with its number on this line."""
    try:
        _said, rows, _size = line.uidl()
    except poplib.error_proto as problem:
        raise PermanentFailure("pop3_no_uidl", _say(problem)) from problem
    found = {}
    for row in rows:
        number, _space, uidl = row.decode("ascii", "replace").partition(" ")
        known = uidl.strip()
        found[known if len(known) <= 80 else hashlib.sha256(known.encode()).hexdigest()] = int(number)
    return found


def _sizes(line: poplib.POP3) -> dict[int, int]:
    _said, rows, _size = line.list()
    return {int(row.split()[0]): int(row.split()[1]) for row in rows}


def _read(
    line: poplib.POP3, number: int, uidl: str, size: int, keeping: Keeping, ledger: Ledger
) -> Fetched | Withheld | LeftAlone:
    mark = _mark(uidl)
    if size > keeping.largest:
        return Withheld(mark, "too_big", str(size))
    if ledger.breaks(mark) >= OFTEN:
        return Withheld(mark, "refused", "the line broke each time")
    try:
        with deadline(LONGEST_FETCH, lambda: line.sock) as struck:
            try:
                if keeping.since is not None and _is_before(_arrival(_top(line, number)), keeping.since):
                    return LeftAlone(mark)
                _said, rows, _size = line.retr(number)
            except _BROKEN as problem:
                ledger.broke([mark])
                raise (TemporaryFailure("timed_out", uidl) if struck() else _broken(problem)) from problem
    except poplib.error_proto as problem:
        return Withheld(mark, "refused", _say(problem))
    content = b"\r\n".join(rows) + b"\r\n"
    return Fetched(mark, content, _arrival(content))


def _mark(uidl: str) -> Mark:
    return Mark("", 0, 0, uidl)


def _top(line: poplib.POP3, number: int) -> bytes:
    try:
        _said, rows, _size = line.top(number, 0)
    except poplib.error_proto:
        return b""
    return b"\r\n".join(rows) + b"\r\n\r\n"


def _arrival(content: bytes) -> datetime | None:
    """When the last server got the mail, as it wrote on top of it."""
    found, _body = headers.split(content[:100_000])
    for value in found.all("received")[:1]:
        try:
            moment = parsedate_to_datetime(value.rpartition(";")[2].strip())
        except ValueError:
            return None
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def _is_before(arrived: datetime | None, since: date) -> bool:
    return arrived is not None and arrived < datetime.combine(since, time(), UTC)


def _is_over(stored: datetime, keeping: Keeping) -> bool:
    return keeping.days != NEVER and stored <= datetime.now(UTC) - timedelta(days=keeping.days)


def _delete_old(line: poplib.POP3, numbers: list[int]) -> None:
    for number in numbers:
        line.dele(number)


def _broken(problem: BaseException) -> TemporaryFailure:
    silent = isinstance(problem, TimeoutError) or "timed out" in str(problem)
    return TemporaryFailure("timed_out" if silent else "pop3_broken", _say(problem))


def _say(problem: BaseException) -> str:
    said = problem.args[0] if problem.args else problem
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
