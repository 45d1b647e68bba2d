"""KPIs and the one engine behind tile, table, CSV, API and drill-down, so that they cannot disagree.

A KPI is a function in a file of its own that yields facts: one per ticket (or reply), with its moment, its value and
what it is counted under. Dropping a file into `kpis/` is all it takes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from importlib import import_module
from pkgutil import iter_modules

from django.utils.functional import Promise

from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import NotFound


class Unit(StrEnum):
    """How values are put together: counts are summed, durations give median, 90th percentile and mean, rates sum/n."""

    COUNT = "count"
    SECONDS = "seconds"
    RATE = "rate"


class Better(StrEnum):
    """Which way is good."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose figures of which time: [since, until), aware; `team_id` narrows."""

    since: datetime
    until: datetime
    by: Actor
    team_id: int | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One counted thing. `business` is the same duration in business seconds; both are None for other units."""

    ticket_id: int
    at: datetime
    value: float
    business: float | None = None
    team_id: int | None = None
    agent_id: int | None = None
    channel: str = ""
    category_id: int | None = None


Facts = Callable[[Scope], Iterable[Fact]]


@dataclass(frozen=True, slots=True)
class Kpi:
    """A figure with its written definition. `by` names the date it hangs on; `stock` gives the level at a moment for
    figures that go on (open tickets), whose facts are then ups and downs."""

    code: str
    label: str | Promise
    definition: str | Promise
    unit: Unit
    better: Better
    by: str | Promise
    facts: Facts
    stock: Callable[[Scope], int] | None = None


_registry: dict[str, Kpi] = {}


def kpi(
    *,
    code: str,
    label: str | Promise,
    definition: str | Promise,
    unit: Unit,
    better: Better,
    by: str | Promise,
    stock: Callable[[Scope], int] | None = None,
) -> Callable[[Facts], Facts]:
    """Registers the function below it as a KPI."""

    def register(facts: Facts) -> Facts:
        if code in _registry:
            raise ValueError(f"two KPIs are named {code}")
        _registry[code] = Kpi(code, label, definition, unit, better, by, facts, stock)
        return facts

    return register


def all_kpis() -> list[Kpi]:
    """Every KPI, in order of their files."""
    package = import_module("madoguchi.reports.kpis")
    for module in iter_modules(package.__path__):
        import_module(f"madoguchi.reports.kpis.{module.name}")
    return list(_registry.values())


def find(code: str) -> Kpi:
    """The KPI of that code. Raises NotFound."""
    for known in all_kpis():
        if known.code == code:
            return known
    raise NotFound
