"""The index over the stored terms: the newest entries that hold a clause. FTS5 on SQLite, GIN on PostgreSQL, in the
same order on both. Triggers (SQLite) and the index itself (PostgreSQL) keep it in the transaction of the entry.

A clause is a choice of sets of terms: an entry holds it when it holds all terms of one of the sets. A term that ends
with BEGINNING stands for all terms that begin so. Not for: pieces inside of terms (kernel.search looks at the text).
"""

from collections.abc import Iterator, Sequence

from madoguchi.kernel import statements

Clause = Sequence[Sequence[str]]
Entry = tuple[int, int]
"""Id of an entry and of its owner."""

BEGINNING = "\u0000"
BUCKET_BITS = 12
"""PostgreSQL also indexes the bucket of 4,096 ids an entry lies in, so that it can be read from the newest back."""
FIRST_BUCKETS = 1
MOST_BUCKETS = 64
VECTOR = f"array_to_tsvector(string_to_array('@' || (id >> {BUCKET_BITS})::text || rtrim(terms), ' '))"

_FTS = (
    "SELECT e.id, e.owner_id FROM kernel_search_index i JOIN kernel_search_entry e ON e.id = i.rowid"
    " WHERE i.kernel_search_index MATCH %s AND i.rowid < %s AND e.scope = %s ORDER BY i.rowid DESC LIMIT %s"
)
_GIN = (
    f"SELECT id, owner_id FROM kernel_search_entry WHERE {VECTOR} @@ CAST(%s AS tsquery) AND id < %s AND scope = %s"
    " ORDER BY id + 0 DESC LIMIT %s"
)
_BY_INDEX = "SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)"
"""Else PostgreSQL, which takes a common word for cheap to compare, cuts the terms of a million rows anew."""
_AS_EVER = "SELECT set_config('enable_seqscan', 'on', true), set_config('jit', 'on', true)"


def newest(scope: str, clause: Clause, *, below: int, most: int) -> list[Entry]:
    """The newest entries with an id below `below` that hold the clause, newest first; fewer than `most`: no more."""
    if statements.on_sqlite():
        return list(statements.run(_FTS, [_fts(clause), below, scope, most]).fetchall())
    with statements.planned_anew():
        statements.run(_BY_INDEX)
        found = list(_back(scope, clause, below, most))
        statements.run(_AS_EVER)
    return found


def _back(scope: str, clause: Clause, below: int, most: int) -> Iterator[Entry]:
    top, width = (below - 1) >> BUCKET_BITS, FIRST_BUCKETS
    while top >= 0 and most > 0:
        wanted, wide = _gin(clause), width > MOST_BUCKETS
        if not wide:
            buckets = " | ".join(f"'@{number}'" for number in range(top, max(-1, top - width), -1))
            wanted = f"({buckets}) & ({wanted})"
        found = statements.run(_GIN, [wanted, below, scope, most]).fetchall()
        yield from found
        most -= len(found)
        top = -1 if wide else top - width
        below = (top + 1) << BUCKET_BITS
        width *= 4


def end() -> int:
    """One more than the newest id."""
    return int(statements.run("SELECT coalesce(max(id), 0) + 1 FROM kernel_search_entry").fetchone()[0])


def _fts(clause: Clause) -> str:
    """As a query of FTS5."""

    def quoted(term: str) -> str:
        plain = term.removesuffix(BEGINNING).replace('"', '""')
        return f'"{plain}" *' if term.endswith(BEGINNING) else f'"{plain}"'

    return " OR ".join(f"({' AND '.join(map(quoted, terms))})" for terms in clause)


def _gin(clause: Clause) -> str:
    """As a tsquery, to be taken as it stands."""

    def quoted(term: str) -> str:
        plain = term.removesuffix(BEGINNING).replace("\\", "\\\\").replace("'", "''")
        return f"'{plain}':*" if term.endswith(BEGINNING) else f"'{plain}'"

    return " | ".join(f"({' & '.join(map(quoted, terms))})" for terms in clause)
