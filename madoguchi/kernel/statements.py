"""Running one plain SQL statement by the shortest way. Hot paths run a dozen, and Django's layers around a cursor cost
are a good part of what it costs, on SQLite the most of it.

Not for: statements in views and services that are not measured to be hot (the ORM reads better).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction


@cache
def on_sqlite() -> bool:
    """Whether this process works on SQLite: it never changes, and asking the connection goes through three layers."""
    return connections[DEFAULT_DB_ALIAS].vendor == "sqlite"


def run(statement: str, values: Sequence[Any] = ()) -> Any:
    """Executes it and returns what has `fetchone`, `fetchall` and `rowcount`. Errors are those of django.db."""
    database: Any = connections[DEFAULT_DB_ALIAS]
    return database.straight(statement, values)


@contextmanager
def planned_anew() -> Iterator[None]:
    """PostgreSQL plans every statement within for its own values. A plan made once for all would not know that a word
    is rare or a range short, and read the whole table. Nothing to do on SQLite."""
    if on_sqlite():
        yield
        return
    with transaction.atomic():
        run("SET LOCAL plan_cache_mode = force_custom_plan")
        yield


def moment(at: datetime) -> Any:
    """A time as the driver of this database wants it."""
    if at.tzinfo is UTC and on_sqlite():
        return str(at.replace(tzinfo=None))
    return connections[DEFAULT_DB_ALIAS].ops.adapt_datetimefield_value(at)
