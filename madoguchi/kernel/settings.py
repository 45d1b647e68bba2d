"""Reading and writing installation settings (`company.name` and the like). Not for: environment settings."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from madoguchi.kernel import statements
from madoguchi.kernel.models import Setting

_ABSENT = object()
_known: ContextVar[Mapping[str, Any] | None] = ContextVar("settings_known", default=None)


def read(name: str, default: Any = None) -> Any:
    """The value stored under `name`, or `default`."""
    known = _known.get()
    if known is not None and name in known:
        found = known[name]
    else:
        row = statements.run("SELECT value FROM kernel_setting WHERE name = %s", [name]).fetchone()
        found = _ABSENT if row is None else _plain(row[0])
    return default if found is _ABSENT else found


@contextmanager
def read_together(*names: str) -> Iterator[None]:
    """Reads these with one statement for all who ask inside. For one piece of work, never for longer."""
    places = ", ".join(["%s"] * len(names))
    rows = statements.run(f"SELECT name, value FROM kernel_setting WHERE name IN ({places})", names).fetchall()
    token = _known.set(dict.fromkeys(names, _ABSENT) | {name: _plain(value) for name, value in rows})
    try:
        yield
    finally:
        _known.reset(token)


def _plain(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def write(name: str, value: Any) -> None:
    """Stores a JSON value under `name`. Permission is the caller's business: call it from a service."""
    Setting.objects.update_or_create(pk=name, defaults={"value": value})


def claim(name: str, value: Any) -> bool:
    """Stores `value` only when nothing was ever stored under `name`; of two at once exactly one gets True."""
    _row, created = Setting.objects.get_or_create(pk=name, defaults={"value": value})
    return created
