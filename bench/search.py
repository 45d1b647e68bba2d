"""Searching a million messages: waiting times through HTTP, what the index costs a message, and what is found.

python -m bench search --data /tmp/desk-bench [--database postgres://user@host/name]
python -m bench search --data DIR --quality   126 queries of our own (planted.py) among the tickets that are there

Words are those of the generated texts, common and rare, one and two, as an agent and as an administrator sees them. Of
each kind every word is asked three times in turn; the first time counts too. Planted tickets stay in the data.
"""

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from client import Client
from person import Person, sign_in
from place import ROOT, use
from served import Served, serving

WORDS = """電気圧力鍋 届く 返品 領収書 動かない 製造番号 異音 パッキン 型番 へこみ 修理 明細 後継機 追跡番号 宛名
オーブンレンジ 土曜日 保証書 smith クレジットカード 電気圧力鍋_保証 追跡番号_持戻り オーブンレンジ_返品_領収書
二重_明細 異音_保証 パッキン_型番 IH調理器_へこみ 返品_送料 土曜日_変更 洗濯機 20391 田中_返品""".split()  # noqa: SIM905
ROUNDS = 3
INSERTS = 2_000
KINDS = {"newest first": "/desk?q={}", "by relevance": "/api/v1/search?kind=ticket&limit=50&order=relevance&q={}"}
FILTERED = "/api/v1/tickets?status=open&limit=50&search={}"


def main() -> None:
    """Prints what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--database", default="")
    parser.add_argument("--quality", action="store_true")
    chosen = parser.parse_args()
    use(chosen.data, chosen.database)
    if chosen.quality:
        quality()
        return
    print(f"one message in the index: {insert_cost():.3f} ms")
    from person import api_keys

    people, keys = [sign_in(2), sign_in(1)], api_keys(1, 12)
    with serving(chosen.data, chosen.database, MADOGUCHI_API_RATE="1000000") as served:
        waiting(served, people, keys[0])


def quality() -> None:
    """Plants, asks, and prints recall and precision."""
    sys.path.insert(0, str(ROOT))
    from bench import finding
    from madoguchi.kernel.actors import SYSTEM
    from madoguchi.tickets.models import Ticket

    customer = Ticket.objects.order_by("id").values_list("customer_id", flat=True)[0]
    print(f"{Ticket.objects.count():,} tickets")
    print(finding.ask(finding.plant(customer_id=customer, team_id=None), by=SYSTEM))


def waiting(served: Served, people: list[Person], key: str) -> None:
    """Milliseconds that one client waits."""
    program = Client(served.port, {"Authorization": f"Bearer {key}"})
    pages = [Client(served.port, person.headers() | {"X-Fragment": "1"}) for person in people]
    asks: dict[str, list[Callable[[str], int]]] = {
        "newest first": [lambda path, page=page: page.get(path).status for page in pages],  # type: ignore[misc]
        "with a filter": [lambda path: program.get(path).status],
        "by relevance": [lambda path: program.get(path).status],
    }
    paths = KINDS | {"with a filter": FILTERED}
    for kind, doors in asks.items():
        spent, slowest = [], {}
        for _round in range(ROUNDS):
            for word in random.Random(_round).sample(WORDS, len(WORDS)):
                for ask in doors:
                    began = time.perf_counter()
                    status = ask(paths[kind].format(quote(word.replace("_", " "))))
                    spent.append((time.perf_counter() - began) * 1000)
                    slowest[word] = max(slowest.get(word, 0.0), spent[-1])
                    if status != 200:
                        raise SystemExit(f"{kind}: {status}")
        worst = sorted(slowest, key=lambda word: slowest[word])[-3:]
        p99 = statistics.quantiles(spent, n=100)[98]
        print(f"{kind:14} p50 {statistics.median(spent):6.1f}  p99 {p99:6.1f} ms   slowest: {' '.join(worst)}")


def insert_cost() -> float:
    """Milliseconds that one entry in its own transaction costs more with the index than without, medians."""
    from django.db import connection, transaction

    from madoguchi.kernel import statements

    columns = "scope, owner_id, part, part_id, text, terms, version"
    read = f"SELECT id, {columns} FROM kernel_search_entry ORDER BY id DESC LIMIT {INSERTS}"
    rows = statements.run(read).fetchall()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_bare AS SELECT * FROM kernel_search_entry WHERE 1 = 0")
        cursor.execute("CREATE UNIQUE INDEX bench_bare_once ON bench_bare (scope, part, part_id)")
    spent: dict[str, list[float]] = {"kernel_search_entry": [], "bench_bare": []}
    try:
        for _id, *values in rows:
            for table, times in spent.items():
                given = ["bench", *values[1:]]
                began = time.perf_counter()
                with transaction.atomic():
                    statements.run(f"INSERT INTO {table} ({columns}) VALUES (%s, %s, %s, %s, %s, %s, %s)", given)
                times.append((time.perf_counter() - began) * 1000)
    finally:
        statements.run("DELETE FROM kernel_search_entry WHERE scope = 'bench'")
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE bench_bare")
    return statistics.median(spent["kernel_search_entry"]) - statistics.median(spent["bench_bare"])


if __name__ == "__main__":
    main()
