"""Never lost, never doubled: `madoguchi serve` is killed (SIGKILL) again and again at random moments while mail comes
in by every door and answers go out; then everything is counted.

    python -m bench.kill [--kills 50] [--mails 500] [--replies 100] [--seed 1] [--parallel 1]

Real servers and programs: senders at the SMTP and LMTP doors, the pipe (killed too), uploads, a Dovecot mailbox by
IMAP and one by POP3 from which stored mail is deleted, an SMTP server that receives the answers slowly. Works on SQLite
(several desks side by side with --parallel), or on the empty database of MADOGUCHI_DATABASE_URL. Ends with 1 when
anything was lost or doubled. 500 kills: `python -m bench.kill --kills 500 --mails 6000 --replies 1000 --parallel 2`.
"""

import argparse
import json
import os
import random
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bench.killing import doors
from bench.killing.answers import Answers
from bench.killing.desk import Desk
from tests.servers import dovecot

SETTLE_SECONDS = 300
SECONDS_PER_KILL = 3.0
KILLED_WHILE_STARTING = 0.1
SHARES = {"pipe": 0.3}
"""A door's share of the mails against the others'. Each mail through the pipe costs the start of a program."""


@dataclass
class Outcome:
    """What was counted at the end. `sent` is mails by door; what was lost or doubled is named."""

    kills: int = 0
    seconds: float = 0.0
    sent: dict[str, int] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    replies: int = 0
    replies_lost: list[str] = field(default_factory=list)
    replies_doubled: list[str] = field(default_factory=list)
    unconfirmed: int = 0
    repeated: int = 0
    unsettled: int = 0

    @property
    def good(self) -> bool:
        """Whether nothing was lost or doubled."""
        bad = (self.lost, self.doubled, self.replies_lost, self.replies_doubled)
        return not any(bad) and not self.unsettled

    def add(self, other: "Outcome") -> None:
        """Sums up with a rehearsal that ran beside."""
        self.kills += other.kills
        self.seconds = max(self.seconds, other.seconds)
        self.sent = dict(Counter(self.sent) + Counter(other.sent))
        for name in ("lost", "doubled", "replies_lost", "replies_doubled"):
            getattr(self, name).extend(getattr(other, name))
        self.replies += other.replies
        self.unconfirmed += other.unconfirmed
        self.repeated += other.repeated
        self.unsettled += other.unsettled

    def __str__(self) -> str:
        lines = [f"{self.kills} kills in {self.seconds / 60:.1f} minutes", "", "door      mails   lost  doubled"]
        for name, count in self.sent.items():
            lost = sum(known.startswith(f"kill-{name}-") for known in self.lost)
            doubled = sum(known.startswith(f"kill-{name}-") for known in self.doubled)
            lines.append(f"{name:<8}{count:>7}{lost:>7}{doubled:>9}")
        lines.append(f"{'answers':<8}{self.replies:>7}{len(self.replies_lost):>7}{len(self.replies_doubled):>9}")
        lines.append(
            f"\n{sum(self.sent.values())} mails in: {len(self.lost)} lost, {len(self.doubled)} doubled; "
            f"{self.replies} answers out: {len(self.replies_lost)} lost, {len(self.replies_doubled)} doubled, "
            f"{self.unconfirmed} marked unconfirmed and repeated, of which {self.repeated} arrived twice under one id; "
            f"{self.unsettled} unsettled"
        )
        return "\n".join(lines)


def run(*, kills: int, mails: int, replies: int, seed: int, folder: Path) -> Outcome:
    """The whole rehearsal in an empty folder."""
    chance = random.Random(seed)
    (folder / "data").mkdir()
    os.environ["MADOGUCHI_DATA"] = str(folder / "data")
    from madoguchi.config.start import start

    start()
    desk, answers, server = Desk(folder), Answers(replies), dovecot.Dovecot(folder / "dovecot")
    upload = doors.Upload(desk)
    open_doors: list[doors.Door] = [doors.Smtp(desk), doors.Lmtp(desk), doors.Pipe(desk), upload]
    open_doors += [doors.Imap(server), doors.Pop3(server)]
    together = sum(SHARES.get(door.name, 1.0) for door in open_doors)
    shares = {door.name: int(mails * SHARES.get(door.name, 1.0) / together) for door in open_doors}
    outcome = Outcome(kills=kills, sent=shares)
    over = threading.Event()
    began = time.monotonic()
    try:
        answers.postbox.start()
        server.start()
        _prepare(open_doors, upload, answers)
        desk.start()
        feeders = [
            threading.Thread(
                target=doors.feed,
                args=(door, shares[door.name]),
                kwargs={
                    "pause": kills * SECONDS_PER_KILL / max(1, shares[door.name]),
                    "hurry": over.is_set,
                    "chance": random.Random(seed + number),
                },
                daemon=True,
            )
            for number, door in enumerate(open_doors)
        ]
        writer = threading.Thread(
            target=answers.write,
            kwargs={
                "chance": random.Random(seed - 1),
                "pause": max(0.02, min(0.15, kills * SECONDS_PER_KILL / max(1, replies))),
            },
            daemon=True,
        )
        for thread in (*feeders, writer):
            thread.start()
        _kill(desk, kills, chance)
        over.set()
        for thread in (*feeders, writer):
            thread.join()
        outcome.unsettled = _settle(sum(outcome.sent.values()), answers)
        answers.repeat()
        outcome.unsettled += _settle(sum(outcome.sent.values()), answers)
        _count(outcome, answers)
    finally:
        desk.stop()
        server.stop()
        answers.postbox.stop()
    outcome.seconds = time.monotonic() - began
    return outcome


def _kill(desk: Desk, kills: int, chance: random.Random) -> None:
    """Kills at random moments, some of them while the desk is only just starting."""
    for number in range(kills):
        time.sleep(chance.uniform(0.05, 2.0))
        desk.kill()
        starting = chance.random() < KILLED_WHILE_STARTING and number < kills - 1
        desk.start(wait=not starting)
        print(f"kill {number + 1}/{kills}", end="\r", file=sys.stderr, flush=True)


def _prepare(open_doors: list[doors.Door], upload: doors.Upload, answers: Answers) -> None:
    from madoguchi.channels.permissions import ChannelPermission
    from madoguchi.channels.services import inboxes
    from madoguchi.config.migrating import migrate
    from madoguchi.config.staffing import hire
    from madoguchi.kernel.actors import SYSTEM
    from madoguchi.people.services import api_keys

    migrate()
    for door in open_doors:
        made = inboxes.create(
            kind="mail",
            name=door.name,
            address=doors.address(door.name),
            settings={**door.settings, **answers.settings()},
            undo_seconds=0,
            by=SYSTEM,
        )
        if door is upload:
            upload.inbox_id = made.id
    agent = hire(
        email="kill@shop.example",
        name="kill",
        kana="",
        role="administrator",
        team_names=[],
        password=secrets.token_urlsafe(),
    )
    _row, upload.key = api_keys.issue(
        agent_id=agent.id, name="kill", scopes=[ChannelPermission.RAW_HAND_OVER], by=SYSTEM
    )


def _settle(mails: int, answers: Answers) -> int:
    """Waits until nothing moves any more; how much still does."""
    from django.db import close_old_connections

    from madoguchi.channels.models import RawMessage

    waiting = mails
    patience = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < patience:
        close_old_connections()
        stored = RawMessage.objects.count()
        waiting = max(0, mails - stored) + RawMessage.objects.filter(state="stored").count() + answers.moving()
        if waiting == 0:
            break
        time.sleep(0.5)
    return waiting


def _count(outcome: Outcome, answers: Answers) -> None:
    from madoguchi.tickets.models import Message

    expected = [doors.known_as(name, number) for name, count in outcome.sent.items() for number in range(count)]
    found: Counter[str] = Counter(Message.objects.filter(kind="inward").values_list("external_id", flat=True))
    outcome.lost = [known for known in expected if not found[known]]
    outcome.doubled = [known for known, times in found.items() if times > 1]
    answers.count_up()
    outcome.replies = len(answers.written)
    outcome.replies_lost, outcome.replies_doubled = answers.lost, answers.doubled
    outcome.unconfirmed, outcome.repeated = answers.unconfirmed, answers.repeated


def _side_by_side(chosen: argparse.Namespace) -> Outcome:
    """Several desks at once, each with its share."""
    total = Outcome()
    runs = []
    for number in range(chosen.parallel):
        share = [f"--{name}={getattr(chosen, name) // chosen.parallel}" for name in ("kills", "mails", "replies")]
        command = [sys.executable, "-m", "bench.kill", *share, f"--seed={chosen.seed + 1000 * number}", "--json"]
        runs.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
    for process in runs:
        said, _nothing = process.communicate()
        total.add(Outcome(**json.loads(said.strip().splitlines()[-1])))
    return total


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--mails", type=int, default=500)
    parser.add_argument("--replies", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--parallel", type=int, default=1, help="desks killed side by side, SQLite only")
    parser.add_argument("--keep", action="store_true", help="leave the folder for looking into")
    parser.add_argument("--json", action="store_true", help="print the outcome as one line of JSON")
    chosen = parser.parse_args()
    if chosen.parallel > 1:
        outcome = _side_by_side(chosen)
        print(outcome)
    else:
        folder = Path(tempfile.mkdtemp(prefix="madoguchi-kill-"))
        outcome = run(kills=chosen.kills, mails=chosen.mails, replies=chosen.replies, seed=chosen.seed, folder=folder)
        print(json.dumps(asdict(outcome)) if chosen.json else outcome)
        if chosen.keep or not outcome.good:
            print(f"  see {folder}", file=sys.stderr)
        else:
            shutil.rmtree(folder, ignore_errors=True)
    for name in ("lost", "doubled", "replies_lost", "replies_doubled"):
        for line in getattr(outcome, name)[:10]:
            print(f"  {name}: {line}", file=sys.stderr)
    sys.exit(0 if outcome.good else 1)


if __name__ == "__main__":
    main()
