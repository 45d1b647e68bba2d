"""What the SMTP and the LMTP door share: whose address it is, storing before answering, sessions that are patient with
slow lines and lines without end."""

import asyncio
import logging
import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar

from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import connection

from madoguchi.channels.services import routing, storing
from madoguchi.kernel import connecting
from madoguchi.kernel.actors import SYSTEM

log = logging.getLogger("madoguchi.channels")
LONGEST_LINE = 16 * 1024 * 1024
RECIPIENTS = 100
THREADS = 6
QUIET_SECONDS = 120.0
STILL_SO = 1.0
LONGEST_DATA = 1800.0
LATER = "451 4.3.0 Could not store the message, please try again later"

_PLAIN_ADDRESS = re.compile(
    r"<([A-Za-z0-9_+=-]+(?:\.[A-Za-z0-9_+=-]+)*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*)>(?: +(.*))?\Z", re.ASCII
)

T = TypeVar("T")


class PatientSmtp(SMTP):
    """Takes lines of any length that real programs send; the standard's 998 would turn customers' mail away. A line
    on which something still arrives is not cut off."""

    line_length_limit = LONGEST_LINE
    _data_since = 0.0

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        """The address of a command, and what follows it. The library's full grammar, which costs as much as storing the
        mail, is asked only about addresses that are not written as nearly all are."""
        plain = _PLAIN_ADDRESS.match(arg)
        return (plain[1], plain[2] or "") if plain is not None else super()._getaddr(arg)

    def data_received(self, data: bytes) -> None:
        """Bytes have come: the clock of silence begins anew."""
        super().data_received(data)
        if self._data_since and time.monotonic() - self._data_since < LONGEST_DATA:
            self._reset_timeout()

    async def smtp_DATA(self, arg: str) -> None:
        """The message itself."""
        self._data_since = time.monotonic()
        try:
            await super().smtp_DATA(arg)
        finally:
            self._data_since = 0.0


class Taking:
    """Looks addresses up and stores, in a few threads beside the event loop. `door` is the name kept with the mail."""

    door = ""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix=f"{self.door}-store")

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Begins a mail. A bounce has no sender."""
        envelope.mail_from = address or "<>"
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Accepts a recipient that is one of our inboxes."""
        if len(envelope.rcpt_tos) >= RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        inbox_id = _told_just_now(session, address)
        if inbox_id is None:
            try:
                inbox_id = await self.run(_inbox_id, address)
            except Exception:
                log.exception("a door could not look up a recipient", extra={"door": self.door})
                return "451 4.3.0 Please try again later"
            if inbox_id is None:
                return self.unknown(server, session)
            session.__dict__["told"] = (address, inbox_id, time.monotonic())
        envelope.rcpt_tos.append(address)
        inboxes(envelope).append(inbox_id)
        return "250 OK"

    def unknown(self, server: SMTP, session: Session) -> str:
        """What to say to an address that is not ours."""
        return "550 5.1.1 No such address here"

    async def handle_exception(self, error: Exception) -> str:
        """Whatever goes wrong here, the sender comes back with the mail."""
        log.exception("a door failed", extra={"door": self.door}, exc_info=error)
        return LATER

    def close(self) -> None:
        """Lets what is being stored finish and closes the threads' database connections."""
        together = threading.Barrier(THREADS)
        for _thread in range(THREADS):
            self.pool.submit(_leave, together)
        self.pool.shutdown(wait=True)

    async def run(self, function: Callable[..., T], *values: Any) -> T:
        """Runs something that touches the database."""
        return await asyncio.get_running_loop().run_in_executor(self.pool, function, *values)

    def store(self, inbox_ids: list[int], content: bytes, known: dict[str, Any]) -> None:
        """Keeps the mail for all these inboxes or for none."""
        connecting.refresh()
        storing.store_for_all(inbox_ids, content=content, door=self.door, envelope=known, by=SYSTEM)


def inboxes(envelope: Envelope) -> list[int]:
    """The inbox of each accepted recipient, in their order."""
    found: list[int] = envelope.__dict__.setdefault("inbox_ids", [])
    return found


def _told_just_now(session: Session, address: str) -> int | None:
    """The inbox of the address that this session asked for within the last second: a mail server hands over mail after
    mail to the same one."""
    told = session.__dict__.get("told")
    if told is None or told[0] != address or time.monotonic() - told[2] > STILL_SO:
        return None
    inbox_id: int = told[1]
    return inbox_id


def known_about(envelope: Envelope, session: Session) -> dict[str, Any]:
    """What the door knows of a mail beside its bytes."""
    sender = (envelope.mail_from or "").strip()
    found = {
        "mail_from": "" if sender == "<>" else sender,
        "rcpt_to": list(envelope.rcpt_tos),
        "peer": peer(session),
        "helo": str(session.host_name or "")[:255],
    }
    return {key: value for key, value in found.items() if key not in ("peer", "helo") or value}


def peer(session: Session) -> str:
    """The other side's address; empty for a local socket."""
    return str(session.peer[0]) if isinstance(session.peer, tuple) else ""


def _leave(together: threading.Barrier) -> None:
    connection.close()
    with suppress(threading.BrokenBarrierError):
        together.wait(2)


def _inbox_id(address: str) -> int | None:
    connecting.refresh()
    return routing.inbox_id_for(address)
