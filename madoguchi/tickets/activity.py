"""The activity feed (履歴): rows of the event log as lines in the reader's language."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import formats, timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from madoguchi.kernel import log
from madoguchi.kernel.actors import Actor, ActorKind
from madoguchi.kernel.events import registry
from madoguchi.people.queries import agent_names, key_names, team_names
from madoguchi.tickets import tiers
from madoguchi.tickets.models import Category, FieldDefinition, Ticket
from madoguchi.tickets.models.complaint import Outcome, Severity
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.statuses import STATUS_LABELS, Priority, Status


@dataclass(frozen=True, slots=True)
class Line:
    """One line: when, who, what. `name` is the event's; `message_id` leads to the message it is about."""

    id: int
    at: datetime
    actor: str
    text: str
    name: str
    message_id: int | None


@dataclass(frozen=True, slots=True)
class Names:
    """Every name the rows mention, looked up once."""

    agents: dict[int, str]
    keys: dict[int, str]
    teams: dict[int, str]
    categories: dict[int, str]
    fields: dict[str, str]


def lines(ticket_id: int, *, by: Actor, before: int | None = None, limit: int = 50) -> list[Line]:
    """The newest activity of a ticket the actor may see; `before` (a line's id) continues. Raises NotFound."""
    ticket = Ticket.objects.get_visible(ticket_id, by)
    rows = log.of_ticket(ticket.id, before_id=before, limit=max(1, min(limit, 200)))
    if not by.has(TicketPermission.ABUSE_REPORT):
        rows = [row for row in rows if not row["name"].startswith("abuse.")]
    names = _names(rows)
    customer = ticket.customer.name
    return [
        Line(
            id=row["id"],
            at=row["occurred_at"],
            actor=_actor(row, names, customer),
            text=describe(row["name"], row["payload"], names),
            name=row["name"],
            message_id=_number(row["payload"].get("message_id")),
        )
        for row in rows
    ]


def describe(name: str, payload: Mapping[str, Any], names: Names) -> str:
    """What happened, in the active language: the event's label, with what is worth knowing behind it."""
    known = registry.get(name)
    label = str(known.label) if known is not None else name
    detail = _DETAILS[name](payload, names) if name in _DETAILS else ""
    return _("%(what)s: %(detail)s") % {"what": label, "detail": detail} if detail else label


def _actor(row: log.LogRow, names: Names, customer: str) -> str:
    kind, number = row["actor_kind"], row["actor_id"] or 0
    match kind:
        case ActorKind.AGENT:
            return names.agents.get(number, "")
        case ActorKind.API_KEY:
            return _("%(name)s (API)") % {"name": names.keys.get(number, "")}
        case ActorKind.CUSTOMER:
            return customer
        case ActorKind.RULE:
            return _("Automation")
        case ActorKind.ASSISTANT:
            return _("Assistant")
    return _("System")


def _names(rows: Iterable[log.LogRow]) -> Names:
    agents: set[int] = set()
    keys: set[int] = set()
    teams: set[int] = set()
    categories: set[int] = set()
    for row in rows:
        payload = row["payload"]
        if row["actor_kind"] == ActorKind.AGENT:
            agents.add(row["actor_id"] or 0)
        if row["actor_kind"] == ActorKind.API_KEY:
            keys.add(row["actor_id"] or 0)
        agents |= _ids(payload, "agent_id", "former_agent_id", "from_agent_id")
        teams |= _ids(payload, "team_id", "former_team_id", "from_team_id", "to_team_id")
        changes = payload.get("changes")
        if isinstance(changes, dict):
            categories |= {entry for entry in changes.get("category_id", ()) if isinstance(entry, int)}
    return Names(
        agent_names(agents),
        key_names(keys),
        team_names(teams),
        dict(Category.objects.filter(pk__in=categories).values_list("id", "name")) if categories else {},
        dict(FieldDefinition.objects.values_list("key", "label")),
    )


def _ids(payload: Mapping[str, Any], *columns: str) -> set[int]:
    return {value for column in columns if isinstance(value := payload.get(column), int)}


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _assigned(payload: Mapping[str, Any], names: Names) -> str:
    said = []
    nobody = pgettext("assignment", "nobody")
    if payload["team_id"] != payload["former_team_id"]:
        said.append(_("team %(name)s") % {"name": names.teams.get(payload["team_id"] or 0, nobody)})
    if payload["agent_id"] != payload["former_agent_id"]:
        said.append(_("agent %(name)s") % {"name": names.agents.get(payload["agent_id"] or 0, nobody)})
    return _(", ").join(said)


def _changed(payload: Mapping[str, Any], names: Names) -> str:
    said = []
    for name, (before, after) in payload["changes"].items():
        entry = {
            "name": _property(name, names),
            "before": _value(name, before, names),
            "after": _value(name, after, names),
        }
        said.append(_("%(name)s “%(before)s” → “%(after)s”") % entry)
    return _(", ").join(said)


def _property(name: str, names: Names) -> str:
    if name.startswith("fields."):
        return names.fields.get(name.removeprefix("fields."), name.removeprefix("fields."))
    known = {
        "subject": _("Subject"),
        "priority": _("Priority"),
        "category_id": _("Category"),
        "status": _("Status"),
    }
    return known.get(name, name)


def _value(name: str, value: Any, names: Names) -> str:
    if value in (None, ""):
        return pgettext("value", "none")
    if name == "priority" and value in Priority.values:
        return str(Priority(value).label)
    if name == "status" and value in set(Status):
        return str(STATUS_LABELS[Status(value)])
    if name == "category_id":
        return names.categories.get(value, str(value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def _tagged(payload: Mapping[str, Any], names: Names) -> str:
    return " ".join([*(f"+{name}" for name in payload["added"]), *(f"−{name}" for name in payload["removed"])])


def _until(payload: Mapping[str, Any], names: Names) -> str:
    until = _moment(payload["until"])
    return _("until %(time)s") % {"time": until} if until else ""


def _due(payload: Mapping[str, Any], names: Names) -> str:
    return _moment(payload["due_at"])


def _rescheduled(payload: Mapping[str, Any], names: Names) -> str:
    return f"{_moment(payload['former_due_at'])} → {_moment(payload['due_at'])}"


def _moment(text: str) -> str:
    moment = parse_datetime(text)
    return formats.date_format(timezone.localtime(moment), "DATETIME_FORMAT") if moment is not None else ""


def _severity(payload: Mapping[str, Any], names: Names) -> str:
    return str(Severity(payload["severity"]).label)


def _status(payload: Mapping[str, Any], names: Names) -> str:
    return str(STATUS_LABELS.get(payload["status"], ""))


def _escalated(payload: Mapping[str, Any], names: Names) -> str:
    return f"{tiers.name(payload['to_tier'])}, {names.teams.get(payload['to_team_id'], '')}"


def _handed_back(payload: Mapping[str, Any], names: Names) -> str:
    return names.teams.get(payload["to_team_id"] or 0, "")


def _ticket_in(column: str) -> Callable[[Mapping[str, Any], Names], str]:
    return lambda payload, names: f"#{payload[column]}"


def _confirmed(payload: Mapping[str, Any], names: Names) -> str:
    said = _("%(address)s is the customer") if payload["same_person"] else _("%(address)s is another person")
    return said % {"address": payload["address"]}


_DETAILS: dict[str, Callable[[Mapping[str, Any], Names], str]] = {
    "ticket.assigned": _assigned,
    "ticket.changed": _changed,
    "ticket.tagged": _tagged,
    "ticket.snoozed": _until,
    "ticket.shelved": _status,
    "ticket.restored": _status,
    "ticket.escalated": _escalated,
    "ticket.handed_back": _handed_back,
    "consultation.answered": lambda payload, names: str(payload["author"]),
    "consultation.failed": lambda payload, names: str(payload["reason"]),
    "ticket.merged": _ticket_in("absorbed_id"),
    "ticket.absorbed": _ticket_in("survivor_id"),
    "ticket.unmerged": _ticket_in("absorbed_id"),
    "ticket.released": _ticket_in("survivor_id"),
    "ticket.split": _ticket_in("result_id"),
    "ticket.split_off": _ticket_in("source_id"),
    "ticket.split_undone": _ticket_in("result_id"),
    "message.moved": _ticket_in("result_id"),
    "message.moved_in": _ticket_in("source_id"),
    "message.move_undone": _ticket_in("other_id"),
    "sender.confirmed": _confirmed,
    "ticket.linked": _ticket_in("other_id"),
    "ticket.unlinked": _ticket_in("other_id"),
    "ticket.taken_over": lambda payload, names: names.agents.get(payload["from_agent_id"], ""),
    **dict.fromkeys([f"commitment.{verb}" for verb in ("made", "kept", "near", "overdue", "reopened")], _due),
    "commitment.rescheduled": _rescheduled,
    **dict.fromkeys(["complaint.raised", "complaint.changed"], _severity),
    "complaint.followed_up": lambda payload, names: str(Outcome(payload["outcome"]).label),
    "macro.applied": lambda payload, names: str(payload["macro_name"]),
    "message.failed": lambda payload, names: str(payload["reason"]),
}
