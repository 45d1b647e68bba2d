"""The SMTP listener: says 250 only after the mail is stored, 4xx when it could not be, and takes mail only for our
own addresses. It never relays.

Where it listens: MADOGUCHI_SMTP_LISTEN (host:port; empty = closed); MADOGUCHI_SMTP_CERTIFICATE and
MADOGUCHI_SMTP_KEY (files) offer STARTTLS.
"""

import asyncio
import logging
import os
import ssl
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import close_old_connections, connection

from madoguchi.channels.services import routing, storing
from madoguchi.kernel.actors import SYSTEM

log = logging.getLogger("madoguchi.channels")
LARGEST = 50 * 1024 * 1024
LONGEST_LINE = 16 * 1024 * 1024
RECIPIENTS = 100
THREADS = 2


class PatientSmtp(SMTP):
    """Takes lines of any length that real programs send; the standard's 998 would turn customers' mail away."""

    line_length_limit = LONGEST_LINE


class Listener(Controller):
    """The listening thread with our kind of session."""

    def factory(self) -> SMTP:
        """One session."""
        return PatientSmtp(self.handler, **self.SMTP_kwargs)


class Handler:
    """One mail after the other; the database is touched in a few threads beside the event loop."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="smtp-store")

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Accepts a recipient that is one of our inboxes."""
        if len(envelope.rcpt_tos) >= RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        try:
            inbox_id = await self._run(_inbox_id, address)
        except Exception:
            log.exception("the SMTP door could not look up a recipient")
            return "451 4.3.0 Please try again later"
        if inbox_id is None:
            return "550 5.1.1 No such address here"
        envelope.rcpt_tos.append(address)
        _inboxes(envelope)[inbox_id] = address
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Stores the mail, then says so."""
        content = envelope.original_content or b""
        if not content.strip():
            return "554 5.6.0 Empty message"
        known = {"mail_from": envelope.mail_from or "", "rcpt_to": list(envelope.rcpt_tos), "peer": _peer(session)}
        try:
            await self._run(_store, list(_inboxes(envelope)), content, known)
        except Exception:
            log.exception("the SMTP door could not store a mail")
            return "451 4.3.0 Could not store the message, please try again later"
        return "250 2.0.0 OK, stored"

    def close(self) -> None:
        """Lets what is being stored finish and closes the threads' database connections."""
        together = threading.Barrier(THREADS)
        for _thread in range(THREADS):
            self.pool.submit(_leave, together)
        self.pool.shutdown(wait=True)

    async def _run(self, function: Any, *values: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self.pool, function, *values)


def _inboxes(envelope: Envelope) -> dict[int, str]:
    found: dict[int, str] = envelope.__dict__.setdefault("inboxes", {})
    return found


def _peer(session: Session) -> str:
    return str(session.peer[0]) if isinstance(session.peer, tuple) else str(session.peer or "")


def _leave(together: threading.Barrier) -> None:
    connection.close()
    with suppress(threading.BrokenBarrierError):
        together.wait(2)


def _inbox_id(address: str) -> int | None:
    close_old_connections()
    inbox = routing.inbox_for(address)
    return inbox.id if inbox is not None else None


def _store(inbox_ids: list[int], content: bytes, envelope: dict[str, Any]) -> None:
    close_old_connections()
    storing.store_for_all(inbox_ids, content=content, door="smtp", envelope=envelope, by=SYSTEM)


class SmtpDoor:
    """The running listener."""

    def __init__(self, host: str, port: int, *, certificate: str = "", key: str = "") -> None:
        context = None
        if certificate:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(certificate, key or None)
        self.handler = Handler()
        self.controller = Listener(
            self.handler,
            hostname=host,
            port=port,
            data_size_limit=LARGEST,
            enable_SMTPUTF8=True,
            tls_context=context,
            ident="Madoguchi",
            timeout=120,
        )

    def start(self) -> None:
        """Begins to listen. Raises OSError when the port is taken."""
        self.controller.start()

    def stop(self) -> None:
        """Stops listening and lets what is being stored finish."""
        self.controller.stop()
        self.handler.close()


_doors: list[SmtpDoor] = []


def open_door() -> None:
    """Listens where the environment says; does nothing when it says nothing."""
    listen = os.environ.get("MADOGUCHI_SMTP_LISTEN", "").strip()
    if not listen:
        return
    host, _colon, port = listen.rpartition(":")
    door = SmtpDoor(
        host.strip("[]") or "127.0.0.1",
        int(port),
        certificate=os.environ.get("MADOGUCHI_SMTP_CERTIFICATE", ""),
        key=os.environ.get("MADOGUCHI_SMTP_KEY", ""),
    )
    door.start()
    _doors.append(door)
    log.info("SMTP door open", extra={"listen": listen})


def close_door() -> None:
    """Closes what was opened."""
    while _doors:
        _doors.pop().stop()
