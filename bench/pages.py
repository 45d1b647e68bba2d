"""What the desk's pages cost through HTTP on one `madoguchi serve` process, beside the floor (see floor.py).

Processor time is that of the server with its worker child, the best of several rounds, floor and product taking turns,
so that neighbours on the machine count little. Times are what one client, then eight clients at once, wait for.

python bench/pages.py --data /tmp/desk-bench [--database postgres://user@host/name] [--seconds 6]
"""

import argparse
import itertools
import json
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

from client import Client, Times, run
from floor import BOX, Floor, cost, ticket_with
from person import Person, api_keys, sign_in
from place import use
from plain_reads import Store
from plain_reply import TEXT
from served import Served, serving

QUIET = (
    "UPDATE channels_inbox SET undo_seconds = 30, sending_problem = '', sending_paused_until = NULL,"
    " sending_failures = 0, failing_since = NULL"
)
"""No reply is sent while it is measured, and what an earlier run could not send is forgotten."""
TARGETS = {"list": 3.0, "ticket": 4.0, "reply": 6.0}
REFERENCE = {"list": 123.0, "ticket": 68.0}
AGENT = 2
ROUNDS, EACH = 60, 10
KEYS = 12
CUSTOMER = (
    "SELECT c.name, i.address FROM tickets_ticket t JOIN customers_customer c ON c.id = t.customer_id"
    " JOIN customers_identity i ON i.customer_id = c.id WHERE t.id = ?"
)
HEAD = "milliseconds          floor  product  ratio (target)   1 client p50/p99    8 clients p50/p99  req/s"


class Product:
    """The same four requests as the floor's, over HTTP."""

    def __init__(
        self, served: Served, person: Person, keys: list[str], ticket_id: int, reply_id: int, customer: tuple[str, str]
    ) -> None:
        self.served, self.person, self.keys = served, person, itertools.cycle(keys)
        self.ticket_id, self.reply_id = ticket_id, reply_id
        self.name, self.address = customer

    def calls(self) -> dict[str, Callable[[], None]]:
        """Each on a connection of its own."""
        page, pane = Client(self.served.port, self.person.headers()), Client(self.served.port, self.person.headers())
        write, program = Client(self.served.port, self.person.headers()), Client(self.served.port)

        def reply() -> None:
            form = {
                "text": TEXT.format(name=self.name),
                "to": json.dumps([{"name": self.name, "address": self.address}]),
                "client_key": uuid.uuid4().hex,
                "confirm_newer": "yes",
            }
            kind = "application/x-www-form-urlencoded"
            _check(
                write.send("POST", f"/tickets/{self.reply_id}/replies", urlencode(form).encode(), Content_Type=kind),
                201,
            )

        def listed() -> None:
            path = f"/api/v1/tickets?status={BOX}&limit=50"
            _check(program.send("GET", path, Authorization=f"Bearer {next(self.keys)}"), 200)

        return {
            "list": lambda: _check(page.get(f"/desk?box={BOX}"), 200),
            "ticket": lambda: _check(pane.send("GET", f"/tickets/{self.ticket_id}", X_Fragment="1"), 200),
            "json": listed,
            "reply": reply,
        }


def _check(answer: object, status: int) -> None:
    if answer.status != status:  # type: ignore[attr-defined]
        raise SystemExit(f"status {answer.status}: {answer.body[:300]!r}")  # type: ignore[attr-defined]


def main() -> None:
    """Reads the arguments, measures, prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True, type=Path)
    parser.add_argument("--database", default="")
    parser.add_argument("--seconds", type=float, default=6, help="longest run of one measurement of waiting times")
    asked = parser.parse_args()
    use(asked.data, asked.database)
    store = Store(asked.database or str(asked.data / "madoguchi.sqlite3"))
    person = sign_in(AGENT)
    floor = Floor(store, person, ticket_with(store, 20, AGENT))
    reply_id = floor.writer.ticket_id
    customer = store.rows(CUSTOMER, [reply_id])[0]
    store.run(QUIET)
    with serving(asked.data, asked.database) as served:
        product = Product(served, person, api_keys(AGENT, KEYS), floor.ticket_id, reply_id, customer)
        report(served, floor, product, asked.seconds, "PostgreSQL" if store.postgresql else "SQLite")
    tidy(store)


def report(served: Served, floor: Floor, product: Product, seconds: float, database: str) -> None:
    """One line for each request."""
    print(f"{database}: {HEAD}")
    floors = {"list": floor.inbox, "ticket": floor.ticket, "json": floor.json_list, "reply": floor.reply}
    calls = product.calls()
    for name, lowest in floors.items():
        least = spent = float("inf")
        for _ in range(5):
            calls[name]()
        for _ in range(ROUNDS):
            least = min(least, cost(lowest, rounds=1, each=EACH))
            spent = min(spent, _spent(served, calls[name]))
        one = run([calls[name]], each=300, at_most=seconds)
        eight = run([product.calls()[name] for _ in range(8)], each=80, at_most=seconds)
        print(f"{database:10} {name:8} {_line(name, least, spent, one, eight)}", flush=True)


def _line(name: str, least: float, spent: float, one: Times, eight: Times) -> str:
    target = TARGETS.get(name)
    kept = f"({target:.0f}x {'met' if spent <= least * target else 'MISSED'})" if target else ""
    if name in REFERENCE:
        kept += f" {REFERENCE[name] / spent:.0f}x cheaper than reference"
    waits = f"{one.p50:7.1f} /{one.p99:7.1f}   {eight.p50:7.1f} /{eight.p99:7.1f} {eight.per_second:7.0f}"
    return f"{least:16.2f} {spent:8.2f} {spent / least:6.2f} {kept:12} {waits}"


def _spent(served: Served, call: Callable[[], None]) -> float:
    before = served.cpu()
    for _ in range(EACH):
        call()
    time.sleep(0.05)
    return (served.cpu() - before) / EACH * 1000


def tidy(store: Store) -> None:
    """Takes the replies' jobs out, so that nothing is tried to be sent later."""
    store.run("DELETE FROM kernel_job")
    store.run("UPDATE channels_delivery SET state = 'cancelled' WHERE state IN ('queued', 'attempting')")


if __name__ == "__main__":
    main()
