"""Writing one whole row with a statement that is built once per table.

The ORM builds every INSERT and UPDATE anew, which is most of what they cost; a message writes six rows.
Not for: many rows at once (`bulk_create`), rows that may be there already, models with signals.
"""

from collections.abc import Iterable
from functools import cache, lru_cache
from types import NoneType
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models

M = TypeVar("M", bound=models.Model)
AS_READ = "_as_read"
"""Where `prepared.first` keeps the values a row was read with."""
_AS_THEY_ARE = frozenset({str, int, bool, NoneType})
_PLAIN = frozenset(
    {
        *(models.CharField, models.TextField, models.BooleanField, models.ForeignKey, models.OneToOneField),
        *(models.IntegerField, models.BigIntegerField, models.PositiveIntegerField, models.PositiveSmallIntegerField),
    }
)


def insert(row: M) -> M:
    """Saves a row that was just made, and gives it its id. Same columns and conversions as `row.save()`."""
    database = connections[DEFAULT_DB_ALIAS]
    fields, statement = _inserting(type(row), database.vendor)
    values = _values(row, fields, database)
    with database.cursor() as cursor:
        cursor.execute(statement, values)
        row.pk = cursor.fetchone()[0]
    row._state.adding = False
    row._state.db = database.alias
    return row


def update(row: models.Model) -> None:
    """Saves a row that this transaction has locked, as `row.save()` would.

    Of one that was read by `prepared.first`, and by nothing since, only what has changed: writing every column would
    write every index anew.
    """
    database = connections[DEFAULT_DB_ALIAS]
    as_read = row.__dict__.get(AS_READ)
    changed = tuple(
        field.attname
        for field in row._meta.concrete_fields
        if not field.primary_key
        and (as_read is None or isinstance(field, models.JSONField) or _differs(row, field.attname, as_read))
    )
    fields, statement = _updating(type(row), changed, database.vendor)
    if not fields:
        return
    values = _values(row, fields, database)
    with database.cursor() as cursor:
        cursor.execute(statement, [*values, row.pk])
    if as_read is not None:
        as_read.update({name: getattr(row, name) for name in changed})


def _values(row: models.Model, fields: "Iterable[models.Field[Any, Any]]", database: Any) -> list[Any]:
    """What the driver is given. Plain values of plain columns need none of Django's conversions."""
    values = []
    for field in fields:
        value = getattr(row, field.attname)
        if type(value) not in _AS_THEY_ARE or type(field) not in _PLAIN:
            value = field.get_db_prep_save(value, database)
        values.append(value)
    return values


def _differs(row: models.Model, name: str, as_read: dict[str, Any]) -> bool:
    return bool(getattr(row, name) != as_read[name])


@lru_cache(500)
def _updating(
    model: type[models.Model], names: tuple[str, ...], _vendor: str
) -> tuple[list["models.Field[Any, Any]"], str]:
    fields = [field for field in model._meta.concrete_fields if field.attname in names]
    quote = connections[DEFAULT_DB_ALIAS].ops.quote_name
    columns = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    key = quote(str(model._meta.pk.column))
    return fields, f"UPDATE {quote(model._meta.db_table)} SET {columns} WHERE {key} = %s"


@cache
def _inserting(model: type[models.Model], _vendor: str) -> tuple[list["models.Field[Any, Any]"], str]:
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    quote = connections[DEFAULT_DB_ALIAS].ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    key = quote(str(model._meta.pk.column))
    return fields, f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places}) RETURNING {key}"
