"""Saved views: the list on screen kept under a name, for oneself, a team, or everyone."""

from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from madoguchi.kernel.errors import Invalid
from madoguchi.people import queries as people
from madoguchi.tickets import setup_queries as setup
from madoguchi.tickets.complaints import reading as complaints
from madoguchi.tickets.conditions import CONDITION_FIELDS, OPERATOR_LABELS
from madoguchi.tickets.models.complaint import Severity
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.services import viewing
from madoguchi.tickets.statuses import STATUS_LABELS, Priority
from madoguchi.web.desk import forms
from madoguchi.web.desk.answering import told
from madoguchi.web.desk.boxes import SORT_LABELS, place_of
from madoguchi.web.desk.inbox import conditions_of
from madoguchi.web.doors import DeskRequest, signed_in
from madoguchi.web.rendering import page

OFFERED = (
    *("status", "priority", "team", "assignee", "category", "tag", "subject", "customer_name", "company_name"),
    *("last_message_kind", "last_message_at", "promise_due_at", "approval_asked_at"),
    *("complaint_severity", "complaint_cause"),
)
EMPTY_ROWS = 2
EMPTY_ROW = {"field": "", "operator": "", "value": ""}


@signed_in
def edit(request: DeskRequest, view_id: int | None = None) -> HttpResponseBase:
    """The window: name, conditions, for whom. A new one begins with the list on screen."""
    if view_id is None:
        row = None
        conditions: list[dict[str, Any]] = conditions_of(place_of(request), request.actor)
    else:
        row = setup.view_of(view_id, by=request.actor)
        conditions = row.conditions
    order = row.order if row is not None else place_of(request).order
    return page(
        request,
        "desk/_view.html",
        {
            "view": row,
            "conditions": [*map(_shown, conditions), *([EMPTY_ROW] * EMPTY_ROWS)],
            "fields": [(name, CONDITION_FIELDS[name].label) for name in OFFERED],
            "operators": list(OPERATOR_LABELS.items()),
            "teams": [(team.id, team.name) for team in people.teams(active=True)],
            "may_share": request.actor.has(TicketPermission.VIEW_SHARE),
            "orders": [*([] if order in SORT_LABELS else [(order, _("Usual order"))]), *SORT_LABELS.items()],
            "order": order,
            "hints": _hints(),
        },
    )


@signed_in
def save(request: DeskRequest, view_id: int | None = None) -> HttpResponseBase:
    """Keeps it."""
    team_id = forms.optional_number(request, "team_id")
    owner = request.POST.get("owner", "me")
    if owner == "team" and team_id is None:
        raise Invalid(field=_("Team"), reason=_("choose one"))
    row = viewing.save(
        view_id,
        name=request.POST.get("name", ""),
        conditions=_conditions(request),
        agent_id=request.actor.agent_id if owner == "me" else None,
        team_id=team_id if owner == "team" else None,
        order=request.POST.get("order") or "-last_message_at",
        by=request.actor,
    )
    return told(toast=_("“%(name)s” saved") % {"name": row.name})


@signed_in
def delete(request: DeskRequest, view_id: int) -> HttpResponseBase:
    """Takes it away; the tickets stay."""
    viewing.delete(view_id, by=request.actor)
    return told(toast=_("View deleted"))


def _conditions(request: DeskRequest) -> list[dict[str, Any]]:
    names, operators, values = (request.POST.getlist(f"condition-{part}") for part in ("field", "operator", "value"))
    rows: list[dict[str, Any]] = []
    for name, operator, value in zip(names, operators, values, strict=False):
        if not name or not operator:
            continue
        several = operator in ("any_of", "none_of", "all_of")
        parts = [part.strip() for part in value.replace("、", ",").split(",") if part.strip()]
        rows.append(
            {"field": name, "operator": operator, "value": [_read(name, part) for part in parts] if several else value}
        )
    return rows


def _read(name: str, text: str) -> int | str:
    found = _names(name).get(text)
    if found is not None:
        return found
    return int(text) if text.isdecimal() and name != "tag" else text


def _shown(condition: dict[str, Any]) -> dict[str, Any]:
    words = {value: text for text, value in _names(condition["field"]).items()}
    value = condition["value"]
    listed = value if isinstance(value, list) else [] if value is None else [value]
    return {**condition, "value": ", ".join(str(words.get(entry, entry)) for entry in listed)}


def _names(field: str) -> dict[str, int | str]:
    match field:
        case "status":
            return {str(label): status.value for status, label in STATUS_LABELS.items()}
        case "priority":
            return {str(choice.label): choice.value for choice in Priority}
        case "team":
            return {team.name: team.id for team in people.teams(active=True)}
        case "assignee":
            return {agent.name: agent.id for agent in people.agents(active=True)}
        case "category":
            return {setup.category_path(row): row.id for row in setup.categories(active_only=True)}
        case "complaint_severity":
            return {str(choice.label): choice.value for choice in Severity}
        case "complaint_cause":
            return {row.name: row.id for row in complaints.causes()}
    return {}


def _hints() -> list[str]:
    return [
        *("me", "mine"),
        *(name for field in ("status", "priority", "assignee", "team", "category") for name in _names(field)),
    ]
