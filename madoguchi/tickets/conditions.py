"""Conditions of views, bulk selections and the API's filters: {"field", "operator", "value"} rows, checked, as one Q.

Only the fields and operators listed here exist, values are bound parameters, and wildcards in texts are plain letters:
a condition cannot reach a column it should not. Not for: who may see which ticket (see `queries.visible_to`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid
from madoguchi.kernel.text import fold
from madoguchi.tickets import condition_values as values
from madoguchi.tickets.custom_conditions import CUSTOM_PREFIX, clean_custom, custom_q
from madoguchi.tickets.models import TicketTag
from madoguchi.tickets.statuses import Priority, Status

MAXIMUM = 30
ME = "me"
MY_TEAMS = "mine"

OPERATOR_LABELS: dict[str, Promise] = {
    "any_of": pgettext_lazy("operator", "is one of"),
    "none_of": pgettext_lazy("operator", "is none of"),
    "is_set": pgettext_lazy("operator", "is set"),
    "is_empty": pgettext_lazy("operator", "is empty"),
    "contains": pgettext_lazy("operator", "contains"),
    "not_contains": pgettext_lazy("operator", "does not contain"),
    "at_least": pgettext_lazy("operator", "is at least"),
    "at_most": pgettext_lazy("operator", "is at most"),
    "before": pgettext_lazy("operator", "is before"),
    "after": pgettext_lazy("operator", "is after"),
    "older_than_hours": pgettext_lazy("operator", "is longer ago than (hours)"),
    "within_hours": pgettext_lazy("operator", "is within the last (hours)"),
    "due_within_hours": pgettext_lazy("operator", "falls due within (hours), or has"),
    "due_today": pgettext_lazy("operator", "falls due today, or has"),
    "overdue": pgettext_lazy("operator", "is overdue"),
    "is": pgettext_lazy("operator", "is"),
    "all_of": pgettext_lazy("operator", "has all of"),
}

_CHOICE = ("any_of", "none_of")
_REFERENCE = ("any_of", "none_of", "is_set", "is_empty")
_NUMBER = ("at_least", "at_most", "is")
_TIME = ("before", "after", "older_than_hours", "within_hours")
_NULLABLE_TIME = (*_TIME, "is_set", "is_empty")
_DUE = ("overdue", "due_today", "due_within_hours", "before", "after", "is_set", "is_empty")
_WITHOUT_VALUE = ("is_set", "is_empty", "overdue", "due_today")
_HOURS = ("older_than_hours", "within_hours", "due_within_hours")
_TEXT = ("contains", "not_contains")


@dataclass(frozen=True, slots=True)
class ConditionField:
    """A field one may ask about. `kind` is choice, reference, number, time, text, flag or tag; `column` a column."""

    label: str | Promise
    kind: str
    column: str
    operators: tuple[str, ...]


CONDITION_FIELDS: dict[str, ConditionField] = {
    "status": ConditionField(gettext_lazy("Status"), "choice", "status", _CHOICE),
    "priority": ConditionField(gettext_lazy("Priority"), "number", "priority", (*_CHOICE, *_NUMBER)),
    "team": ConditionField(gettext_lazy("Team"), "reference", "team_id", _REFERENCE),
    "assignee": ConditionField(gettext_lazy("Assignee"), "reference", "assignee_id", _REFERENCE),
    "category": ConditionField(gettext_lazy("Category"), "reference", "category_id", _REFERENCE),
    "customer": ConditionField(gettext_lazy("Customer"), "reference", "customer_id", _CHOICE),
    "company": ConditionField(gettext_lazy("Company"), "reference", "customer__company_id", _REFERENCE),
    "inbox": ConditionField(gettext_lazy("Inbox"), "reference", "inbox_id", _REFERENCE),
    "channel": ConditionField(gettext_lazy("Channel"), "code", "channel", _CHOICE),
    "tag": ConditionField(gettext_lazy("Tag"), "tag", "", ("any_of", "all_of", "none_of", "is_set", "is_empty")),
    "subject": ConditionField(gettext_lazy("Subject"), "text", "subject", _TEXT),
    "last_words": ConditionField(gettext_lazy("Beginning of the last message"), "text", "snippet", _TEXT),
    "customer_name": ConditionField(gettext_lazy("Customer’s name"), "text", "customer__name", _TEXT),
    "company_name": ConditionField(gettext_lazy("Company’s name"), "text", "customer__company__name", _TEXT),
    "reference": ConditionField(gettext_lazy("Reference"), "code", "reference", _CHOICE),
    "tier": ConditionField(gettext_lazy("Tier"), "number", "tier", _NUMBER),
    "message_count": ConditionField(gettext_lazy("Number of messages"), "number", "message_count", _NUMBER),
    "reopen_count": ConditionField(gettext_lazy("Times reopened"), "number", "reopen_count", _NUMBER),
    "last_message_kind": ConditionField(gettext_lazy("Last message"), "code", "last_message_kind", _CHOICE),
    "delivery_failed": ConditionField(gettext_lazy("Sending failed"), "flag", "delivery_failed", ("is",)),
    "created_at": ConditionField(gettext_lazy("Opened at"), "time", "created_at", _TIME),
    "updated_at": ConditionField(gettext_lazy("Changed at"), "time", "updated_at", _TIME),
    "last_message_at": ConditionField(gettext_lazy("Last message at"), "time", "last_message_at", _TIME),
    "first_response_at": ConditionField(gettext_lazy("First answered at"), "time", "first_response_at", _NULLABLE_TIME),
    "closed_at": ConditionField(gettext_lazy("Closed at"), "time", "closed_at", _NULLABLE_TIME),
    "wake_at": ConditionField(gettext_lazy("On hold until"), "time", "wake_at", _NULLABLE_TIME),
    "approval_asked_at": ConditionField(gettext_lazy("Approval asked at"), "time", "approval_asked_at", _NULLABLE_TIME),
    "escalated_at": ConditionField(gettext_lazy("Escalated at"), "time", "escalated_at", _NULLABLE_TIME),
    "escalation_due_at": ConditionField(gettext_lazy("Escalation due"), "time", "escalation_due_at", _DUE),
    "consultation": ConditionField(gettext_lazy("Consultation"), "code", "consultation_state", _CHOICE),
    "complaint_severity": ConditionField(
        gettext_lazy("Severity of the complaint"), "number", "complaint_severity", (*_NUMBER, "is_set", "is_empty")
    ),
    "complaint_cause": ConditionField(
        gettext_lazy("Root cause of the complaint"), "reference", "complaint__cause_id", _REFERENCE
    ),
    "promise_due_at": ConditionField(gettext_lazy("Promise due"), "time", "promise_due_at", _DUE),
}


def clean(conditions: object) -> list[dict[str, Any]]:
    """The rows with checked fields, operators and values, ready to be stored. Raises Invalid naming the row."""
    if not isinstance(conditions, Iterable) or isinstance(conditions, str | bytes | Mapping):
        raise Invalid(field="conditions", reason=_("a list is expected"))
    rows = list(conditions)
    if len(rows) > MAXIMUM:
        raise Invalid(field="conditions", reason=_("there are too many (at most %(count)s)") % {"count": MAXIMUM})
    return [_clean_row(row, number) for number, row in enumerate(rows, start=1)]


def to_q(conditions: Iterable[Mapping[str, Any]], *, by: Actor) -> Q:
    """All conditions together. `me` and `mine` mean whoever reads, so a shared view shows each reader theirs."""
    joined = Q()
    for condition in conditions:
        joined &= _row_q(condition, by)
    return joined


def _clean_row(row: object, number: int) -> dict[str, Any]:
    where = f"conditions[{number}]"
    if not isinstance(row, Mapping):
        raise Invalid(field=where, reason=_("a row of field, operator and value is expected"))
    name, operator, value = row.get("field"), row.get("operator"), row.get("value")
    if isinstance(name, str) and name.startswith(CUSTOM_PREFIX):
        return clean_custom(where, name, operator, value)
    field = CONDITION_FIELDS.get(name) if isinstance(name, str) else None
    if field is None:
        raise Invalid(field=where, reason=_("there is no field “%(name)s”") % {"name": str(name)[:60]})
    if operator not in field.operators:
        raise Invalid(field=where, reason=_("“%(name)s” cannot be asked that way") % {"name": name})
    return {"field": name, "operator": operator, "value": _clean_value(where, str(name), field, operator, value)}


def _clean_value(where: str, name: str, field: ConditionField, operator: str, value: object) -> Any:
    if operator in _WITHOUT_VALUE:
        return None
    if operator in _HOURS:
        return values.number(where, value, least=0, most=24 * 3660)
    if field.kind == "tag":
        return values.texts(where, value)
    if field.kind in _CLEANERS:
        return _CLEANERS[field.kind](where, value)
    if field.kind == "number":
        return values.numbers(where, value, PRIORITIES) if operator in _CHOICE else values.number(where, value)
    if field.kind == "choice":
        return values.texts(where, value, allowed=frozenset(Status))
    if field.kind == "code":
        return values.texts(where, value)
    tokens = {"assignee": (ME,), "team": (MY_TEAMS,)}.get(name, ())
    return values.references(where, value, tokens)


PRIORITIES = frozenset(int(priority) for priority in Priority)
_CLEANERS: dict[str, Callable[[str, object], Any]] = {
    "text": values.text,
    "flag": values.flag,
    "time": values.moment,
}


def _row_q(condition: Mapping[str, Any], by: Actor) -> Q:
    name, operator, value = condition["field"], condition["operator"], condition["value"]
    if name.startswith(CUSTOM_PREFIX):
        return custom_q(name, operator, value)
    field = CONDITION_FIELDS[name]
    if field.kind == "tag":
        return _tag_q(operator, value)
    column = field.column
    match operator:
        case "is_set" | "is_empty":
            return Q((f"{column}__isnull", operator == "is_empty"))
        case "any_of" | "none_of":
            meant = Q((f"{column}__in", _meant(name, value, by)))
            return meant if operator == "any_of" else ~meant
        case "contains" | "not_contains":
            meant = Q((f"{column}__icontains", value))
            return meant if operator == "contains" else ~meant
        case "older_than_hours":
            return Q((f"{column}__lt", clock.now() - timedelta(hours=value)))
        case "within_hours":
            return Q((f"{column}__gte", clock.now() - timedelta(hours=value)))
        case "overdue" | "due_today" | "due_within_hours":
            return Q((f"{column}__lt", _due_before(operator, value)))
        case "before" | "after":
            return Q((f"{column}__{'lt' if operator == 'before' else 'gte'}", values.moment_of(value)))
        case "at_least" | "at_most":
            return Q((f"{column}__{'gte' if operator == 'at_least' else 'lte'}", value))
    return Q((column, value))


def _due_before(operator: str, hours: float | None) -> datetime:
    if operator == "due_today":
        today = timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
        return today + timedelta(days=1)
    return clock.now() + timedelta(hours=hours or 0)


def _meant(name: str, listed: list[Any], by: Actor) -> list[Any]:
    if name == "assignee" and ME in listed:
        return [entry for entry in listed if entry != ME] + ([by.agent_id] if by.agent_id is not None else [])
    if name == "team" and MY_TEAMS in listed:
        return [entry for entry in listed if entry != MY_TEAMS] + sorted(by.team_ids)
    return listed


def _tag_q(operator: str, names: list[str] | None) -> Q:
    tied = TicketTag.objects.filter(ticket_id=OuterRef("pk"))
    if operator in ("is_set", "is_empty"):
        return Q(Exists(tied)) if operator == "is_set" else ~Q(Exists(tied))
    keys = [fold(name) for name in names or ()]
    if operator == "all_of":
        joined = Q()
        for key in keys:
            joined &= Q(Exists(tied.filter(tag__name_key=key)))
        return joined
    some = Q(Exists(tied.filter(tag__name_key__in=keys)))
    return some if operator == "any_of" else ~some
