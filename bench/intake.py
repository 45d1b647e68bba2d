"""CPU per ordinary mail from raw bytes to a ticket: stored, job claimed, read, filtered, received, indexed.

    python -m bench.intake [--mails 1000] [--profile]
    python -m bench.intake --sustained [--mails 10000] [--workers 2] [--light 4]

With --sustained it is a flood: senders hand mails over by LMTP as fast as they are accepted, and the clock stops when
the last one is on its ticket. The door and the jobs run in this process, as in `serve`; with --workers the jobs run in
so many `madoguchi worker` processes (PostgreSQL), each with so many threads for light jobs. Memory is that of this
process.

Uses the database of the environment (MADOGUCHI_DATA or MADOGUCHI_DATABASE_URL), whatever is in it: run it after
`python -m bench.generate` to have 200,000 tickets present. Half the mails are answers to earlier ones.
"""

import argparse
import cProfile
import pstats
import random
import statistics
import time

from bench import flood
from bench.ordinary import ordinary_mail


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--mails", type=int, default=1000)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--sustained", action="store_true")
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--light", type=int, default=4)
    chosen = parser.parse_args()
    if chosen.sustained:
        flood.run(mails=chosen.mails, workers=chosen.workers, light=chosen.light)
        return
    from madoguchi.config.start import start

    start()
    from django.db import connection

    from madoguchi.channels.models import Inbox
    from madoguchi.channels.services import inboxes, storing
    from madoguchi.kernel.actors import SYSTEM
    from madoguchi.kernel.jobs import run_due
    from madoguchi.tickets.models import Ticket

    run_due()
    inbox = Inbox.objects.filter(address="bench@shop.example").first() or inboxes.create(
        kind="mail", name="bench", address="bench@shop.example", settings={"way_in": "door"}, by=SYSTEM
    )
    chance = random.Random(time.time_ns())
    mails: list[bytes] = []
    earlier: list[str] = []
    for number in range(chosen.mails):
        content, known = ordinary_mail(number, chance, earlier[-1] if number % 2 else "")
        mails.append(content)
        earlier.append(known)
    profile = cProfile.Profile()
    spent: list[float] = []
    started = time.perf_counter()
    if chosen.profile:
        profile.enable()
    for content in mails:
        before = time.process_time()
        storing.store_raw(inbox.id, content=content, door="bench", by=SYSTEM)
        run_due()
        spent.append((time.process_time() - before) * 1000)
    profile.disable()
    wall = time.perf_counter() - started
    spent.sort()
    print(f"{connection.vendor}, {Ticket.objects.count():,} tickets, {len(mails)} mails of {len(mails[0]):,} bytes")
    print(
        f"CPU per mail: mean {statistics.mean(spent):.2f} ms, median {statistics.median(spent):.2f} ms, "
        f"p99 {spent[int(len(spent) * 0.99)]:.2f} ms (at most 10); wall {wall / len(mails) * 1000:.2f} ms"
    )
    if chosen.profile:
        pstats.Stats(profile).sort_stats("cumulative").print_stats(60)


if __name__ == "__main__":
    main()
