"""Reports: tiles with definitions, a table behind each, CSV. All figures come from the one engine of `reports`."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from madoguchi.kernel import clock
from madoguchi.people import queries as people
from madoguchi.reports import queries
from madoguchi.reports.registry import find
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.web.doors import DeskRequest
from madoguchi.web.forms import id_in
from madoguchi.web.records.pages import record_page
from madoguchi.web.setup.doors import needs
from madoguchi.web.spreadsheet import csv_response

BUCKETS = (
    ("day", pgettext_lazy("by", "Day")),
    ("week", pgettext_lazy("by", "Week")),
    ("month", pgettext_lazy("by", "Month")),
    ("team", pgettext_lazy("by", "Team")),
    ("agent", pgettext_lazy("by", "Agent")),
    ("channel", pgettext_lazy("by", "Channel")),
    ("category", pgettext_lazy("by", "Category")),
)
USUAL_DAYS = 28


def _teams() -> list[tuple[str, str]]:
    return [("", _("All teams")), *((str(team.id), team.name) for team in people.teams())]


class PeriodForm(forms.Form):
    """Which days, which team."""

    since = forms.DateField(label=pgettext_lazy("period", "From"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=pgettext_lazy("period", "To"), widget=forms.DateInput(attrs={"type": "date"}))
    team = forms.ChoiceField(label=gettext_lazy("Team"), choices=_teams, required=False)


@dataclass(frozen=True, slots=True)
class Period:
    """[since, until) of whole days, and the team."""

    form: PeriodForm
    since: datetime
    until: datetime
    team_id: int | None

    @property
    def query(self) -> dict[str, str]:
        """For links that keep the period."""
        last = timezone.localtime(self.until - timedelta(seconds=1)).date()
        kept = {"since": timezone.localtime(self.since).date().isoformat(), "until": last.isoformat()}
        return {**kept, "team": str(self.team_id)} if self.team_id else kept


@needs(TicketPermission.READ)
def index(request: DeskRequest) -> HttpResponse:
    """All tiles."""
    period = _period(request)
    tiles = queries.tiles(since=period.since, until=period.until, team_id=period.team_id, by=request.actor)
    context = {"form": period.form, "tiles": tiles, "query": urlencode(period.query)}
    return record_page(request, "records/reports.html", context)


@needs(TicketPermission.READ)
def show(request: DeskRequest, code: str) -> HttpResponse:
    """One figure with its definition and its table."""
    period = _period(request)
    bucket = _bucket(request, code)
    asked: dict[str, Any] = {
        "since": period.since,
        "until": period.until,
        "team_id": period.team_id,
        "by": request.actor,
    }
    rows = queries.table(code, bucket=bucket, **asked)
    highest = max((row.figure.value or 0 for row in rows), default=0)
    address = reverse("report", args=[code])
    context = {
        "form": period.form,
        "tile": queries.tile(code, **asked),
        "rows": [(row, round(20 * (row.figure.value or 0) / highest) if highest else 0) for row in rows],
        "bucket": bucket,
        "tabs": [
            (f"{address}?{urlencode({**period.query, 'by': key})}", label, key == bucket)
            for key, label in _buckets(code)
        ],
        "query": urlencode(period.query),
        "csv": f"{reverse('report_csv', args=[code])}?{urlencode({**period.query, 'by': bucket})}",
    }
    return record_page(request, "records/report.html", context)


@needs(TicketPermission.READ)
def export(request: DeskRequest, code: str) -> HttpResponse:
    """The table as CSV."""
    period = _period(request)
    rows = queries.csv_rows(
        code,
        since=period.since,
        until=period.until,
        team_id=period.team_id,
        bucket=_bucket(request, code),
        by=request.actor,
    )
    return csv_response(f"{code}.csv", next(rows), rows)


def _period(request: DeskRequest) -> Period:
    today = timezone.localtime(clock.now()).date()
    usual = {"since": today - timedelta(days=USUAL_DAYS - 1), "until": today}
    asked = request.GET if {"since", "until"} <= request.GET.keys() else None
    form = PeriodForm(asked, initial=usual)
    values: dict[str, Any] = dict(usual)
    if asked is not None and form.is_valid() and form.cleaned_data["since"] <= form.cleaned_data["until"]:
        values = form.cleaned_data
    return Period(
        form,
        _midnight(values["since"]),
        _midnight(values["until"] + timedelta(days=1)),
        id_in(request.GET.get("team", "")),
    )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _buckets(code: str) -> tuple[tuple[str, Any], ...]:
    return BUCKETS[:3] if find(code).stock is not None else BUCKETS


def _bucket(request: DeskRequest, code: str) -> str:
    asked = request.GET.get("by", "day")
    return asked if asked in dict(_buckets(code)) else "day"
