"""Mails of customers in browser tests, and waiting for what comes of them."""

import smtplib
import sqlite3
import time
import uuid
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any, TypeVar

import psycopg

if TYPE_CHECKING:
    from tests.e2e.conftest import Desk

T = TypeVar("T")
TANAKA = "田中 一郎 <tanaka@kawakami-shoji.example>"


def mail(
    subject: str, text: str, *, to: str, sender: str = TANAKA, answers: EmailMessage | None = None
) -> EmailMessage:
    """A mail as a customer's program writes it; `answers` makes it a reply with threading headers and a quote."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Message-ID"] = f"<{uuid.uuid4().hex}@kawakami-shoji.example>"
    if answers is not None:
        message["In-Reply-To"] = answers["Message-ID"]
        message["References"] = f"{answers.get('References', '')} {answers['Message-ID']}".strip()
        quoted = answers.get_body(("plain",))
        assert quoted is not None
        text = f"{text}\n\n" + "\n".join(f"> {line}" for line in quoted.get_content().splitlines())
    message.set_content(text)
    return message


def send(desk: "Desk", message: EmailMessage) -> None:
    """Hands a mail to the desk's own SMTP door."""
    with smtplib.SMTP("127.0.0.1", desk.mail_port, timeout=10) as program:
        program.send_message(message)


def send_and_wait(desk: "Desk", subject: str, text: str) -> int:
    """Sends a new mail of 田中様 and returns the number of its ticket."""
    send(desk, mail(subject, text, to="support@shop.example"))
    return ticket_with(desk, subject)


def ticket_with(desk: "Desk", subject: str) -> int:
    """The number of the ticket with this subject, once it is there."""
    found = eventually(lambda: look(desk, "SELECT id FROM tickets_ticket WHERE subject = ?", subject), "the ticket")
    assert len(found) == 1
    return int(found[0][0])


def arrived(desk: "Desk", count: int, subject: str) -> EmailMessage:
    """The newest mail in the postbox about `subject`, once there are `count` of them."""
    found = eventually(
        lambda: (all_ := received(desk, subject))[count - 1 :] and all_, f"{count} mails about {subject}"
    )
    assert len(found) == count
    return found[-1]


def received(desk: "Desk", subject: str) -> list[EmailMessage]:
    """What the postbox has got about `subject` so far."""
    mails = [message_from_bytes(raw, policy=policy.default) for raw in list(desk.postbox.mails)]
    return [one for one in mails if subject in one["Subject"]]  # type: ignore[misc]


def look(desk: "Desk", statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """What the database of the installation says, read from outside."""
    if desk.database:
        with psycopg.connect(desk.database) as server:
            return server.execute(statement.replace("?", "%s").encode(), values).fetchall()
    with sqlite3.connect(f"file:{desk.site.data}/madoguchi.sqlite3?mode=ro", uri=True, timeout=10) as file:
        return file.execute(statement, values).fetchall()


def eventually(ask: Callable[[], T], what: str, *, seconds: float = 20) -> T:
    """The first answer that is true."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := ask():
            return found
        time.sleep(0.1)
    raise AssertionError(f"{what} did not come within {seconds} s")
