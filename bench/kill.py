"""Never lost, never doubled: `madoguchi serve` is killed (SIGKILL) again and again while mail comes in over SMTP and
IMAP and answers go out; then everything is counted.

    python -m bench.kill [--kills 50] [--mails 500] [--replies 100] [--seed 1]

Real servers: our own SMTP door, a Dovecot mailbox, an SMTP server that receives the answers slowly. Works on SQLite, or
on the empty database of MADOGUCHI_DATABASE_URL. Ends with 1 when anything was lost or doubled.
"""

import argparse
import os
import random
import shutil
import signal
import smtplib
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from tests.servers import dovecot
from tests.servers.postbox import Postbox, free_port

DOOR_ADDRESS = "door@shop.example"
MAILBOX_ADDRESS = "mailbox@shop.example"
SETTLE_SECONDS = 240
BIG_EVERY = 15


@dataclass
class Outcome:
    """What was counted at the end."""

    sent_in: int = 0
    replies: int = 0
    kills: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    replies_lost: list[str] = field(default_factory=list)
    replies_doubled: list[str] = field(default_factory=list)
    unconfirmed: int = 0
    unsettled: int = 0

    @property
    def good(self) -> bool:
        """Whether nothing was lost or doubled."""
        bad = (self.lost, self.doubled, self.replies_lost, self.replies_doubled)
        return not any(bad) and not self.unsettled

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.sent_in} mails in: {len(self.lost)} lost, {len(self.doubled)} doubled; "
            f"{self.replies} answers out: {len(self.replies_lost)} lost, {len(self.replies_doubled)} doubled, "
            f"{self.unconfirmed} marked unconfirmed; {self.unsettled} unsettled"
        )


class Desk:
    """The `serve` process with its children."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.http = free_port()
        self.smtp = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts and waits until it answers."""
        environment = {**os.environ, "MADOGUCHI_SMTP_LISTEN": f"127.0.0.1:{self.smtp}", "MADOGUCHI_POLL_SECONDS": "0.5"}
        with open(self.folder / "serve.log", "ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "madoguchi.config", "serve", "--migrate", "--port", str(self.http)],
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        for _attempt in range(300):
            with suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{self.http}/healthz", timeout=1).read()
                return
            time.sleep(0.1)
        raise RuntimeError((self.folder / "serve.log").read_text()[-3000:])

    def kill(self) -> None:
        """SIGKILL for the whole family, as a power cut would."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def stop(self) -> None:
        """A friendly end."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()


def run(*, kills: int, mails: int, replies: int, seed: int, folder: Path) -> Outcome:
    """The whole rehearsal in an empty folder."""
    chance = random.Random(seed)
    (folder / "data").mkdir()
    os.environ["MADOGUCHI_DATA"] = str(folder / "data")
    from madoguchi.config.start import start

    start()
    desk = Desk(folder)
    postbox = Postbox(dawdle=0.15)
    mailbox = dovecot.Dovecot(folder / "dovecot")
    outcome = Outcome(kills=kills)
    by_door = [_mail(number, DOOR_ADDRESS) for number in range(mails // 2)]
    by_mailbox = [_mail(number, MAILBOX_ADDRESS) for number in range(mails // 2, mails)]
    answered: list[str] = []
    feeders = [
        threading.Thread(daemon=True, target=_feed_door, args=(desk, by_door, random.Random(seed + 1))),
        threading.Thread(daemon=True, target=_feed_mailbox, args=(mailbox, by_mailbox, random.Random(seed + 2))),
        threading.Thread(daemon=True, target=_answer, args=(replies, answered, random.Random(seed + 3))),
    ]
    try:
        postbox.start()
        mailbox.start()
        _prepare(postbox, mailbox)
        desk.start()
        for feeder in feeders:
            feeder.start()
        for number in range(kills):
            time.sleep(chance.uniform(0.05, 2.0))
            desk.kill()
            desk.start()
            print(f"kill {number + 1}/{kills}", end="\r", file=sys.stderr, flush=True)
        for feeder in feeders:
            feeder.join()
        outcome.unsettled = _settle(mails)
        _count(outcome, [*by_door, *by_mailbox], answered, postbox)
    finally:
        desk.stop()
        mailbox.stop()
        postbox.stop()
    return outcome


def _prepare(postbox: Postbox, mailbox: dovecot.Dovecot) -> None:
    from madoguchi.channels.services import inboxes
    from madoguchi.config.migrating import migrate
    from madoguchi.kernel.actors import SYSTEM

    migrate()
    out = {"smtp_host": "127.0.0.1", "smtp_port": postbox.port, "smtp_security": "none"}
    inboxes.create(
        kind="mail", name="door", address=DOOR_ADDRESS, settings={"way_in": "door", **out}, undo_seconds=0, by=SYSTEM
    )
    pulled = {
        "way_in": "imap",
        "imap_host": "127.0.0.1",
        "imap_port": mailbox.port,
        "imap_security": "none",
        "imap_user": mailbox.user,
        "imap_password": dovecot.PASSWORD,
    }
    inboxes.create(
        kind="mail", name="mailbox", address=MAILBOX_ADDRESS, settings={**pulled, **out}, undo_seconds=0, by=SYSTEM
    )


def _mail(number: int, to: str) -> bytes:
    message = EmailMessage()
    message["From"] = f"顧客{number} <customer{number}@example.com>"
    message["To"] = to
    message["Subject"] = f"お問い合わせ {number}"
    message["Message-ID"] = f"<kill-{number}@example.com>"
    message["Date"] = "Sat, 21 Nov 2026 10:00:00 +0900"
    message.set_content(f"{number} 番目のお問い合わせです。\n" * 10)
    if number % BIG_EVERY == 1:
        message.add_attachment(bytes([number % 256]) * 300_000, maintype="image", subtype="png", filename="写真.png")
    return message.as_bytes()


def _feed_door(desk: Desk, mails: list[bytes], chance: random.Random) -> None:
    """A sending mail server: tries each mail until it hears 250."""
    for content in mails:
        while True:
            try:
                with smtplib.SMTP("127.0.0.1", desk.smtp, timeout=10) as server:
                    server.sendmail("customer@example.com", [DOOR_ADDRESS], content)
                break
            except (OSError, smtplib.SMTPException):
                time.sleep(0.2)
        time.sleep(chance.uniform(0, 0.15))


def _feed_mailbox(mailbox: dovecot.Dovecot, mails: list[bytes], chance: random.Random) -> None:
    with mailbox.client() as client:
        for content in mails:
            client.append("INBOX", content)
            time.sleep(chance.uniform(0, 0.15))


def _answer(replies: int, answered: list[str], chance: random.Random) -> None:
    """An agent who answers the oldest ticket without an answer, again and again."""
    from django.db import OperationalError, close_old_connections

    from madoguchi.kernel.actors import SYSTEM
    from madoguchi.tickets.models import Message, Ticket
    from madoguchi.tickets.services import replying

    seen: set[int] = set()
    patience = time.monotonic() + SETTLE_SECONDS
    while len(answered) < replies and time.monotonic() < patience:
        close_old_connections()
        with suppress(OperationalError):
            for ticket in Ticket.objects.exclude(pk__in=seen).order_by("id")[:3]:
                last = Message.objects.filter(ticket=ticket).order_by("-id").first()
                key = f"kill-{ticket.id}"
                replying.reply(
                    ticket.id, text="回答です。", last_seen_id=last.id if last else None, client_key=key, by=SYSTEM
                )
                seen.add(ticket.id)
                answered.append(key)
        time.sleep(chance.uniform(0.02, 0.3))


def _settle(mails: int) -> int:
    """Waits until nothing moves any more; how much still does."""
    from django.db import close_old_connections

    from madoguchi.channels.models import Delivery, RawMessage

    waiting = mails
    patience = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < patience:
        close_old_connections()
        stored = RawMessage.objects.count()
        moving = RawMessage.objects.filter(state="stored").count()
        moving += Delivery.objects.filter(state__in=("queued", "attempting")).count()
        waiting = max(0, mails - stored) + moving
        if waiting == 0:
            break
        time.sleep(0.5)
    return waiting


def _count(outcome: Outcome, mails: list[bytes], answered: list[str], postbox: Postbox) -> None:
    from madoguchi.tickets.models import Message

    expected = [str(message_from_bytes(content)["Message-ID"]).strip("<>") for content in mails]
    found: Counter[str] = Counter(Message.objects.filter(kind="inward").values_list("external_id", flat=True))
    outcome.sent_in = len(expected)
    outcome.lost = [known for known in expected if not found[known]]
    outcome.doubled = [known for known, times in found.items() if times > 1]
    arrived: Counter[str] = Counter(
        str(message_from_bytes(content)["Message-ID"]).strip("<>") for content in postbox.mails
    )
    outcome.replies = len(answered)
    outcome.replies_doubled = [known for known, times in arrived.items() if times > 1]
    rows: dict[str, Any] = {
        row.client_key or "": row for row in Message.objects.filter(kind="outward").select_related("delivery")
    }
    for key in answered:
        row = rows.get(key)
        if row is None or row.state not in ("sent", "unconfirmed"):
            outcome.replies_lost.append(f"{key}: {row.state if row else 'gone'}")
        elif row.state == "sent" and arrived[row.delivery.external_id] != 1:
            outcome.replies_lost.append(f"{key}: {row.state} but arrived {arrived[row.delivery.external_id]} times")
        elif row.state == "unconfirmed":
            outcome.unconfirmed += 1


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--mails", type=int, default=500)
    parser.add_argument("--replies", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true", help="leave the folder for looking into")
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="madoguchi-kill-"))
    outcome = run(kills=chosen.kills, mails=chosen.mails, replies=chosen.replies, seed=chosen.seed, folder=folder)
    print(outcome)
    for name in ("lost", "doubled", "replies_lost", "replies_doubled"):
        for line in getattr(outcome, name)[:10]:
            print(f"  {name}: {line}")
    if chosen.keep or not outcome.good:
        print(f"  see {folder}")
    else:
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(0 if outcome.good else 1)


if __name__ == "__main__":
    main()
