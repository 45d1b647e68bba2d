"""Making the index over the terms (see inverted), without a long lock.

PostgreSQL builds it beside the running work. On SQLite entries written from now on are in it at once; those that were
there before are taken in by a job, newest first, in small steps: all up to the id in `kernel_search_mark` are missing.
"""

import time
from typing import Any

from django.db import DatabaseError, transaction

from madoguchi.kernel import statements
from madoguchi.kernel.inverted import VECTOR

STEP = 500
_LONGEST_TERM = 200
_SIGNS = "".join(sign for sign in map(chr, range(33, 127)) if not sign.isalnum())
_INDEXED = "old.id > (SELECT below FROM kernel_search_mark)"
_OUT = "INSERT INTO kernel_search_index (kernel_search_index, rowid, terms) VALUES ('delete', old.id, old.terms);"
_IN = "INSERT INTO kernel_search_index (rowid, terms) VALUES (new.id, new.terms);"
SQLITE = (
    "CREATE VIRTUAL TABLE kernel_search_index USING fts5 (terms, content='kernel_search_entry', content_rowid='id',"
    f""" detail=none, columnsize=0, tokenize="ascii tokenchars '{_SIGNS.replace("'", "''").replace('"', '""')}'")""",
    "CREATE TABLE kernel_search_mark (below integer NOT NULL)",
    "INSERT INTO kernel_search_mark SELECT coalesce(max(id), 0) FROM kernel_search_entry",
    f"CREATE TRIGGER kernel_search_added AFTER INSERT ON kernel_search_entry BEGIN {_IN} END",
    f"CREATE TRIGGER kernel_search_removed AFTER DELETE ON kernel_search_entry WHEN {_INDEXED} BEGIN {_OUT} END",
    "CREATE TRIGGER kernel_search_changed AFTER UPDATE OF terms ON kernel_search_entry"
    f" WHEN {_INDEXED} BEGIN {_OUT} {_IN} END",
)
POSTGRESQL = (
    "SET statement_timeout = 0",
    "DROP INDEX CONCURRENTLY IF EXISTS kernel_search_index",
    f"UPDATE kernel_search_entry SET terms = '', version = 0 WHERE terms ~ '[^ ]{{{_LONGEST_TERM},}}'",
    f"CREATE INDEX CONCURRENTLY kernel_search_index ON kernel_search_entry USING gin (({VECTOR}))"
    " WITH (gin_pending_list_limit = 256)",
    "RESET statement_timeout",
)
_MISSING = "SELECT below FROM kernel_search_mark"
_TAKE_IN = (
    "INSERT INTO kernel_search_index (rowid, terms) SELECT id, terms FROM kernel_search_entry"
    " WHERE id > %s AND id <= %s ORDER BY id"
)


def missing() -> int:
    """Entries up to this id are not in the index yet."""
    return int(statements.run(_MISSING).fetchone()[0]) if statements.on_sqlite() else 0


def take_in(*, seconds: float) -> int:
    """Takes older entries in for so many seconds at most, in transactions of some milliseconds. What is `missing`."""
    until = time.monotonic() + seconds
    while missing() and time.monotonic() < until:
        with transaction.atomic():
            below = missing()
            start = max(0, below - STEP)
            statements.run(_TAKE_IN, [start, below])
            statements.run("UPDATE kernel_search_mark SET below = %s", [start])
    return missing()


def agrees() -> bool:
    """Whether the index on SQLite holds exactly the terms of the table. Reads all of both."""
    with transaction.get_connection().cursor() as cursor:
        try:
            cursor.execute("INSERT INTO kernel_search_index (kernel_search_index, rank) VALUES ('integrity-check', 1)")
        except DatabaseError:
            return False
    return True


def create(_apps: Any, editor: Any) -> None:
    """The migration: what there is to be made on this database."""
    if editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL:
            editor.execute(statement, params=None)
        return
    with transaction.atomic():
        for statement in SQLITE:
            editor.execute(statement, params=None)


def drop(_apps: Any, editor: Any) -> None:
    """Takes the index away again."""
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP INDEX CONCURRENTLY IF EXISTS kernel_search_index")
        return
    for trigger in ("added", "removed", "changed"):
        editor.execute(f"DROP TRIGGER kernel_search_{trigger}")
    for table in ("index", "mark"):
        editor.execute(f"DROP TABLE kernel_search_{table}")
