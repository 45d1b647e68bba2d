"""Finds adapters: files in `channels/adapters/` and entry points `madoguchi.channels` of other packages."""

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules
from types import ModuleType

from madoguchi.channels import adapters
from madoguchi.channels.base.adapter import Adapter


@cache
def all_adapters() -> dict[str, type[Adapter]]:
    """Every adapter by its kind. Raises ValueError when two claim the same kind."""
    found: dict[str, type[Adapter]] = {}
    for info in iter_modules(adapters.__path__):
        _add(found, import_module(f"{adapters.__name__}.{info.name}"))
    for point in entry_points(group="madoguchi.channels"):
        loaded = point.load()
        if isinstance(loaded, ModuleType):
            _add(found, loaded)
        else:
            _claim(found, loaded)
    return found


def find(kind: str) -> type[Adapter] | None:
    """The adapter for a kind, or None."""
    return all_adapters().get(kind)


def _add(found: dict[str, type[Adapter]], module: ModuleType) -> None:
    for value in vars(module).values():
        if isinstance(value, type) and issubclass(value, Adapter) and value.__module__ == module.__name__:
            _claim(found, value)


def _claim(found: dict[str, type[Adapter]], adapter: type[Adapter]) -> None:
    if found.get(adapter.kind, adapter) is not adapter:
        raise ValueError(f"two adapters claim the kind {adapter.kind}")
    found[adapter.kind] = adapter
