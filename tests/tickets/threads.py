"""A talk by mail between 花 and her customers, as their mail programs write it."""

import base64
from dataclasses import dataclass
from typing import Any

from madoguchi.channels.models import Inbox
from madoguchi.kernel.jobs import run_due
from madoguchi.tickets.models import Message, Ticket
from madoguchi.tickets.services import replying
from tests.cast import TANAKA_ADDRESS, Cast, acting
from tests.channels.conftest import SUPPORT_ADDRESS, mail, take_in

STRANGER = "mallory@evil.example"
FIRST = "first@kawakami-shoji.example"


@dataclass
class Talk:
    """Mails of one test. `came` numbers them so that each has an id of its own."""

    cast: Cast
    inbox: Inbox
    came: int = 0

    def write(self, text: str = "炊飯器のふたが閉まりません。", *, message_id: str = "", **fields: Any) -> Message:
        """A mail comes in by the door and is handled; the message it became."""
        self.came += 1
        fields.setdefault("subject", f"件{self.came}")
        take_in(self.inbox, mail(text, message_id=message_id or f"m{self.came}@customer.example", **fields))
        return Message.objects.filter(kind="inward").latest("id")

    def answer(self, ticket_id: int, text: str = "確認します", **fields: Any) -> Message:
        """花 answers and the answer leaves."""
        message = replying.reply(
            ticket_id, text=text, last_seen_id=None, confirm_newer=True, by=acting(self.cast.hana), **fields
        )
        run_due()
        message.refresh_from_db()
        return message

    def opened(self, **fields: Any) -> tuple[Ticket, Message]:
        """田中様's ticket and 花's answer on it."""
        first = self.write(message_id=FIRST, subject="炊飯器について", **fields)
        return first.ticket, self.answer(first.ticket_id)


def named(message: Message) -> str:
    """A message's id as a header field names it."""
    return f"<{message.external_id}>"


def outlook(conversation: bytes, replies: int = 0) -> str:
    """A Thread-Index as Outlook writes it."""
    return base64.b64encode(b"\x01\xdb\x3f\x01\x02\x03" + conversation + b"\x00\x10\x20\x30\x40" * replies).decode()


__all__ = ["FIRST", "STRANGER", "SUPPORT_ADDRESS", "TANAKA_ADDRESS", "Talk", "named", "outlook"]
