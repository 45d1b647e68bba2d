"""The demo's other side: a small SMTP server that accepts what the desk sends and keeps it as files.

Only on this machine. Mailboxes at mailbox-full.example are full, so that a failed delivery can be seen.
"""

import time
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

FULL = "@mailbox-full.example"


class Catcher:
    """Accepts mail into a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Refuses full mailboxes for good."""
        if address.lower().endswith(FULL):
            return "552 5.2.2 Mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keeps the message as one .eml file."""
        content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{time.time_ns()}.eml").write_bytes(content)
        return "250 Kept by the demo"


def open_catcher(folder: Path, port: int) -> Controller:
    """Starts the server in its own thread; stop it with `.stop()`."""
    controller = Controller(Catcher(folder), hostname="127.0.0.1", port=port)
    controller.start()
    return controller
