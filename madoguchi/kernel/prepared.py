"""Querysets compiled once. Building the SQL of one query costs Django 0.3 ms, running it 0.03; a page asks ten.

`shape` must name everything the queryset depends on besides the number: who asks (`shape_of`), limits, flags. Tests set
CHECKED, which compiles every time and stops where a shape forgot something. Not for: conditions that hold a time.
"""

import threading
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import connection, models

from madoguchi.kernel.actors import Actor

M = TypeVar("M", bound=models.Model)
CHECKED = False
_MOST = 500
_HOLE = 7_046_029_254_386_353
_local = threading.local()


@dataclass(frozen=True, slots=True)
class _Compiled:
    statement: str
    values: tuple[Any, ...]
    holes: tuple[int, ...]
    compiler: Any
    converters: Any


def shape_of(actor: Actor) -> Hashable:
    """What `visible_to(actor)` depends on."""
    return (actor.has("ticket:read"), actor.ladder, actor.agent_id, actor.team_ids)


def rows(shape: Hashable, make: Callable[[int], "models.QuerySet[Any, Any]"], number: int = 0) -> list[tuple[Any, ...]]:
    """The rows of `make(number)`, a queryset of plain columns (`values_list`)."""
    compiled = _compiled(shape, make, number)
    found = _run(compiled, number)
    if compiled.converters:
        return [tuple(row) for row in compiled.compiler.apply_converters(found, compiled.converters)]
    return found


def first(shape: Hashable, make: Callable[[int], "models.QuerySet[M, M]"], number: int) -> M | None:
    """The first row of `make(number)` as an object; the queryset has a limit of one or a unique key, and no joins."""
    compiled = _compiled(shape, make, number)
    found: Sequence[Sequence[Any]] = _run(compiled, number)[:1]
    if not found:
        return None
    if compiled.converters:
        found = list(compiled.compiler.apply_converters(found, compiled.converters))
    names = [field.attname for field in compiled.compiler.query.model._meta.concrete_fields]
    return cast(M, compiled.compiler.query.model.from_db(connection.alias, names, found[0]))


def _run(compiled: _Compiled, number: int) -> list[tuple[Any, ...]]:
    if not compiled.statement:
        return []
    values = list(compiled.values)
    for hole in compiled.holes:
        values[hole] = number
    with connection.cursor() as cursor:
        cursor.execute(compiled.statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _compiled(shape: Hashable, make: Callable[[int], "models.QuerySet[Any, Any]"], number: int) -> _Compiled:
    kept: dict[Hashable, _Compiled] = _local.__dict__.setdefault("kept", {})
    name = (make.__module__, make.__qualname__, shape, connection.vendor)
    compiled = kept.get(name)
    if compiled is None:
        if len(kept) >= _MOST:
            kept.clear()
        compiled = kept[name] = _compile(make(_HOLE))
    if CHECKED:
        fresh = _compile(make(_HOLE))
        if (fresh.statement, fresh.values) != (compiled.statement, compiled.values):
            raise AssertionError(f"the shape of {make.__qualname__} forgets something: {shape}")
    return compiled


def _compile(queryset: "models.QuerySet[Any, Any]") -> _Compiled:
    compiler = queryset.query.get_compiler(connection=connection)
    try:
        statement, values = compiler.as_sql()
    except EmptyResultSet:  # someone who may see nothing
        return _Compiled("", (), (), compiler, {})
    converters = compiler.get_converters([column[0] for column in compiler.select])
    holes = tuple(place for place, value in enumerate(values) if value == _HOLE)
    return _Compiled(statement, tuple(values), holes, compiler, converters)
