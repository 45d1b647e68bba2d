"""How rows look in the API. One function a thing; the same in lists, single answers and documentation."""

from collections.abc import Mapping
from typing import Any

from madoguchi.tickets.models import (
    BulkChange,
    Category,
    Commitment,
    Draft,
    Escalation,
    FieldDefinition,
    Macro,
    Message,
    TicketLink,
    View,
)
from madoguchi.tickets.services.presence import Present


def ticket(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of tickets.listing (or of tickets.reading, which has more)."""
    data = {
        "id": row["id"],
        "reference": row["reference"],
        "subject": row["subject"],
        "status": row["status"],
        "priority": row["priority"],
        "category_id": row["category_id"],
        "team": _named(row["team_id"], row["team__name"]),
        "assignee": _named(row["assignee_id"], row["assignee__name"]),
        "customer": {
            "id": row["customer_id"],
            "name": row["customer__name"],
            "honorific": row["customer__honorific"],
            "company": row["customer__company__name"],
        },
        "channel": row["channel"],
        "inbox_id": row["inbox_id"],
        "tier": row["tier"],
        "escalated_at": row["escalated_at"],
        "escalation_due_at": row["escalation_due_at"],
        "consultation_state": row["consultation_state"],
        "tags": row["tags"],
        "snippet": row["snippet"],
        "message_count": row["message_count"],
        "last_message_kind": row["last_message_kind"],
        "delivery_failed": row["delivery_failed"],
        "reopen_count": row["reopen_count"],
        "merged_into_id": row["merged_into_id"],
        "created_at": row["created_at"],
        "updated_at": row["updated_at"],
        "last_message_at": row["last_message_at"],
        "first_response_at": row["first_response_at"],
        "closed_at": row["closed_at"],
        "wake_at": row["wake_at"],
        "promise_due_at": row["promise_due_at"],
    }
    if "fields" in row:
        data["fields"] = row["fields"]
        data["last_message_id"] = row["last_message_id"]
    return data


def message(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of tickets.reading.messages."""
    data = {name: row[name] for name in MESSAGE_NAMES}
    data["author"] = {"name": row["author_name"], "address": row["author_address"], "agent_id": row["agent_id"]}
    data["attachments"] = [attachment(file) for file in row["attachments"]]
    return data


MESSAGE_NAMES = (
    "id",
    "kind",
    "state",
    "channel",
    "inbox_id",
    "subject",
    "text",
    "reply_text",
    "has_html",
    "to",
    "cc",
    "bcc",
    "auto",
    "stranger",
    "failure",
    "send_after",
    "sent_at",
    "created_at",
)


def attachment(row: Mapping[str, Any]) -> dict[str, Any]:
    """A file of a message. `type` is what its own bytes show."""
    return {
        "id": row["id"],
        "name": row["name"],
        "type": row["file__sniffed_type"],
        "declared_type": row["type"],
        "size": row["size"],
        "content_id": row["content_id"],
    }


def written(row: Message) -> dict[str, Any]:
    """A message that has just been written."""
    return {
        "id": row.id,
        "ticket_id": row.ticket_id,
        "kind": row.kind,
        "state": row.state,
        "text": row.text,
        "to": row.to,
        "cc": row.cc,
        "send_after": row.send_after,
        "created_at": row.created_at,
    }


def view(row: View) -> dict[str, Any]:
    """A saved view."""
    return {
        "id": row.id,
        "name": row.name,
        "audience": audience(row.agent_id, row.team_id),
        "team_id": row.team_id,
        "conditions": row.conditions,
        "order": row.order,
        "position": row.position,
    }


def macro(row: Macro) -> dict[str, Any]:
    """A macro."""
    return {
        "id": row.id,
        "name": row.name,
        "shortcut": row.shortcut,
        "text": row.text,
        "changes": row.changes,
        "language": row.language,
        "audience": audience(row.agent_id, row.team_id),
        "team_id": row.team_id,
        "position": row.position,
        "active": row.active,
        "used_count": row.used_count,
    }


def audience(agent_id: int | None, team_id: int | None) -> str:
    """For whom a view or macro is."""
    return "me" if agent_id is not None else "team" if team_id is not None else "everyone"


def category(row: Category) -> dict[str, Any]:
    """A category."""
    return {
        "id": row.id,
        "name": row.name,
        "parent_id": row.parent_id,
        "team_id": row.team_id,
        "position": row.position,
        "active": row.active,
    }


def field(row: FieldDefinition) -> dict[str, Any]:
    """A custom field."""
    names = ("id", "key", "label", "help_text", "kind", "choices", "team_id", "required_to_close", "on_form")
    return {name: getattr(row, name) for name in (*names, "position", "active")}


def link(row: TicketLink) -> dict[str, Any]:
    """A link between two tickets."""
    return {
        "id": row.id,
        "from_id": row.from_ticket_id,
        "to_id": row.to_ticket_id,
        "kind": row.kind,
        "linked_at": row.linked_at,
    }


def commitment(row: Commitment) -> dict[str, Any]:
    """A promise to the customer."""
    return {
        "id": row.id,
        "ticket_id": row.ticket_id,
        "message_id": row.message_id,
        "words": row.words,
        "due_at": row.due_at,
        "state": row.state,
        "created_at": row.created_at,
        "closed_at": row.closed_at,
        "kept_by_message_id": row.kept_by_id,
    }


def escalation(row: Escalation) -> dict[str, Any]:
    """A hand-over record."""
    names = ("id", "ticket_id", "from_team_id", "from_agent_id", "to_team_id", "from_tier", "to_tier", "asked", "tried")
    more = ("to_agent_id", "wanted", "due_at", "escalated_at", "answer", "returned_at", "returned_by_id")
    return {name: getattr(row, name) for name in (*names, *more, "withdrawn_at")}


def draft(row: Draft) -> dict[str, Any]:
    """A draft."""
    return {"kind": row.kind, "body": row.body, "revision": row.revision, "saved_at": row.saved_at}


def present(row: Present) -> dict[str, Any]:
    """A colleague on a ticket."""
    return {"agent_id": row.agent_id, "name": row.name, "editing": row.editing, "seen_at": row.seen_at}


def bulk_change(row: BulkChange) -> dict[str, Any]:
    """A bulk change with its progress; `failed` maps ticket ids to the code of the refusal."""
    return {
        "id": row.id,
        "changes": row.change,
        "total": row.total,
        "done": row.done,
        "failed": row.failed,
        "started_at": row.started_at,
        "finished_at": row.finished_at,
        "undone": row.undone,
        "undone_at": row.undone_at,
    }


def _named(number: int | None, name: str | None) -> dict[str, Any] | None:
    return None if number is None else {"id": number, "name": name}
