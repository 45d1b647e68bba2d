"""Rows made once and put back by every later test that wants them: one statement a table instead of a thousand.

What is made must only add rows. Times of the making become the time of the putting back.
"""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from django.db import connection, transaction
from django.utils import timezone

from madoguchi.kernel import clock

T = TypeVar("T")
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class _Table:
    columns: list[str]
    rows: Rows
    key: int  # which column is the primary key


class Kept(Generic[T]):
    """What `make` returns, with the rows that it adds."""

    def __init__(self, make: Callable[[], T]) -> None:
        self.make = make
        self.tables: dict[str, _Table] = {}
        self.made = b""
        self.began = self.ended = timezone.now()

    def get(self) -> T:
        """Makes it, or puts it back where the first making left it; made anew where its ids are taken."""
        if not self.made:
            return self._first()
        if self._taken():
            return self.make()
        now = clock.now()
        with transaction.atomic(), connection.cursor() as cursor:
            for name, table in self.tables.items():
                holes = ", ".join(["%s"] * len(table.columns))
                places = ", ".join([f"({holes})"] * len(table.rows))
                columns = ", ".join(connection.ops.quote_name(column) for column in table.columns)
                values = [self._fresh(value, now) for row in table.rows for value in row]
                cursor.execute(f"INSERT INTO {name} ({columns}) VALUES {places}", values)
            if connection.vendor == "postgresql":
                self._lift(cursor)
        found: T = pickle.loads(self.made)
        return found

    def _first(self) -> T:
        before = _everything()
        self.began = clock.now()
        made = self.make()
        self.ended = clock.now()
        for name, (columns, key, rows) in _everything().items():
            old = before[name][2]
            if any(row not in rows for row in old):
                raise AssertionError(f"making the cast changes rows of {name}")
            if added := [row for row in rows if row not in old]:
                self.tables[name] = _Table(columns, added, key)
        self.made = pickle.dumps(made)
        return made

    def _taken(self) -> bool:
        asked = [
            f"EXISTS (SELECT 1 FROM {name} WHERE {connection.ops.quote_name(table.columns[table.key])} IN"
            f" ({', '.join(['%s'] * len(table.rows))}))"
            for name, table in self.tables.items()
        ]
        values = [row[table.key] for table in self.tables.values() for row in table.rows]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {' OR '.join(asked)}", values)
            return bool(cursor.fetchone()[0])

    def _fresh(self, value: Any, now: datetime) -> Any:
        if not isinstance(value, datetime):
            return value
        moment = value if value.tzinfo else value.replace(tzinfo=UTC)
        return connection.ops.adapt_datetimefield_value(now if self.began <= moment <= self.ended else moment)

    def _lift(self, cursor: Any) -> None:
        """Later rows get numbers above these."""
        for name, table in self.tables.items():
            top = max(row[table.key] for row in table.rows)
            if isinstance(top, int):
                key = table.columns[table.key]
                sequence = f"pg_get_serial_sequence('{name}', '{key}')"
                cursor.execute(f"SELECT setval({sequence}, GREATEST(%s, nextval({sequence})))", [top])


def _everything() -> dict[str, tuple[list[str], int, Rows]]:
    """Of every table: columns, place of the primary key, rows as they go into an INSERT."""
    found = {}
    with connection.cursor() as cursor:
        for name in sorted(connection.introspection.table_names(cursor)):
            if name.startswith("django_"):
                continue
            key = connection.introspection.get_primary_key_column(cursor, name)
            if key is None:
                continue
            cursor.execute(f"SELECT * FROM {name}")
            columns = [column[0] for column in cursor.description]
            found[name] = (columns, columns.index(key), cursor.fetchall())
    return found
