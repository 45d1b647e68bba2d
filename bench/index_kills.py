"""Kills a writer and indexer of search entries at any moment (SIGKILL, SQLite), again and again: nothing that was
committed is lost, and the index says what the table says.

python -m bench index_kills [--kills 100] [--seed 1]
"""

import argparse
import os
import random
import signal
import tempfile
import time
from pathlib import Path

from place import use

OLDER = 20_000
STEP = 5
"""Entries taken in at once: few, so that most kills fall while older ones wait."""
WORDS = "送料 返品 倉庫 店舗 棚 運賃 保証 修理 部品 在庫".split()  # noqa: SIM905


def main() -> None:
    """Prints how it went; an error if anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        use(Path(folder))
        rehearse(chosen.kills, random.Random(chosen.seed))


def rehearse(kills: int, chance: random.Random) -> None:
    """Older entries wait to be indexed while new ones are written, changed and removed."""
    from django.db import connection

    from madoguchi.config.migrating import migrate
    from madoguchi.kernel import indexing, search, statements

    migrate()
    for number in range(OLDER):
        if number % 5_000 == 0:
            connection.set_autocommit(True)
            connection.set_autocommit(False)
        search.put("ticket", number, "message", number, " ".join(chance.sample(WORDS, 3)))
    connection.commit()
    connection.set_autocommit(True)
    statements.run("INSERT INTO kernel_search_index (kernel_search_index) VALUES ('delete-all')")
    statements.run("UPDATE kernel_search_mark SET below = (SELECT max(id) FROM kernel_search_entry)")
    promised, caught = OLDER, 0
    for number in range(kills):
        connection.close()
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            work(write, promised, chance.random())
        os.close(write)
        time.sleep(chance.uniform(0.01, 0.12))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(read) as told:
            written = [int(line) for line in told if line.endswith("\n")]
        promised = max([promised, *(one + 1 for one in written)])
        kept = statements.run("SELECT max(part_id) + 1 FROM kernel_search_entry").fetchone()[0]
        if kept < promised:
            raise SystemExit(f"kill {number + 1}: {promised - kept} committed entries are gone")
        caught += indexing.missing() > 0
        promised = kept
    while indexing.missing():
        indexing.take_in(seconds=10)
    if not indexing.agrees():
        raise SystemExit("table and index do not agree")
    print(f"{kills} kills, {caught} of them before all was indexed; {promised:,} entries, none lost; the index agrees")


def work(write: int, start: int, seed: float) -> None:
    """The child: never returns."""
    from django.db import transaction

    from madoguchi.kernel import indexing, search

    indexing.STEP = STEP
    chance, number = random.Random(seed), start
    while True:
        with transaction.atomic():
            search.put("ticket", number, "message", number, " ".join(chance.sample(WORDS, 3)))
            changed = chance.randrange(number)
            search.put("ticket", changed, "message", changed, " ".join(chance.sample(WORDS, 3)))
            search.remove("ticket", "message", [chance.randrange(number)])
        os.write(write, f"{number}\n".encode())
        number += 1
        indexing.take_in(seconds=0.0005)


if __name__ == "__main__":
    main()
