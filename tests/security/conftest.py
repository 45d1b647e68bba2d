"""Somebody outside: mails through `madoguchi mail deliver`, pages without signing in, and whatever reaches them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.cache import cache
from django.test import Client

from madoguchi.channels.models import Inbox, RawMessage
from madoguchi.config.commands.mail import command
from madoguchi.kernel.jobs import run_due
from madoguchi.tickets.models import Message
from madoguchi.tickets.services import replying
from tests.cast import Cast, acting, visitor
from tests.channels.conftest import SUPPORT_ADDRESS, inbox, mail, postbox  # noqa: F401
from tests.servers.postbox import Postbox

ATTACKER = "mallory@evil.example"
PUBLIC_PAGES = ("/", "/help", "/request", "/sign-in", "/tickets/{ticket}", "/messages/{message}/html", "/desk", "/live")


@dataclass
class Outside:
    """What an outsider can do, and see."""

    cast: Cast
    inbox: Inbox
    postbox: Postbox
    browser: Client = field(default_factory=visitor)
    came: int = 0

    def send(
        self, text: str = "見せてください", *, to: str = SUPPORT_ADDRESS, mail_from: str = "", **fields: Any
    ) -> RawMessage:
        """A mail goes to the mail server's pipe and is handled."""
        self.came += 1
        fields.setdefault("subject", f"件{self.came}")
        fields.setdefault("message_id", f"out{self.came}@outside.example")
        return self.send_raw(mail(text, to=to, **fields), to=to, mail_from=mail_from)

    def send_raw(self, content: bytes, *, to: str = SUPPORT_ADDRESS, mail_from: str = "") -> RawMessage:
        words = ["deliver", "--to", to, *(["--from", mail_from] if mail_from else [])]
        done = CliRunner().invoke(command, words, input=content, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        run_due()
        return RawMessage.objects.latest("id")

    def answered(
        self, raw: RawMessage, text: str = "ご確認ありがとうございます。暗証は 4711 です。", **fields: Any
    ) -> Message:
        """花 answers on the ticket of a mail; the answer leaves."""
        hana = acting(self.cast.hana)
        message = replying.reply(
            raw.ticket_id or 0, text=text, last_seen_id=None, confirm_newer=True, by=hana, **fields
        )
        run_due()
        message.refresh_from_db()
        return message

    def mails_to(self, address: str) -> list[EmailMessage]:
        """What has left for an address, whatever its head says."""
        gone = zip(list(self.postbox.mails), list(self.postbox.recipients), strict=True)
        return [message_from_bytes(raw, policy=policy.default) for raw, people in gone if address in people]  # type: ignore[misc]

    def reads(self, address: str, message: Message) -> str:
        """All that the owner of an address gets to see: our mails to them, and every page without signing in."""
        seen = [words_of(one) for one in self.mails_to(address)]
        for path in PUBLIC_PAGES:
            seen.append(self.browser.get(path.format(ticket=message.ticket_id, message=message.id)).content.decode())
        return "\n".join(seen)


def words_of(message: EmailMessage) -> str:
    """Head and texts of a mail, decoded."""
    parts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
    return "\n".join([*(f"{name}: {value}" for name, value in message.items()), *map(str, parts)])


def message_of(raw: RawMessage) -> Message:
    """The message a mail became."""
    return Message.objects.get(raw_id=raw.id)


@pytest.fixture
def outside(cast: Cast, inbox: Inbox, postbox: Postbox) -> Iterator[Outside]:  # noqa: F811
    """Outside of an installation whose support inbox sends receipt notices."""
    cache.clear()
    Inbox.objects.filter(pk=inbox.id).update(receipt_enabled=True)
    yield Outside(cast, inbox, postbox)
