"""Rows as lines of JSON and back, the same for SQLite and PostgreSQL."""

import base64
import json
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

PASSING = frozenset({"django_session"})
BATCH = 1000


def archived(found: list[type[models.Model]]) -> list[type[models.Model]]:
    """The models whose rows belong into a backup, one per table; sign-in sessions do not."""
    tables: dict[str, type[models.Model]] = {}
    for model in found:
        options = model._meta
        if options.managed and not options.proxy and options.db_table not in PASSING:
            tables.setdefault(options.db_table, model)
    return [tables[name] for name in sorted(tables)]


def columns(model: type[models.Model]) -> list[str]:
    """The names of a model's own columns, foreign keys as `team_id`."""
    return [field.attname for field in model._meta.concrete_fields]


def lines(model: type[models.Model], *, using: str) -> Iterator[bytes]:
    """Every row as one line: a list of values in the order of `columns`."""
    rows = model._base_manager.using(using).order_by("pk").values_list(*columns(model))
    for row in rows.iterator(chunk_size=BATCH):
        yield json.dumps(row, ensure_ascii=False, separators=(",", ":"), default=_plain).encode() + b"\n"


def load(model: type[models.Model], names: list[str], found: Iterator[bytes], *, using: str) -> int:
    """Inserts rows as they are; returns how many."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    count = 0
    batch: list[models.Model] = []
    for line in found:
        values = zip(names, json.loads(line), strict=True)
        batch.append(model(**{name: _value(fields[name], value) for name, value in values}))
        if len(batch) == BATCH:
            count += _insert(model, batch, using)
            batch = []
    return count + _insert(model, batch, using)


def _insert(model: type[models.Model], batch: list[models.Model], using: str) -> int:
    if batch:
        model._base_manager.using(using).bulk_create(batch)
    return len(batch)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return {"base64": base64.b64encode(bytes(value)).decode()}
    if isinstance(value, Decimal | UUID):
        return str(value)
    raise TypeError(f"cannot archive a {type(value).__name__}")


def _value(field: models.Field[Any, Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value["base64"])
    if isinstance(field, models.JSONField):
        return value
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    return target.to_python(value)
