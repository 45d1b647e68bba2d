"""Bulk rows into the tables of Django models, on SQLite and PostgreSQL.

Columns come from the models: a field that is not given takes its default, a field that needs a value and got none
stops the run, and so does a value for a field that no longer exists. Nothing breaks silently when a model changes.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED

Row = tuple[Any, ...]
BATCH = 5000


def insert(model: type[models.Model], given: Sequence[str], rows: Iterable[Row]) -> int:
    """Writes rows whose values stand in the order of `given` (attnames). Values are plain: see `plain`."""
    columns, tail = _columns(model, given)
    completed = (row + tail for row in rows)
    if connection.vendor == "postgresql":
        return _copy(model._meta.db_table, columns, completed)
    return _insert_many(model._meta.db_table, columns, completed)


def plain(value: Any) -> Any:
    """A value as both databases take it in bulk: JSON and times as text, booleans as 0 and 1."""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return int(value)
    return value


def prepare() -> None:
    """Switches the guards off that make bulk loads slow; `finish` puts them back and checks."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SET session_replication_role = replica; SET synchronous_commit = off; SET statement_timeout = 0"
            )
        else:
            cursor.execute("PRAGMA foreign_keys=OFF")
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute("PRAGMA cache_size=-400000")


def finish(filled: Iterable[type[models.Model]]) -> None:
    """Sets the sequences behind the last ids, refreshes statistics, and on SQLite checks every foreign key."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = DEFAULT")
            for statement in connection.ops.sequence_reset_sql(no_style(), list(filled)):
                cursor.execute(statement)
            cursor.execute("VACUUM ANALYZE")
        else:
            broken = cursor.execute("PRAGMA foreign_key_check").fetchmany(5)
            if broken:
                raise SystemExit(f"rows point to nothing: {broken}")
            cursor.execute("ANALYZE")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _columns(model: type[models.Model], given: Sequence[str]) -> tuple[list[str], Row]:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    unknown = [name for name in given if name not in fields]
    if unknown:
        raise SystemExit(f"{model.__name__} has no field {', '.join(unknown)}: bench/ must follow the model")
    rest = [field for name, field in fields.items() if name not in given]
    missing = [
        f.attname for f in rest if f.default is NOT_PROVIDED and not f.null and not f.blank and not f.primary_key
    ]
    if missing:
        raise SystemExit(f"{model.__name__} needs {', '.join(missing)}: bench/ must follow the model")
    rest = [field for field in rest if not field.primary_key]
    columns = [fields[name].column for name in given] + [field.column for field in rest]
    return columns, tuple(plain(field.get_default()) for field in rest)


def _insert_many(table: str, columns: list[str], rows: Iterable[Row]) -> int:
    names = ", ".join(f'"{c}"' for c in columns)
    statement = f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(columns))})'
    connection.ensure_connection()
    raw = connection.connection
    count = 0
    raw.execute("BEGIN")
    for batch in _batches(rows):
        raw.executemany(statement, batch)
        count += len(batch)
    raw.execute("COMMIT")
    return count


def _copy(table: str, columns: list[str], rows: Iterable[Row]) -> int:
    names = ", ".join(f'"{c}"' for c in columns)
    connection.ensure_connection()
    count = 0
    with connection.connection.cursor() as cursor, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
