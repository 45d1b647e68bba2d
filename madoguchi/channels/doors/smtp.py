"""The SMTP listener: says 250 only after the mail is stored, 4xx when it could not be, and takes mail only for our
own addresses. It never relays.

Where it listens: MADOGUCHI_SMTP_LISTEN (host:port; empty = closed); MADOGUCHI_SMTP_CERTIFICATE and
MADOGUCHI_SMTP_KEY (files) offer STARTTLS. How much one peer may ask: peers.
"""

import asyncio
import logging
import os
import ssl
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from madoguchi.channels.base.mail.size import largest_mail
from madoguchi.channels.doors import taking
from madoguchi.channels.doors.peers import WRONG_RECIPIENTS, Peers
from madoguchi.channels.doors.taking import QUIET_SECONDS, PatientSmtp, Taking

log = logging.getLogger("madoguchi.channels")


class LimitedSmtp(PatientSmtp):
    """A session that counts against its peer."""

    def __init__(self, handler: "Handler", **values: Any) -> None:
        super().__init__(handler, **values)
        self._peers = handler.peers
        self._counted: str | None = None
        self._turned_away = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Turns away one connection too many. Comes a second time after STARTTLS."""
        name = transport.get_extra_info("peername")
        address = str(name[0]) if isinstance(name, tuple) else ""
        if self._counted is None:
            if not self._peers.enter(address):
                self._turned_away = True
                assert isinstance(transport, asyncio.WriteTransport)
                transport.write(b"421 4.7.0 Too many connections, please try again later\r\n")
                transport.close()
                return
            self._counted = address
        super().connection_made(transport)

    def data_received(self, data: bytes) -> None:
        """Hears nothing more from who was turned away."""
        if not self._turned_away:
            super().data_received(data)

    def eof_received(self) -> bool | None:
        """The other side has nothing more to say."""
        return None if self._turned_away else super().eof_received()

    def connection_lost(self, error: Exception | None) -> None:
        """The connection has ended."""
        if self._turned_away:
            return
        if self._counted is not None:
            self._peers.leave(self._counted)
            self._counted = None
        super().connection_lost(error)


class Listener(Controller):
    """The listening thread with our kind of session."""

    def factory(self) -> SMTP:
        """One session."""
        return LimitedSmtp(self.handler, **self.SMTP_kwargs)


class Handler(Taking):
    """One mail after the other."""

    door = "smtp"

    def __init__(self, peers: Peers) -> None:
        super().__init__()
        self.peers = peers

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Begins a mail, unless its peer has sent too many."""
        if not self.peers.may_send(taking.peer(session)):
            return "451 4.7.1 Too many messages, please try again later"
        return await super().handle_MAIL(server, session, envelope, address, options)

    def unknown(self, server: SMTP, session: Session) -> str:
        """Who guesses address after address is sent away."""
        wrong = session.__dict__["wrong"] = session.__dict__.get("wrong", 0) + 1
        if wrong < WRONG_RECIPIENTS or self.peers.is_trusted(taking.peer(session)):
            return super().unknown(server, session)
        if server.transport is not None:
            asyncio.get_running_loop().call_later(0.5, server.transport.close)
        return "421 4.7.0 Too many unknown addresses"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Stores the mail, then says so."""
        content = envelope.original_content or b""
        if not content.strip():
            return "554 5.6.0 Empty message"
        inbox_ids = list(dict.fromkeys(taking.inboxes(envelope)))
        try:
            await self.run(self.store, inbox_ids, content, taking.known_about(envelope, session))
        except Exception:
            log.exception("the SMTP door could not store a mail")
            return taking.LATER
        return "250 2.0.0 OK, stored"


class SmtpDoor:
    """The running listener."""

    def __init__(
        self, host: str, port: int, *, certificate: str = "", key: str = "", peers: Peers | None = None
    ) -> None:
        context = None
        if certificate:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(certificate, key or None)
        self.handler = Handler(peers or Peers.from_environment())
        self.controller = Listener(
            self.handler,
            hostname=host,
            port=port,
            data_size_limit=largest_mail(),
            enable_SMTPUTF8=True,
            tls_context=context,
            ident="Madoguchi",
            timeout=QUIET_SECONDS,
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
    host, port = place(listen)
    door = SmtpDoor(
        host,
        port,
        certificate=os.environ.get("MADOGUCHI_SMTP_CERTIFICATE", ""),
        key=os.environ.get("MADOGUCHI_SMTP_KEY", ""),
    )
    door.start()
    _doors.append(door)
    log.info("SMTP door open", extra={"listen": listen})


def place(listen: str) -> tuple[str, int]:
    """Host and port of `host:port`."""
    host, _colon, port = listen.rpartition(":")
    return host.strip("[]") or "127.0.0.1", int(port)


def close_door() -> None:
    """Closes what was opened."""
    while _doors:
        _doors.pop().stop()
