"""The LMTP listener for an own mail server on the same machine or network: one answer per recipient, 250 only after
the mail is stored for that one.

Where it listens: MADOGUCHI_LMTP_LISTEN (host:port or unix:/path; empty = closed). It has no limits per peer and no
encryption: never open it to strangers.
"""

import logging
import os
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller, UnixSocketController
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from madoguchi.channels.base.mail.size import largest_mail
from madoguchi.channels.doors import taking
from madoguchi.channels.doors.smtp import place
from madoguchi.channels.doors.taking import QUIET_SECONDS, PatientSmtp, Taking

log = logging.getLogger("madoguchi.channels")
UNIX = "unix:"


class PatientLmtp(PatientSmtp, LMTP):
    """A session that repeats for every recipient what concerns the whole mail."""

    _answers = 0

    async def smtp_DATA(self, arg: str) -> None:
        """The message itself."""
        assert self.envelope is not None
        self._answers = len(self.envelope.rcpt_tos)
        try:
            await super().smtp_DATA(arg)
        finally:
            self._answers = 0

    async def push(self, status: Any) -> None:
        """Says something; a refusal of the whole mail as often as there are recipients."""
        if self._answers > 1 and isinstance(status, str) and status.startswith(("500 Line", "552")):
            status = "\r\n".join([status] * self._answers)
        await super().push(status)


class Handler(Taking):
    """One mail after the other, one recipient after the other."""

    door = "lmtp"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Stores the mail for each recipient by itself and answers for each."""
        content = envelope.original_content or b""
        known = taking.known_about(envelope, session)
        said: dict[int, str] = {}
        for inbox_id in taking.inboxes(envelope):
            if inbox_id not in said:
                said[inbox_id] = await self._keep(inbox_id, content, known)
        return "\r\n".join(said[inbox_id] for inbox_id in taking.inboxes(envelope))

    async def _keep(self, inbox_id: int, content: bytes, known: dict[str, Any]) -> str:
        if not content.strip():
            return "554 5.6.0 Empty message"
        try:
            await self.run(self.store, [inbox_id], content, known)
        except Exception:
            log.exception("the LMTP door could not store a mail", extra={"inbox": inbox_id})
            return taking.LATER
        return "250 2.0.0 OK, stored"


class _Listener(Controller):
    def factory(self) -> SMTP:
        return PatientLmtp(self.handler, **self.SMTP_kwargs)


class _UnixListener(UnixSocketController):
    def factory(self) -> SMTP:
        return PatientLmtp(self.handler, **self.SMTP_kwargs)


class LmtpDoor:
    """The running listener."""

    def __init__(self, listen: str) -> None:
        self.handler = Handler()
        values: dict[str, Any] = {
            "data_size_limit": largest_mail(),
            "enable_SMTPUTF8": True,
            "ident": "Madoguchi LMTP",
            "timeout": QUIET_SECONDS,
        }
        self._path = Path(listen.removeprefix(UNIX)) if listen.startswith(UNIX) else None
        if self._path is not None:
            self.controller: Any = _UnixListener(self.handler, str(self._path), **values)
        else:
            host, port = place(listen)
            self.controller = _Listener(self.handler, hostname=host, port=port, **values)

    def start(self) -> None:
        """Begins to listen. The folder of a socket decides who may reach it."""
        if self._path is not None:
            self._path.unlink(missing_ok=True)
        self.controller.start()
        if self._path is not None:
            self._path.chmod(0o666)

    def stop(self) -> None:
        """Stops listening and lets what is being stored finish."""
        self.controller.stop()
        self.handler.close()
        if self._path is not None:
            self._path.unlink(missing_ok=True)


_doors: list[LmtpDoor] = []


def open_door() -> None:
    """Listens where the environment says; does nothing when it says nothing."""
    listen = os.environ.get("MADOGUCHI_LMTP_LISTEN", "").strip()
    if not listen:
        return
    door = LmtpDoor(listen)
    door.start()
    _doors.append(door)
    log.info("LMTP door open", extra={"listen": listen})


def close_door() -> None:
    """Closes what was opened."""
    while _doors:
        _doors.pop().stop()
