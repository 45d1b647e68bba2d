"""Querysets compiled once. Building the SQL of one query costs Django 0.3 ms, running it 0.03; a page asks ten.

`shape` must name everything the queryset depends on besides the values: who asks (`shape_of`), limits, flags. Tests
set CHECKED, which compiles every time and stops where a shape forgot something. Not for: conditions that hold a time.
"""

import threading
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import connection, models

from madoguchi.kernel import statements
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.rows import AS_READ, read

M = TypeVar("M", bound=models.Model)
Value = int | str
Make = Callable[..., "models.QuerySet[Any, Any]"]
CHECKED = False
_MOST = 500
_HOLE = 7_046_029_254_386_353
_local = threading.local()


@dataclass(frozen=True, slots=True)
class _Compiled:
    statement: str
    values: tuple[Any, ...]
    holes: tuple[tuple[int, int], ...]
    model: Any
    converters: tuple[tuple[int, tuple[Callable[..., Any], ...], Any], ...]


def shape_of(actor: Actor) -> Hashable:
    """What `visible_to(actor)` depends on."""
    return (actor.has("ticket:read"), actor.ladder, actor.agent_id, actor.team_ids)


def rows(shape: Hashable, make: Make, *values: Value) -> list[tuple[Any, ...]]:
    """The rows of `make(*values)`, a queryset of plain columns (`values_list`)."""
    compiled = _compiled(shape, make, values)
    found = _run(compiled, values)
    return [tuple(_converted(row, compiled)) for row in found] if compiled.converters else found


def first(shape: Hashable, make: Callable[..., "models.QuerySet[M, M]"], *values: Value) -> M | None:
    """The first row of `make(*values)` as an object: a queryset by a unique key, without joined objects."""
    compiled = _compiled(shape, make, values)
    found = _run(compiled, values)
    if not found:
        return None
    columns = _converted(found[0], compiled)
    names = [field.attname for field in compiled.model._meta.concrete_fields]
    row = read(compiled.model, names, columns)
    row.__dict__[AS_READ] = dict(zip(names, columns, strict=True))
    return cast(M, row)


def _converted(row: Sequence[Any], compiled: _Compiled) -> list[Any]:
    """What Django's compiler makes of it, which also asks about every NULL."""
    columns = list(row)
    for place, converters, expression in compiled.converters:
        value = columns[place]
        if value is not None:
            for convert in converters:
                value = convert(value, expression, connection)
            columns[place] = value
    return columns


def _run(compiled: _Compiled, values: Sequence[Value]) -> list[tuple[Any, ...]]:
    if not compiled.statement:
        return []
    filled = list(compiled.values)
    for place, which in compiled.holes:
        filled[place] = values[which]
    found: list[tuple[Any, ...]] = statements.run(compiled.statement, filled).fetchall()
    return found


def _compiled(shape: Hashable, make: Make, values: Sequence[Value]) -> _Compiled:
    kept: dict[Hashable, _Compiled] = _local.__dict__.setdefault("kept", {})
    kinds = tuple(map(type, values))
    name = (make.__module__, make.__qualname__, shape, kinds)
    compiled = kept.get(name)
    if compiled is None:
        if len(kept) >= _MOST:
            kept.clear()
        compiled = kept[name] = _compile(make, kinds)
    if CHECKED:
        fresh = _compile(make, kinds)
        if (fresh.statement, fresh.values) != (compiled.statement, compiled.values):
            raise AssertionError(f"the shape of {make.__qualname__} forgets something: {shape}")
    return compiled


def _compile(make: Make, kinds: Sequence[type]) -> _Compiled:
    marks = [kind(_HOLE + which) for which, kind in enumerate(kinds)]
    try:
        compiler = make(*marks).query.get_compiler(connection=connection)
        statement, values = compiler.as_sql()
    except EmptyResultSet:  # someone who may see nothing, or a list of no numbers
        return _Compiled("", (), (), None, ())
    holes = tuple(
        (place, marks.index(value))
        for place, value in enumerate(values)
        if isinstance(value, int | str) and value in marks
    )
    if len({which for _, which in holes}) != len(marks):
        raise ValueError(f"a value does not reach the statement of {make.__qualname__} as it is")
    found = compiler.get_converters([column[0] for column in compiler.select])
    converters = tuple((place, tuple(map(_quicker, made)), expression) for place, (made, expression) in found.items())
    return _Compiled(statement, tuple(values), holes, compiler.query.model, converters)


def _quicker(convert: Callable[..., Any]) -> Callable[..., Any]:
    ops: Any = connection.ops
    return _aware if statements.on_sqlite() and convert == ops.convert_datetimefield_value else convert


def _aware(value: Any, expression: Any, through: Any) -> Any:
    """As Django's converter of SQLite's times, which asks for more than a naive one in UTC needs."""
    if type(value) is datetime and value.tzinfo is None and through.timezone is UTC:
        return value.replace(tzinfo=UTC)
    return through.ops.convert_datetimefield_value(value, expression, through)
