"""An agent who answers while the desk is killed, through a server that refuses for a while or cuts the line after the
mail, and what arrived of it. At the end the agent repeats what nobody could confirm."""

import random
import time
from collections import Counter
from contextlib import suppress
from email import message_from_bytes
from typing import Any

from tests.servers.postbox import Postbox

PATIENCE = 240.0


MOODS = {"250 OK": 0.86, "451 4.3.0 come back later": 0.07, "accept and hang up": 0.07}
"""What the receiving server says after a mail, and how often."""


class Answers:
    """So many answers through a server that takes its time."""

    def __init__(self, count: int) -> None:
        self.count = count
        said = random.Random(count).choices(list(MOODS), list(MOODS.values()), k=count)
        self.postbox = Postbox(dawdle=0.15, answers=said)
        self.written: list[str] = []
        self.lost: list[str] = []
        self.doubled: list[str] = []
        self.unconfirmed = 0
        self.repeated = 0

    def settings(self) -> dict[str, Any]:
        """The way out of every inbox."""
        return {"smtp_host": "127.0.0.1", "smtp_port": self.postbox.port, "smtp_security": "none"}

    def write(self, *, chance: random.Random, pause: float) -> None:
        """Answers the oldest ticket without an answer, again and again."""
        from django.db import OperationalError, close_old_connections

        from madoguchi.kernel.actors import SYSTEM
        from madoguchi.tickets.models import Message, Ticket
        from madoguchi.tickets.services import replying

        seen: set[int] = set()
        quiet_since = time.monotonic()
        while len(self.written) < self.count and time.monotonic() - quiet_since < PATIENCE:
            close_old_connections()
            with suppress(OperationalError):
                for ticket in Ticket.objects.exclude(pk__in=seen).order_by("id")[:3]:
                    last = Message.objects.filter(ticket=ticket).order_by("-id").first()
                    key = f"kill-{ticket.id}"
                    replying.reply(
                        ticket.id, text="回答です。", last_seen_id=last.id if last else None, client_key=key, by=SYSTEM
                    )
                    seen.add(ticket.id)
                    self.written.append(key)
                    quiet_since = time.monotonic()
            time.sleep(chance.uniform(0, 2 * pause))

    def moving(self) -> int:
        """What is still on its way."""
        from madoguchi.channels.models import Delivery

        return Delivery.objects.filter(state__in=("queued", "attempting")).count()

    def repeat(self) -> None:
        """The agent sends again whatever was not confirmed, under the id it has."""
        from madoguchi.kernel.actors import SYSTEM
        from madoguchi.tickets.models import Message
        from madoguchi.tickets.services import replying

        self.postbox.answers.clear()
        doubtful = Message.objects.filter(kind="outward", state="unconfirmed").order_by("id")
        for message_id in doubtful.values_list("id", flat=True):
            replying.retry(message_id, by=SYSTEM)
            self.unconfirmed += 1

    def count_up(self) -> None:
        """Compares what was written with what arrived. A second copy is good only where the repeat is marked."""
        from madoguchi.tickets.models import Message

        arrived: Counter[str] = Counter(
            str(message_from_bytes(content)["Message-ID"]).strip("<>") for content in self.postbox.mails
        )
        rows: dict[str, Any] = {
            row.client_key or "": row for row in Message.objects.filter(kind="outward").select_related("delivery")
        }
        for key in self.written:
            row = rows.get(key)
            times = arrived.pop(row.delivery.external_id, 0) if row is not None else 0
            if row is None or row.state != "sent" or not times:
                self.lost.append(f"{key}: {row.state if row else 'gone'}, arrived {times} times")
            elif times > 1 + row.delivery.repeats:
                self.doubled.append(f"{key}: arrived {times} times, repeated {row.delivery.repeats} times")
            else:
                self.repeated += times - 1
        self.doubled += [f"{known}: under an id of nobody" for known in arrived]
