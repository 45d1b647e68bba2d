"""The audit trail: filter, pages, CSV."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from madoguchi.people import queries
from madoguchi.people.models import AuditLine
from madoguchi.people.permissions import PeoplePermission
from madoguchi.web.doors import DeskRequest
from madoguchi.web.forms import id_in
from madoguchi.web.setup.audit_words import ACTIONS, KINDS, actor_of, address_of, changes
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.navigation import setup_page
from madoguchi.web.spreadsheet import csv_response

PER_PAGE = 50
MOST_EXPORTED = 50_000


def _agents() -> list[tuple[str, str]]:
    return [("", _("Everybody")), *((str(agent.id), agent.name) for agent in queries.agents())]


def _any(known: dict[str, str | Promise]) -> list[tuple[str, str | Promise]]:
    return [("", _("Everything")), *known.items()]


class FilterForm(forms.Form):
    """What to look for."""

    actor = forms.ChoiceField(label=gettext_lazy("Who"), choices=_agents, required=False)
    action = forms.ChoiceField(label=gettext_lazy("What"), choices=lambda: _any(ACTIONS), required=False)
    subject = forms.ChoiceField(label=pgettext_lazy("audit", "Subject"), choices=lambda: _any(KINDS), required=False)
    subject_id = forms.CharField(label=gettext_lazy("Number of the subject"), max_length=64, required=False)
    since = forms.DateField(
        label=pgettext_lazy("period", "From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=pgettext_lazy("period", "To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


@needs(PeoplePermission.AUDIT_READ)
def index(request: DeskRequest) -> HttpResponse:
    """A page of the trail; `before` continues it."""
    form = FilterForm(request.GET)
    lines = _lines(request, form)
    before = id_in(request.GET.get("before", ""))
    if before is not None:
        lines = lines.filter(pk__lt=before)
    rows = list(lines[: PER_PAGE + 1])
    kept = {name: value for name, value in request.GET.items() if name != "before" and value}
    following = {**kept, "before": rows[PER_PAGE - 1].id} if len(rows) > PER_PAGE else None
    context = {
        "form": form,
        "lines": [_worded(line) for line in rows[:PER_PAGE]],
        "next": f"?{urlencode(following)}" if following else "",
        "first": f"?{urlencode(kept)}" if before else "",
        "csv": f"{reverse('setup_audit_csv')}?{urlencode(kept)}",
    }
    return setup_page(request, "setup/audit.html", context)


@needs(PeoplePermission.AUDIT_READ)
def export(request: DeskRequest) -> HttpResponse:
    """The filtered trail as CSV."""
    headings = [
        _("When"),
        _("Kind"),
        _("Who"),
        _("What"),
        pgettext("audit", "Subject"),
        _("Number"),
        _("Before"),
        _("After"),
    ]
    return csv_response("audit.csv", headings, _rows(_lines(request, FilterForm(request.GET))[:MOST_EXPORTED]))


def _lines(request: DeskRequest, form: FilterForm) -> QuerySet[AuditLine]:
    values: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    return queries.audit_lines(
        actor_id=int(values["actor"]) if values.get("actor") else None,
        action=values.get("action") or None,
        subject_kind=values.get("subject") or None,
        subject_id=values.get("subject_id") or None,
        since=_midnight(values["since"]) if values.get("since") else None,
        until=_midnight(values["until"] + timedelta(days=1)) if values.get("until") else None,
        by=request.actor,
    )


def _worded(line: AuditLine) -> dict[str, Any]:
    return {
        "line": line,
        "who": actor_of(line),
        "action": ACTIONS.get(line.action, line.action),
        "kind": KINDS.get(line.subject_kind, line.subject_kind),
        "address": address_of(line.subject_kind, line.subject_id),
        "changes": changes(line.before, line.after),
    }


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _rows(lines: QuerySet[AuditLine]) -> Iterator[list[object]]:
    for line in lines:
        yield [
            timezone.localtime(line.at).isoformat(timespec="seconds"),
            line.actor_kind,
            line.actor_name,
            line.action,
            line.subject_kind,
            line.subject_id,
            "" if line.before is None else line.before,
            "" if line.after is None else line.after,
        ]
