"""Every way in, each with somebody who keeps trying until the desk has said yes: that is what real senders do.

A door is a class with a `name`, the address of its inbox, the settings of that inbox, and `give`.
"""

import random
import smtplib
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from email.message import EmailMessage
from typing import Any

from bench.killing.desk import Desk
from tests.servers import dovecot

BIG_EVERY = 15
KILLED_PIPES = 0.3
SENDER = "customer@example.com"


class Smtp:
    """A mail server that knocks at the SMTP door until it hears 250."""

    name = "smtp"
    settings: dict[str, Any] = {"way_in": "door"}

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def give(self, content: bytes) -> bool:
        """Whether it was accepted."""
        with smtplib.SMTP("127.0.0.1", self.desk.smtp, timeout=10) as server:
            server.sendmail(SENDER, [address(self.name)], content)
        return True


class Lmtp(Smtp):
    """The same by LMTP."""

    name = "lmtp"

    def give(self, content: bytes) -> bool:
        """Whether it was accepted."""
        with smtplib.LMTP("127.0.0.1", self.desk.lmtp) as server:
            if server.sock is not None:
                server.sock.settimeout(10)
            return server.sendmail(SENDER, [address(self.name)], content) == {}


class Pipe(Smtp):
    """A mail server that runs `madoguchi mail deliver`, and is killed with it now and then."""

    name = "pipe"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._chance = random.Random(desk.http)

    def give(self, content: bytes) -> bool:
        """Whether it ended with 0."""
        command = [sys.executable, "-m", "madoguchi.config", "mail", "deliver", "--to", address(self.name)]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        killer = threading.Timer(self._chance.uniform(0.2, 4.0), process.kill)
        if self._chance.random() < KILLED_PIPES:
            killer.start()
        with suppress(BrokenPipeError):
            process.communicate(content)
        killer.cancel()
        return process.returncode == 0


class Upload(Smtp):
    """A program that posts the mail until it is answered with 202."""

    name = "http"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.inbox_id = 0
        self.key = ""

    def give(self, content: bytes) -> bool:
        """Whether it was accepted."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.desk.http}/api/v1/inboxes/{self.inbox_id}/mails",
            data=content,
            headers={"Authorization": f"Bearer {self.key}", "Content-Type": "message/rfc822"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status) == 202


class Imap:
    """A mailbox from which mail is deleted once it is stored."""

    name = "imap"

    def __init__(self, server: dovecot.Dovecot) -> None:
        self.server = server
        self.settings = {
            "way_in": "imap",
            "imap_host": "127.0.0.1",
            "imap_port": server.port,
            "imap_security": "none",
            "imap_user": self.name,
            "imap_password": dovecot.PASSWORD,
            "afterwards": "delete",
            "since": "",
        }

    def give(self, content: bytes) -> bool:
        """Lays it into the mailbox."""
        with self.server.client(self.name) as client:
            client.append("INBOX", content)
        return True


class Pop3(Imap):
    """The same by POP3."""

    name = "pop3"

    def __init__(self, server: dovecot.Dovecot) -> None:
        super().__init__(server)
        self.settings = {
            "way_in": "pop3",
            "pop3_host": "127.0.0.1",
            "pop3_port": server.pop3_port,
            "pop3_security": "none",
            "pop3_user": self.name,
            "pop3_password": dovecot.PASSWORD,
            "pop3_keep_days": 0,
            "since": "",
        }


Door = Smtp | Imap


def address(name: str) -> str:
    """The address of a door's inbox."""
    return f"{name}@shop.example"


def known_as(name: str, number: int) -> str:
    """The Message-ID of a door's mail."""
    return f"kill-{name}-{number}@example.com"


def mail(name: str, number: int) -> bytes:
    """One of a door's mails; now and then a big one."""
    message = EmailMessage()
    message["From"] = f"顧客{number} <customer{number}@example.com>"
    message["To"] = address(name)
    message["Subject"] = f"お問い合わせ {name} {number}"
    message["Message-ID"] = f"<{known_as(name, number)}>"
    message["Date"] = "Sat, 21 Nov 2026 10:00:00 +0900"
    message.set_content(f"{number} 番目のお問い合わせです。\n" * 10)
    if number % BIG_EVERY == 1:
        message.add_attachment(bytes([number % 256]) * 300_000, maintype="image", subtype="png", filename="写真.png")
    return message.as_bytes()


def feed(door: Door, count: int, *, pause: float, hurry: Callable[[], bool], chance: random.Random) -> None:
    """Gives so many mails, each until it is accepted, with `pause` seconds between two on the average until `hurry`."""
    for number in range(count):
        content = mail(door.name, number)
        while True:
            try:
                if door.give(content):
                    break
            except (OSError, smtplib.SMTPException):
                pass
            time.sleep(0.2)
        if not hurry():
            time.sleep(chance.uniform(0, 2 * pause))
