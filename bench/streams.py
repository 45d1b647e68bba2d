"""A thousand open live streams in one process: memory of each, how soon all hear a change, what pages cost meanwhile.

Targets: 20 KB a stream, every stream within 250 ms, the ticket page's p50 at most 1.5 times what it is without streams.

python bench/streams.py --data /tmp/desk-bench [--database postgres://user@host/name] [--streams 1000]
"""

import argparse
import asyncio
import time
import uuid
from pathlib import Path
from urllib.parse import urlencode

from client import Client, run
from person import Person, sign_in
from place import use
from served import Served, serving

TARGET_KB, TARGET_MS, TARGET_RATIO = 20, 250, 1.5
PER_AGENT = 20
CHANGES = 5


class Streams:
    """Many open streams of many agents; `heard` holds when each got the change that is waited for."""

    def __init__(self, port: int, tickets: list[str]) -> None:
        self.port, self.tickets = port, tickets
        self.heard: dict[int, float] = {}
        self.marker = b""
        self.tasks: list[asyncio.Task[None]] = []
        self.open = 0

    async def begin(self) -> None:
        """Opens all, a hundred at a time, and waits for each greeting."""
        for start in range(0, len(self.tickets), 100):
            part = range(start, min(start + 100, len(self.tickets)))
            self.tasks += [asyncio.create_task(self._listen(number)) for number in part]
            while self.open < part.stop:
                await asyncio.sleep(0.01)

    async def change(self, served: Served, author: Person, ticket_id: int) -> float:
        """One note by an administrator; milliseconds from sending it until the last stream heard."""
        self.heard.clear()
        self.marker = f'"ticket_id":{ticket_id}'.encode()
        began = time.perf_counter()
        await asyncio.to_thread(_note, served, author, ticket_id)
        deadline = began + 10
        while len(self.heard) < len(self.tickets) and time.perf_counter() < deadline:
            await asyncio.sleep(0.005)
        if len(self.heard) < len(self.tickets):
            raise SystemExit(f"only {len(self.heard)} of {len(self.tickets)} streams heard of the change")
        return (max(self.heard.values()) - began) * 1000

    def end(self) -> None:
        """Closes all."""
        for task in self.tasks:
            task.cancel()

    async def _listen(self, number: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=4096)
        writer.write(f"GET /live?ticket={self.tickets[number]} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head[:20]:
            raise SystemExit(f"a stream was refused: {head[:100]!r}")
        self.open += 1
        while piece := await reader.read(4096):
            if self.marker and self.marker in piece.replace(b" ", b""):
                self.heard.setdefault(number, time.perf_counter())


def _note(served: Served, author: Person, ticket_id: int) -> None:
    client = Client(served.port, author.headers())
    body = urlencode({"text": "確認しました。", "client_key": uuid.uuid4().hex}).encode()
    answer = client.send("POST", f"/tickets/{ticket_id}/notes", body, Content_Type="application/x-www-form-urlencoded")
    client.close()
    if answer.status != 201:
        raise SystemExit(f"the note was refused: {answer.status} {answer.body[:200]!r}")


def stream_tickets(count: int) -> list[str]:
    """So many stream tickets of different agents."""
    from madoguchi.kernel.live import stream_ticket
    from madoguchi.people.models import Agent
    from madoguchi.people.permissions import actor_for

    agents = [
        actor_for(agent) for agent in Agent.objects.select_related("role").order_by("id")[: count // PER_AGENT + 1]
    ]
    return [stream_ticket(agents[number // PER_AGENT]) for number in range(count)]


def ticket_p50(served: Served, person: Person, ticket_id: int) -> float:
    """Milliseconds of the ticket pane for one client: the best of three runs."""
    client = Client(served.port, {**person.headers(), "X-Fragment": "1"})
    times = [run([lambda: _ok(client.get(f"/tickets/{ticket_id}").status)], each=150, at_most=10) for _ in range(3)]
    client.close()
    return min(found.p50 for found in times)


def _ok(status: int) -> None:
    if status != 200:
        raise SystemExit(f"the ticket answered {status}")


async def measure(served: Served, person: Person, tickets: list[str], shown: int, changed: int) -> None:
    """Opens, changes, measures, prints."""
    ticket_p50(served, person, shown)
    alone = ticket_p50(served, person, shown)
    before = served.pss_of(served.process.pid)
    count, streams = len(tickets), Streams(served.port, tickets)
    began = time.perf_counter()
    await streams.begin()
    took = time.perf_counter() - began
    each = (served.pss_of(served.process.pid) - before) / count
    spent = [await streams.change(served, person, changed) for _ in range(CHANGES)]
    crowded = await asyncio.to_thread(ticket_p50, served, person, shown)
    streams.end()
    print(f"{count} streams opened in {took:.1f} s")
    _say("memory of each", each, "KB", TARGET_KB)
    _say("all heard a change after (best, worst of five)", max(spent), f"ms (best {min(spent):.0f})", TARGET_MS)
    _say(f"ticket p50 {alone:.1f} ms alone, {crowded:.1f} ms with streams", crowded / alone, "times", TARGET_RATIO)


def _say(what: str, found: float, unit: str, target: float) -> None:
    print(f"{what:55} {found:7.1f} {unit}, target {target}: {'met' if found <= target else 'MISSED'}")


def main() -> None:
    """Reads the arguments and measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True, type=Path)
    parser.add_argument("--database", default="")
    parser.add_argument("--streams", type=int, default=1000)
    asked = parser.parse_args()
    use(asked.data, asked.database)
    from madoguchi.tickets.models import Ticket

    person = sign_in(1)
    shown = Ticket.objects.filter(message_count=20, status="closed").order_by("-id").values_list("id", flat=True)[0]
    waiting = Ticket.objects.filter(assignee=None, status="new").order_by("-id").values_list("id", flat=True)[0]
    tickets = stream_tickets(asked.streams)
    with serving(asked.data, asked.database) as served:
        asyncio.run(measure(served, person, tickets, shown, waiting))


if __name__ == "__main__":
    main()
