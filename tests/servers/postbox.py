"""A real SMTP server that keeps what it accepts, and can refuse, hang up or dawdle."""

import asyncio
import random
import socket
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Postbox:
    """`answers` are given to DATA in turn, then 250. `refuse` maps a recipient to its answer.

    An answer may be "accept and hang up": the mail is kept, the line is cut before a word is said.
    """

    port: int = 0
    mails: list[bytes] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)
    dawdle: float = 0.0
    _controller: Any = None

    def start(self) -> "Postbox":
        """Begins to listen on a free port."""
        self.port = self.port or free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()
        return self

    def stop(self) -> None:
        """Stops."""
        if self._controller is not None:
            self._controller.stop()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.dawdle:
            await asyncio.sleep(random.uniform(0, self.dawdle))
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250") or answer == "accept and hang up":
            self.mails.append(envelope.original_content)
            self.recipients.append(list(envelope.rcpt_tos))
        if self.dawdle:
            await asyncio.sleep(random.uniform(0, self.dawdle))
        if answer == "accept and hang up":
            server.transport.abort()
        return answer


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
