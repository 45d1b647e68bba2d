"""What report pages, CSV files and the API ask for: tiles, tables, the tickets behind a figure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid
from madoguchi.people.permissions import require
from madoguchi.people.queries import agent_names, team_names
from madoguchi.reports.figures import Figure, figure
from madoguchi.reports.registry import Fact, Kpi, Scope, all_kpis, find
from madoguchi.reports.wording import spreadsheet_safe, value_text
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.setup_queries import category_names

LONGEST = timedelta(days=800)
DIMENSIONS = ("day", "week", "month", "team", "agent", "channel", "category")
_STEPS = ("day", "week", "month")


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure of a period, beside that of the period of the same length before it."""

    kpi: Kpi
    figure: Figure
    previous: Figure
    text: str
    previous_text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table. `key` is a day (its first, ISO) or an id; `label` is for people."""

    key: str
    label: str
    figure: Figure
    text: str


def kpis() -> list[Kpi]:
    """Every KPI with its definition."""
    return all_kpis()


def tile(code: str, *, since: datetime, until: datetime, by: Actor, team_id: int | None = None) -> Tile:
    """The figure of [since, until) and of the period before. Raises NotFound, Invalid."""
    kpi = find(code)
    scope = _scope(since, until, by, team_id)
    now = _whole(kpi, scope)
    before = _whole(kpi, Scope(since - (until - since), since, by, team_id))
    return Tile(kpi, now, before, value_text(kpi, now), value_text(kpi, before))


def tiles(*, since: datetime, until: datetime, by: Actor, team_id: int | None = None) -> list[Tile]:
    """All tiles of a page."""
    return [tile(kpi.code, since=since, until=until, by=by, team_id=team_id) for kpi in all_kpis()]


def table(
    code: str, *, since: datetime, until: datetime, by: Actor, team_id: int | None = None, bucket: str = "day"
) -> list[Row]:
    """The figure by day, week or month (every step, empty ones too), or by team, agent, channel or category."""
    kpi = find(code)
    scope = _scope(since, until, by, team_id)
    if bucket not in DIMENSIONS:
        raise Invalid(field="bucket", reason=_("choose one of: %(choices)s") % {"choices": ", ".join(DIMENSIONS)})
    if kpi.stock is not None and bucket not in _STEPS:
        raise Invalid(field="bucket", reason=_("This figure is counted at a moment; choose day, week or month."))
    groups: dict[str, list[Fact]] = {key: [] for key in _steps(scope, bucket)} if bucket in _STEPS else {}
    for fact in kpi.facts(scope):
        groups.setdefault(_KEYS[bucket](fact), []).append(fact)
    labels = _labels(bucket, groups)
    level = kpi.stock(scope) if kpi.stock is not None else 0
    rows = []
    for key in sorted(groups) if bucket in _STEPS else groups:
        found = figure(kpi.unit, groups[key])
        if kpi.stock is not None:
            level += int(found.value or 0)
            found = Figure(found.n, float(level))
        rows.append(Row(key, labels.get(key, key), found, value_text(kpi, found)))
    return rows if bucket in _STEPS else sorted(rows, key=lambda row: (-row.figure.n, row.label))


def tickets(
    code: str, *, since: datetime, until: datetime, by: Actor, team_id: int | None = None, limit: int = 500
) -> list[Fact]:
    """The facts behind a figure, newest first: each names its ticket."""
    facts = list(find(code).facts(_scope(since, until, by, team_id)))
    return sorted(facts, key=lambda fact: (fact.at, fact.ticket_id), reverse=True)[:limit]


def csv_rows(
    code: str, *, since: datetime, until: datetime, by: Actor, team_id: int | None = None, bucket: str = "day"
) -> Iterator[list[str]]:
    """The table as rows of texts and plain numbers, its head first; safe to open in a spreadsheet."""
    kpi = find(code)
    names = {"day": _("Day"), "week": _("Week from"), "month": _("Month from")}
    head = [names.get(bucket, _("Name")), str(kpi.label), _("Number of cases")]
    if kpi.unit == "seconds":
        head = [*head[:1], _("Median (seconds)"), _("90th percentile (seconds)"), _("Mean (seconds)")]
        head += [_("Median (business seconds)"), _("90th percentile (business seconds)"), _("Number of cases")]
    yield [spreadsheet_safe(text) for text in head]
    for row in table(code, since=since, until=until, by=by, team_id=team_id, bucket=bucket):
        found = row.figure
        values = [found.value]
        if kpi.unit == "seconds":
            values = [found.value, found.p90, found.mean, found.business, found.business_p90]
        yield [
            spreadsheet_safe(row.label),
            *("" if value is None else f"{value:.10g}" for value in values),
            str(found.n),
        ]


def _scope(since: datetime, until: datetime, by: Actor, team_id: int | None) -> Scope:
    require(by, TicketPermission.READ)
    if not since < until or until - since > LONGEST:
        raise Invalid(field="until", reason=_("Choose a period of at most %(days)s days.") % {"days": LONGEST.days})
    return Scope(since, until, by, team_id)


def _whole(kpi: Kpi, scope: Scope) -> Figure:
    found = figure(kpi.unit, kpi.facts(scope))
    if kpi.stock is None:
        return found
    return Figure(found.n, float(kpi.stock(scope) + int(found.value or 0)))


def _local(at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(settings.TIME_ZONE))


def _step_of(at: datetime, bucket: str) -> str:
    day = _local(at).date()
    if bucket == "week":
        day -= timedelta(days=day.weekday())
    if bucket == "month":
        day = day.replace(day=1)
    return day.isoformat()


def _steps(scope: Scope, bucket: str) -> list[str]:
    days = (scope.until - scope.since).days + 2
    moments = (scope.since + timedelta(days=number) for number in range(days))
    return list(dict.fromkeys(_step_of(min(at, scope.until - timedelta(microseconds=1)), bucket) for at in moments))


_KEYS: dict[str, Callable[[Fact], str]] = {
    "day": lambda fact: _step_of(fact.at, "day"),
    "week": lambda fact: _step_of(fact.at, "week"),
    "month": lambda fact: _step_of(fact.at, "month"),
    "team": lambda fact: str(fact.team_id or ""),
    "agent": lambda fact: str(fact.agent_id or ""),
    "channel": lambda fact: fact.channel,
    "category": lambda fact: str(fact.category_id or ""),
}


def _labels(bucket: str, groups: dict[str, list[Fact]]) -> dict[str, str]:
    ids = [int(key) for key in groups if key.isdigit()]
    names: dict[int, str] = {}
    if bucket == "team":
        names = team_names(ids)
    if bucket == "agent":
        names = agent_names(ids)
    if bucket == "category":
        names = category_names(ids)
    return {**{str(number): name for number, name in names.items()}, "": pgettext("value", "none")}
