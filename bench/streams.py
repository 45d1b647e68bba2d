"""1,000 open live streams in one `madoguchi serve`, slow clients, and the stop: the figures of one process.

Memory per stream (target 20 KB), time until all have heard a note of another process (250 ms), the ticket page's
p50 with and without streams (1.5 times) and with six slow senders and six slow readers, and SIGTERM with everything
open (5 s).

python bench/streams.py --data /tmp/desk-bench [--database postgres://user@host/name] [--streams 1000]
"""

import argparse
import select
import socket
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from client import Client, run
from person import sign_in
from place import use
from served import Served, serving

AGENT = 1
ROUNDS = 10
TARGETS = {"memory": 20.0, "delivery": 250.0, "page": 1.5, "stop": 5.0}


class Streams:
    """Open streams, read in one thread."""

    def __init__(self, served: Served, tickets: list[str]) -> None:
        self.sockets: dict[int, socket.socket] = {}
        self.heard: dict[int, bytes] = {}
        self.ended: set[int] = set()
        self._poll = select.epoll()
        for ticket in tickets:
            connection = socket.create_connection(("127.0.0.1", served.port), 30)
            connection.sendall(f"GET /live?ticket={ticket} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            self.sockets[connection.fileno()] = connection
            self.heard[connection.fileno()] = b""
            self._poll.register(connection, select.EPOLLIN)
        self.wait_for(b"retry: 2000", 30)

    def wait_for(self, text: bytes, seconds: float) -> float:
        """Seconds until every stream has heard the text."""
        began = time.perf_counter()
        missing = {number for number, heard in self.heard.items() if text not in heard}
        while missing:
            if time.perf_counter() - began > seconds:
                raise SystemExit(f"{len(missing)} streams did not hear {text!r} within {seconds} s")
            self._read(0.05)
            missing = {number for number in missing if text not in self.heard[number]}
        return time.perf_counter() - began

    def forget(self) -> None:
        """Forgets what was heard."""
        while self._read(0):
            pass
        self.heard = dict.fromkeys(self.heard, b"")

    def all_ended_cleanly(self) -> bool:
        """Whether the server ended every stream with its last chunk."""
        until = time.perf_counter() + 5
        while len(self.ended) < len(self.sockets) and time.perf_counter() < until:
            self._read(0.05)
        return all(heard.endswith(b"0\r\n\r\n") for heard in self.heard.values())

    def _read(self, seconds: float) -> int:
        found = self._poll.poll(seconds)
        for number, _what in found:
            with suppress(OSError):
                piece = self.sockets[number].recv(65_536)
                self.heard[number] = (self.heard[number] + piece)[-4000:]
                if piece:
                    continue
            self.ended.add(number)
            self._poll.unregister(number)
        return len(found)


def main() -> None:
    """Measures one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True, type=Path)
    parser.add_argument("--database", default="")
    parser.add_argument("--streams", type=int, default=1000)
    asked = parser.parse_args()
    use(asked.data, asked.database)
    person = sign_in(AGENT)
    ticket_id = _some_ticket()
    with serving(asked.data, asked.database, MADOGUCHI_LOG_LEVEL="WARNING") as served:
        page = Client(served.port, person.headers())

        def open_ticket() -> None:
            if page.get(f"/tickets/{ticket_id}").status != 200:
                raise SystemExit("the ticket page did not open")

        _p50(open_ticket)
        alone = _p50(open_ticket)
        before = served.pss_of(served.process.pid)
        streams = Streams(served, _stream_tickets(asked.streams))
        time.sleep(2)
        memory = (served.pss_of(served.process.pid) - before) / asked.streams
        _line("memory per stream", f"{memory:.1f} KB", memory <= TARGETS["memory"])
        times = sorted(_note(streams, ticket_id) * 1000 for _ in range(ROUNDS))
        _line(f"a note reaches {asked.streams} streams", f"{times[-1]:.0f} ms (median {times[ROUNDS // 2]:.0f})",
              times[-1] <= TARGETS["delivery"])  # fmt: skip
        together = _p50(open_ticket)
        _line("ticket page p50", f"{alone:.1f} ms alone, {together:.1f} with streams",
              together <= TARGETS["page"] * alone)  # fmt: skip
        slow = [_slow_sender(served) for _ in range(6)] + [_slow_reader(served, person.headers()) for _ in range(6)]
        time.sleep(0.5)
        hindered = _p50(open_ticket)
        _line("ticket page p50 with 12 slow clients", f"{hindered:.1f} ms", hindered <= TARGETS["page"] * alone)
        took = served.stop()
        clean = streams.all_ended_cleanly()
        _line("SIGTERM with all that open", f"{took:.2f} s, streams ended {'cleanly' if clean else 'CUT'}",
              took <= TARGETS["stop"] and clean)  # fmt: skip
        for connection in slow:
            connection.close()


def _p50(call: Any) -> float:
    return run([call], each=150, at_most=20).p50


def _note(streams: Streams, ticket_id: int) -> float:
    from madoguchi.people.models import Agent
    from madoguchi.people.permissions import actor_for
    from madoguchi.tickets.services import noting

    streams.forget()
    by = actor_for(Agent.objects.get(pk=1))
    noting.note(ticket_id, text="bench", by=by)
    return streams.wait_for(b'"note.written"', 10)


def _stream_tickets(count: int) -> list[str]:
    from madoguchi.kernel.actors import Actor, ActorKind, Ladder
    from madoguchi.kernel.live import stream_ticket

    reader = frozenset({"ticket:read"})
    return [
        stream_ticket(Actor(ActorKind.AGENT, 1000 + n // 20, "", reader, Ladder.ALL, frozenset({1, 2}), 1000 + n // 20))
        for n in range(count)
    ]


def _some_ticket() -> int:
    from madoguchi.kernel.actors import SYSTEM
    from madoguchi.tickets.models import Ticket

    found = Ticket.objects.visible_to(SYSTEM).filter(message_count__gte=2, status="open").order_by("-id").first()
    if found is None:
        raise SystemExit("no open ticket in the data; run bench/generate.py first")
    return int(found.pk)


def _slow_sender(served: Served) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", served.port), 30)
    connection.sendall(b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\n" + b"x" * 20_000)
    return connection


def _slow_reader(served: Served, headers: dict[str, str]) -> socket.socket:
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect(("127.0.0.1", served.port))
    fixed = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    for _ in range(20):
        connection.sendall(f"GET /desk HTTP/1.1\r\nHost: 127.0.0.1\r\n{fixed}\r\n".encode())
    return connection


def _line(what: str, figure: str, met: bool) -> None:
    print(f"{what:40} {figure:45} {'met' if met else 'MISSED'}")


if __name__ == "__main__":
    main()
