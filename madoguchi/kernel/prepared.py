"""Querysets compiled once. Building the SQL of one query costs Django 0.3 ms, running it 0.03; a page asks ten.

`shape` must name everything the queryset depends on besides the numbers: who asks (`shape_of`), limits, flags. Tests
set CHECKED, which compiles every time and stops where a shape forgot something. Not for: conditions that hold a time.
"""

import threading
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import connection, models

from madoguchi.kernel.actors import Actor
from madoguchi.kernel.rows import AS_READ

M = TypeVar("M", bound=models.Model)
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
    compiler: Any
    converters: Any


def shape_of(actor: Actor) -> Hashable:
    """What `visible_to(actor)` depends on."""
    return (actor.has("ticket:read"), actor.ladder, actor.agent_id, actor.team_ids)


def rows(shape: Hashable, make: Make, *numbers: int) -> list[tuple[Any, ...]]:
    """The rows of `make(*numbers)`, a queryset of plain columns (`values_list`)."""
    compiled = _compiled(shape, make, len(numbers))
    found = _run(compiled, numbers)
    if compiled.converters:
        return [tuple(row) for row in compiled.compiler.apply_converters(found, compiled.converters)]
    return found


def first(shape: Hashable, make: Callable[..., "models.QuerySet[M, M]"], *numbers: int) -> M | None:
    """The first row of `make(*numbers)` as an object: a queryset by a unique key, without joined objects."""
    compiled = _compiled(shape, make, len(numbers))
    found: Sequence[Sequence[Any]] = _run(compiled, numbers)[:1]
    if not found:
        return None
    if compiled.converters:
        found = list(compiled.compiler.apply_converters(found, compiled.converters))
    model = compiled.compiler.query.model
    names = [field.attname for field in model._meta.concrete_fields]
    row = model.from_db(connection.alias, names, found[0])
    row.__dict__[AS_READ] = dict(zip(names, found[0], strict=True))
    return cast(M, row)


def _run(compiled: _Compiled, numbers: Sequence[int]) -> list[tuple[Any, ...]]:
    if not compiled.statement:
        return []
    values = list(compiled.values)
    for place, which in compiled.holes:
        values[place] = numbers[which]
    with connection.cursor() as cursor:
        cursor.execute(compiled.statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _compiled(shape: Hashable, make: Make, count: int) -> _Compiled:
    kept: dict[Hashable, _Compiled] = _local.__dict__.setdefault("kept", {})
    name = (make.__module__, make.__qualname__, shape, count, connection.vendor)
    compiled = kept.get(name)
    if compiled is None:
        if len(kept) >= _MOST:
            kept.clear()
        compiled = kept[name] = _compile(make, count)
    if CHECKED:
        fresh = _compile(make, count)
        if (fresh.statement, fresh.values) != (compiled.statement, compiled.values):
            raise AssertionError(f"the shape of {make.__qualname__} forgets something: {shape}")
    return compiled


def _compile(make: Make, count: int) -> _Compiled:
    numbers = range(_HOLE, _HOLE + count)
    try:
        compiler = make(*numbers).query.get_compiler(connection=connection)
        statement, values = compiler.as_sql()
    except EmptyResultSet:  # someone who may see nothing, or a list of no numbers
        return _Compiled("", (), (), None, {})
    holes = tuple(
        (place, value - _HOLE) for place, value in enumerate(values) if isinstance(value, int) and value in numbers
    )
    if len({which for _, which in holes}) != count:
        raise ValueError(f"a number does not reach the statement of {make.__qualname__} as it is")
    converters = compiler.get_converters([column[0] for column in compiler.select])
    return _Compiled(statement, tuple(values), holes, compiler, converters)
