"""Writing one whole row with a statement that is built once per table.

The ORM builds every INSERT and UPDATE anew, which is most of what they cost; a message writes six rows.
Not for: many rows at once (`bulk_create`), rows that may be there already, models with signals.
"""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache, lru_cache
from types import NoneType
from typing import Any, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.base import ModelState

from madoguchi.kernel import statements

M = TypeVar("M", bound=models.Model)
AS_READ = "_as_read"
"""Where `insert` and `prepared.first` keep the values that the row in the database has."""
_JSON = frozenset({dict, list})
_AS_THEY_ARE = frozenset({str, int, bool, NoneType})
_PLAIN = frozenset(
    {
        *(models.CharField, models.TextField, models.BooleanField, models.ForeignKey, models.OneToOneField),
        *(models.IntegerField, models.BigIntegerField, models.PositiveIntegerField, models.PositiveSmallIntegerField),
    }
)


class _Column(NamedTuple):
    name: str
    is_plain: bool
    is_time: bool
    is_json: bool
    field: "models.Field[Any, Any]"


def add(model: type[M], **columns: Any) -> M:
    """Makes a row of these columns (by `attname`: `ticket_id=`) and the defaults of all others, and inserts it."""
    plain, made, names = _defaults(model)
    if not names.issuperset(columns):
        raise TypeError(f"{model.__name__} has no column {', '.join(columns.keys() - names)}")
    row = read(model, plain, plain.values())
    row.__dict__.update({name: make() for name, make in made if name not in columns}, **columns)
    return insert(row)


def read(model: type[M], names: Iterable[str], values: Iterable[Any]) -> M:
    """An object of these columns, as `from_db` gives it without its signals, which are for models with files."""
    row = model.__new__(model)
    row._state = ModelState()
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    row.__dict__.update(zip(names, values, strict=True))
    return row


def insert(row: M) -> M:
    """Saves a row that was just made, and gives it its id. Same columns and conversions as `row.save()`."""
    database = connections[DEFAULT_DB_ALIAS]
    columns, statement = _inserting(type(row))
    values = _values(row, columns, database)
    row.pk = statements.run(statement, values).fetchone()[0]
    row._state.adding = False
    row._state.db = database.alias
    kept = row.__dict__
    kept[AS_READ] = {column.name: kept[column.name] for column in columns}
    return row


def update(row: models.Model) -> None:
    """Saves a row that this transaction has locked, as `row.save()` would.

    Of one that was read by `prepared.first` or made by `insert`, and read by nothing since, only what has changed:
    writing every column would write every index anew.
    """
    database = connections[DEFAULT_DB_ALIAS]
    as_read = row.__dict__.get(AS_READ)
    changed = tuple(
        field.attname
        for field in row._meta.concrete_fields
        if not field.primary_key
        and (as_read is None or isinstance(field, models.JSONField) or _differs(row, field.attname, as_read))
    )
    columns, statement = _updating(type(row), changed)
    if not columns:
        return
    values = _values(row, columns, database)
    statements.run(statement, [*values, row.pk])
    if as_read is not None:
        as_read.update({name: getattr(row, name) for name in changed})


def _values(row: models.Model, columns: "Iterable[_Column]", database: Any) -> list[Any]:
    """What the driver is given. Plain values of plain columns need none of Django's conversions."""
    given, values = row.__dict__, []
    for name, is_plain, is_time, is_json, field in columns:
        value = given[name]
        if is_plain and type(value) in _AS_THEY_ARE:
            pass
        elif is_time and type(value) is datetime:
            value = statements.moment(value)
        elif is_json and type(value) in _JSON and statements.on_sqlite():
            value = json.dumps(value)
        else:
            value = field.get_db_prep_save(value, database)
        values.append(value)
    return values


def _differs(row: models.Model, name: str, as_read: dict[str, Any]) -> bool:
    return bool(getattr(row, name) != as_read[name])


@lru_cache(500)
def _updating(model: type[models.Model], names: tuple[str, ...]) -> tuple[list[_Column], str]:
    fields = [field for field in model._meta.concrete_fields if field.attname in names]
    quote = connections[DEFAULT_DB_ALIAS].ops.quote_name
    columns = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    key = quote(str(model._meta.pk.column))
    return _columns(fields), f"UPDATE {quote(model._meta.db_table)} SET {columns} WHERE {key} = %s"


@cache
def _inserting(model: type[models.Model]) -> tuple[list[_Column], str]:
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    quote = connections[DEFAULT_DB_ALIAS].ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    key = quote(str(model._meta.pk.column))
    return _columns(fields), f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places}) RETURNING {key}"


@cache
def _defaults(model: type[models.Model]) -> tuple[dict[str, Any], list[tuple[str, Callable[[], Any]]], frozenset[str]]:
    """Those that are always the same, the makers of those that are not, and the names of all columns."""
    fields = model._meta.concrete_fields
    made = [(field.attname, field.get_default) for field in fields if callable(field.default)]
    plain = {field.attname: field.get_default() for field in fields if not callable(field.default)}
    return plain, made, frozenset(field.attname for field in fields)


def _columns(fields: "Iterable[models.Field[Any, Any]]") -> list[_Column]:
    return [
        _Column(
            field.attname,
            type(field) in _PLAIN,
            type(field) is models.DateTimeField,
            type(field) is models.JSONField and field.encoder is None,
            field,
        )
        for field in fields
    ]
