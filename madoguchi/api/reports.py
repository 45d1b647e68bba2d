"""Figures: their definitions, tiles, tables, CSV, and the tickets behind them."""

import csv
import io
from dataclasses import asdict
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import AwareDatetime, Field

from madoguchi.api.answers import answer
from madoguchi.api.door import actor_of
from madoguchi.reports import queries
from madoguchi.reports.registry import Kpi

router = Router(tags=["reports"])


class Period(Schema):
    """[since, until) and, if wanted, one team."""

    since: AwareDatetime
    until: AwareDatetime
    team_id: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None


class Table(Period):
    """A period, cut by day, week, month, team, agent, channel or category."""

    bucket: Literal["day", "week", "month", "team", "agent", "channel", "category"] = "day"


@router.get("/reports", operation_id="list_kpis")
def list_kpis(request: HttpRequest) -> HttpResponse:
    """Every figure with its written definition, in the language of the request."""
    return answer({"items": [_kpi(kpi) for kpi in queries.kpis()]})


@router.get("/reports/{str:code}", operation_id="read_kpi")
def read_kpi(request: HttpRequest, code: str, period: Query[Period]) -> HttpResponse:
    """The figure of a period, and of the period of the same length before it."""
    tile = queries.tile(code, **period.model_dump(), by=actor_of(request))
    return answer(
        {
            **_kpi(tile.kpi),
            "figure": asdict(tile.figure),
            "previous": asdict(tile.previous),
            "text": tile.text,
            "previous_text": tile.previous_text,
        }
    )


@router.get("/reports/{str:code}/table", operation_id="read_kpi_table")
def read_table(request: HttpRequest, code: str, table: Query[Table]) -> HttpResponse:
    """The figure cut into rows."""
    found = queries.table(code, **table.model_dump(), by=actor_of(request))
    return answer({"items": [asdict(row) for row in found]})


@router.get("/reports/{str:code}/table.csv", operation_id="download_kpi_table")
def download_table(request: HttpRequest, code: str, table: Query[Table]) -> HttpResponse:
    """The same rows as CSV (UTF-8 with a byte order mark, for spreadsheets)."""
    written = io.StringIO()
    csv.writer(written).writerows(queries.csv_rows(code, **table.model_dump(), by=actor_of(request)))
    response = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="report.csv"'
    return response


@router.get("/reports/{str:code}/tickets", operation_id="read_kpi_tickets")
def read_tickets(request: HttpRequest, code: str, period: Query[Period]) -> HttpResponse:
    """The tickets behind the figure, newest first (at most 500)."""
    found = queries.tickets(code, **period.model_dump(), by=actor_of(request))
    return answer({"items": [asdict(fact) for fact in found]})


def _kpi(kpi: Kpi) -> dict[str, Any]:
    return {
        "code": kpi.code,
        "label": kpi.label,
        "definition": kpi.definition,
        "unit": kpi.unit,
        "better": kpi.better,
        "by": kpi.by,
    }
