"""SIGTERM with open streams, running pages and a running job: a clean end in under five seconds.

The job is a reply being sent to a mail server of our own that takes its time to greet.

python bench/stop.py --data /tmp/desk-bench [--database postgres://user@host/name] [--streams 1000]
"""

import argparse
import asyncio
import json
import socket
import threading
import time
import uuid
from pathlib import Path
from urllib.parse import urlencode

from client import Client
from person import Person, sign_in
from place import use
from served import Served, free_port, serving
from streams import Streams, stream_tickets

TARGET_SECONDS = 5.0
GREETING_AFTER = 2.0


def main() -> None:
    """Reads the arguments, stops a busy server, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True, type=Path)
    parser.add_argument("--database", default="")
    parser.add_argument("--streams", type=int, default=1000)
    asked = parser.parse_args()
    use(asked.data, asked.database)
    port = free_port()
    ticket_id, address = _prepare(port)
    person = sign_in(1)
    server = SlowMailServer(port)
    tickets = stream_tickets(asked.streams)
    try:
        with serving(asked.data, asked.database) as served:
            asyncio.run(_busy_until_the_end(served, person, tickets, ticket_id, address, server))
    finally:
        _restore()


async def _busy_until_the_end(
    served: Served, person: Person, tickets: list[str], ticket_id: int, address: str, server: "SlowMailServer"
) -> None:
    listening = Streams(served.port, tickets)
    await listening.begin()
    await asyncio.to_thread(_reply, served, person, ticket_id, address)
    while not server.connected.is_set():
        await asyncio.sleep(0.02)
    answers: list[int] = []
    stopped = threading.Event()
    pages = [threading.Thread(target=_pages, args=(served, person, answers, stopped)) for _ in range(2)]
    for thread in pages:
        thread.start()
    await asyncio.sleep(0.3)
    seconds = await asyncio.to_thread(served.stop)
    stopped.set()
    for thread in pages:
        thread.join()
    ended = await asyncio.gather(*listening.tasks, return_exceptions=True)
    cut = sum(isinstance(end, Exception) for end in ended)
    clean = served.process.returncode == 0 and set(answers) <= {200, 503} and not cut
    print(f"stopped in {seconds:.1f} s with {len(tickets)} streams ({cut} cut off) and {len(answers)} pages answered")
    print(f"exit code {served.process.returncode}, answers {sorted(set(answers))}, mail {server.outcome}")
    print("met" if clean and seconds <= TARGET_SECONDS else "MISSED", f"(target {TARGET_SECONDS} s, clean)")


class SlowMailServer:
    """Accepts one mail, greeting late. `outcome` says how far it came."""

    def __init__(self, port: int) -> None:
        self.connected = threading.Event()
        self.outcome = "never offered"
        self._listener = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        connection, _ = self._listener.accept()
        self.connected.set()
        self.outcome = "offered, not taken"
        time.sleep(GREETING_AFTER)
        with connection, connection.makefile("rb") as lines:
            connection.sendall(b"220 slow.example ESMTP\r\n")
            inside = False
            for line in lines:
                word = line.strip().upper()
                if inside:
                    if word == b".":
                        inside, self.outcome = False, "delivered"
                        connection.sendall(b"250 taken\r\n")
                elif word == b"DATA":
                    inside = True
                    connection.sendall(b"354 go on\r\n")
                elif word == b"QUIT":
                    connection.sendall(b"221 bye\r\n")
                    return
                else:
                    connection.sendall(b"250 ok\r\n")


def _prepare(port: int) -> tuple[int, str]:
    from madoguchi.channels.models import Inbox
    from madoguchi.customers.models import Identity
    from madoguchi.tickets.models import Ticket

    settings = {"way_in": "door", "smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none"}
    Inbox.objects.filter(pk=1).update(settings=settings, undo_seconds=0)
    ticket = Ticket.objects.filter(status="waiting").order_by("-id")[0]
    return ticket.id, Identity.objects.filter(customer_id=ticket.customer_id)[0].address


def _restore() -> None:
    from madoguchi.channels.models import Inbox

    Inbox.objects.filter(pk=1).update(settings={}, undo_seconds=10)


def _reply(served: Served, person: Person, ticket_id: int, address: str) -> None:
    form = {
        "text": "発送いたしました。",
        "to": json.dumps([{"name": "", "address": address}]),
        "client_key": uuid.uuid4().hex,
        "confirm_newer": "yes",
    }
    client = Client(served.port, person.headers())
    kind = "application/x-www-form-urlencoded"
    answer = client.send("POST", f"/tickets/{ticket_id}/replies", urlencode(form).encode(), Content_Type=kind)
    if answer.status != 201:
        raise SystemExit(f"the reply was refused: {answer.status} {answer.body[:200]!r}")


def _pages(served: Served, person: Person, answers: list[int], stopped: threading.Event) -> None:
    client = Client(served.port, person.headers())
    while not stopped.is_set():
        try:
            answers.append(client.get("/desk?box=closed").status)
        except OSError:
            return


if __name__ == "__main__":
    main()
