"""An inbox, mails as people write them, and real servers."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from madoguchi.channels.models import Inbox
from madoguchi.kernel import clock
from tests.cast import TANAKA_ADDRESS, Cast

SUPPORT_ADDRESS = "support@shop.example"


def mail(
    text: str = "炊飯器のふたが閉まりません。",
    *,
    subject: str = "炊飯器について",
    sender: str = f"田中 一郎 <{TANAKA_ADDRESS}>",
    to: str = SUPPORT_ADDRESS,
    message_id: str = "first@kawakami-shoji.example",
    **fields: str,
) -> bytes:
    """A mail as a customer's program would make it; further fields by name (`in_reply_to="..."`)."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = "Sat, 21 Nov 2026 10:00:00 +0900"
    message["Message-ID"] = f"<{message_id}>"
    for name, value in fields.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


@dataclass
class Postbox:
    """A real SMTP server that keeps what it gets. `answers` are given to DATA in turn, then 250."""

    port: int = 0
    mails: list[bytes] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250") or answer == "accept and hang up":
            self.mails.append(envelope.original_content)
            self.recipients.append(list(envelope.rcpt_tos))
        if "hang up" in answer:
            server.transport.abort()
        return answer


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    box = Postbox(port=free_port())
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box
    controller.stop()


@pytest.fixture
def inbox(cast: Cast, postbox: Postbox) -> Inbox:
    """サポート's mailbox: mail comes through the door, answers leave through the postbox."""
    return make_inbox(cast, postbox)


def make_inbox(cast: Cast, postbox: Postbox, **changes: Any) -> Inbox:
    values: dict[str, Any] = {
        "name": "サポート窓口",
        "kind": "mail",
        "address": SUPPORT_ADDRESS,
        "display_name": "かわかみキッチン",
        "team": cast.support,
        "undo_seconds": 0,
        "settings": {
            "way_in": "door",
            "smtp_host": "127.0.0.1",
            "smtp_port": postbox.port,
            "smtp_security": "none",
        },
        "created_at": clock.now(),
    }
    return Inbox.objects.create(**{**values, **changes})
