"""Fills an empty installation with 200,000 tickets and 1,000,000 messages of an invented shop. Same seed, same rows.

python bench/generate.py --data /tmp/desk-bench                                     SQLite in that folder
python bench/generate.py --data /tmp/desk-bench-pg --database postgres://user@host/name   an empty PostgreSQL database
python bench/generate.py --data /tmp/small --tickets 2000                           enough for tests
"""

import argparse
import random
import time
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

from place import use

END = int(datetime(2026, 11, 20, 9, tzinfo=UTC).timestamp())


def main() -> None:
    """Reads the arguments and fills."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True, type=Path, help="data folder (created)")
    parser.add_argument("--database", default="", help="postgres://user@host:port/name; without it SQLite in --data")
    parser.add_argument("--tickets", type=int, default=200_000, help="five messages each on average")
    parser.add_argument("--customers", type=int, default=0, help="default: a fifth of the tickets")
    parser.add_argument("--seed", type=int, default=4711)
    asked = parser.parse_args()
    use(asked.data, asked.database)
    fill(tickets=asked.tickets, customers=asked.customers or max(asked.tickets // 5, 20), seed=asked.seed)


def fill(*, tickets: int, customers: int, seed: int) -> None:
    """Migrates the chosen database and loads it. Stops when it already holds tickets."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    import company
    import findable
    import stories
    import tables
    from django.apps import apps
    from django.db import connection
    from rows import DELIVERY, EVENT, FILE, MESSAGE, RAW, TICKET, Books, moment

    from madoguchi.kernel.events import registry

    row = apps.get_model
    ticket = row("tickets", "Ticket")
    if ticket._default_manager.exists():
        raise SystemExit("this database already holds tickets: give an empty one")
    chance = random.Random(seed)
    tables.prepare()
    filled = company.fill(chance, customers=customers, at=moment(END - (stories.DAYS + 30) * stories.DAY))
    told = stories.stories(
        chance, tickets=tickets, customers=customers, agents=len(filled.agents), team_of=filled.team_of, end=END
    )
    books = Books(told, stories.number_messages(told), filled, chance)
    shape = {name: tuple(f.name for f in fields(cls)) for name, cls in registry.items()}
    loads = [
        (row("tickets", "Message"), MESSAGE, books.messages()),
        (ticket, TICKET, books.tickets()),
        (row("kernel", "EventRow"), EVENT, books.events(shape)),
        (row("tickets", "Closure"), ["ticket_id", "by_kind", "by_id", "closed_at"], books.closures()),
        (
            row("tickets", "Assignment"),
            ["ticket_id", "team_id", "agent_id", "by_kind", "started_at"],
            books.assignments(),
        ),
        (
            row("tickets", "Snooze"),
            ["ticket_id", "until", "previous_status", "by_kind", "by_id", "snoozed_at"],
            books.snoozes(),
        ),
        (row("tickets", "TicketTag"), ["ticket_id", "tag_id"], books.tags()),
        (row("channels", "Delivery"), DELIVERY, books.deliveries()),
        (row("kernel", "StoredFile"), FILE, books.files()),
        (row("channels", "RawMessage"), RAW, books.raws()),
    ]
    for model, columns, rows in loads:
        began = time.perf_counter()
        count = tables.insert(model, columns, rows)
        print(f"{model._meta.db_table:24} {count:>9,} rows {time.perf_counter() - began:7.1f} s", flush=True)
    began = time.perf_counter()
    count = findable.fill()
    print(f"{'search entries':24} {count:>9,} rows {time.perf_counter() - began:7.1f} s", flush=True)
    tables.finish([m for m in apps.get_models() if m._meta.managed])
    connection.close()


if __name__ == "__main__":
    main()
