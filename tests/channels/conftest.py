"""An inbox, mails as people write them, and real servers."""

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from madoguchi.channels.models import Inbox, RawMessage
from madoguchi.channels.services.storing import store_raw
from madoguchi.kernel import clock
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.jobs import run_due
from tests.cast import TANAKA_ADDRESS, Cast
from tests.servers import dovecot
from tests.servers.dovecot import Dovecot
from tests.servers.postbox import Postbox

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


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    """Where answers arrive."""
    box = Postbox().start()
    yield box
    box.stop()


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[Dovecot]:
    """A mailbox on a real Dovecot, by IMAP and POP3."""
    if not dovecot.available():
        pytest.skip("Dovecot is not installed")
    server = Dovecot(tmp_path / "dovecot")
    server.start()
    yield server
    server.stop()


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


def take_in(inbox: Inbox, content: bytes, **envelope: Any) -> RawMessage:
    """Stores a mail as a door does and does all that follows."""
    raw = store_raw(inbox.id, content=content, door="smtp", envelope=envelope, by=SYSTEM)
    run_due()
    raw.refresh_from_db()
    return raw
