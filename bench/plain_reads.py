"""The floor's statements: what a ticket list, a ticket and a reply need, by hand, on SQLite and PostgreSQL."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

LIST = """
SELECT t.id, t.reference, t.subject, t.status, t.priority, t.category_id, t.team_id, m.name, t.assignee_id, a.name,
 t.customer_id, c.name, c.honorific, y.name, t.channel, t.inbox_id, t.tier, t.created_at, t.updated_at,
 t.last_message_at, t.last_message_kind, t.snippet, t.message_count, t.first_response_at, t.closed_at, t.wake_at,
 t.promise_due_at, t.approval_asked_at, t.escalated_at, t.escalation_due_at, t.consultation_state, t.reopen_count,
 t.delivery_failed, t.merged_into_id
FROM tickets_ticket t JOIN customers_customer c ON c.id = t.customer_id
 LEFT JOIN customers_company y ON y.id = c.company_id LEFT JOIN people_team m ON m.id = t.team_id
 LEFT JOIN people_agent a ON a.id = t.assignee_id
WHERE {where} ORDER BY t.last_message_at DESC, t.id DESC LIMIT 51"""
LIST_KEYS = [
    "id",
    "reference",
    "subject",
    "status",
    "priority",
    "category_id",
    "team_id",
    "team__name",
    "assignee_id",
    "assignee__name",
    "customer_id",
    "customer__name",
    "customer__honorific",
    "customer__company__name",
    "channel",
    "inbox_id",
    "tier",
    "created_at",
    "updated_at",
    "last_message_at",
    "last_message_kind",
    "snippet",
    "message_count",
    "first_response_at",
    "closed_at",
    "wake_at",
    "promise_due_at",
    "approval_asked_at",
    "escalated_at",
    "escalation_due_at",
    "consultation_state",
    "reopen_count",
    "delivery_failed",
    "merged_into_id",
]
WHO = (
    "SELECT a.id, a.name, a.password, a.language, a.time_zone, a.is_active, r.permissions, r.ladder"
    " FROM people_agent a JOIN people_role r ON r.id = a.role_id WHERE a.id = ?"
)
TAGS = (
    "SELECT x.ticket_id, g.name FROM tickets_ticket_tag x JOIN tickets_tag g ON g.id = x.tag_id"
    " WHERE x.ticket_id IN ({ids}) ORDER BY g.name"
)
COUNTS = (
    "SELECT status, count(*) FROM tickets_ticket t WHERE status IN ('new','open','held','waiting') AND {where}"
    " GROUP BY status"
)
MARKED = "SELECT status FROM tickets_ticket t WHERE {mark} IS NOT NULL AND {where} ORDER BY {mark} LIMIT 1000"
TICKET = """
SELECT t.id, t.reference, t.subject, t.status, t.priority, t.category_id, k.name, t.team_id, m.name, t.assignee_id,
 a.name, t.customer_id, c.name, c.honorific, y.name, c.language, c.caution, t.channel, t.inbox_id, t.tier, t.fields,
 t.created_at, t.updated_at, t.last_message_id, t.last_message_at, t.last_message_kind, t.snippet, t.message_count,
 t.first_response_at, t.closed_at, t.wake_at, t.promise_due_at, t.approval_asked_at, t.escalated_at,
 t.escalation_due_at, t.consultation_state, t.complaint_severity, t.reopen_count, t.delivery_failed, t.merged_into_id
FROM tickets_ticket t JOIN customers_customer c ON c.id = t.customer_id
 LEFT JOIN customers_company y ON y.id = c.company_id LEFT JOIN people_team m ON m.id = t.team_id
 LEFT JOIN people_agent a ON a.id = t.assignee_id LEFT JOIN tickets_category k ON k.id = t.category_id
WHERE t.id = ? AND {where}"""
TICKET_KEYS = [
    "id",
    "reference",
    "subject",
    "status",
    "priority",
    "category_id",
    "category__name",
    "team_id",
    "team__name",
    "assignee_id",
    "assignee__name",
    "customer_id",
    "customer__name",
    "customer__honorific",
    "customer__company__name",
    "customer__language",
    "customer__caution",
    "channel",
    "inbox_id",
    "tier",
    "fields",
    "created_at",
    "updated_at",
    "last_message_id",
    "last_message_at",
    "last_message_kind",
    "snippet",
    "message_count",
    "first_response_at",
    "closed_at",
    "wake_at",
    "promise_due_at",
    "approval_asked_at",
    "escalated_at",
    "escalation_due_at",
    "consultation_state",
    "complaint_severity",
    "reopen_count",
    "delivery_failed",
    "merged_into_id",
]
MESSAGES = """
SELECT id, kind, state, channel, inbox_id, agent_id, author_name, author_address, reply_address, subject, text,
 reply_text, "to", cc, bcc, auto, stranger, standing, verdict, client_key, failure, purpose, source_id, scheduled,
 raw_id, send_after, sent_at, created_at, html <> ''
FROM tickets_message WHERE ticket_id = ? ORDER BY id DESC LIMIT 31"""
MESSAGE_KEYS = [
    "id",
    "kind",
    "state",
    "channel",
    "inbox_id",
    "agent_id",
    "author_name",
    "author_address",
    "reply_address",
    "subject",
    "text",
    "reply_text",
    "to",
    "cc",
    "bcc",
    "auto",
    "stranger",
    "standing",
    "verdict",
    "client_key",
    "failure",
    "purpose",
    "source_id",
    "scheduled",
    "raw_id",
    "send_after",
    "sent_at",
    "created_at",
    "has_html",
]
FILES = (
    "SELECT f.message_id, f.id, f.name, f.type, f.size, f.content_id, s.sniffed_type, s.sha256"
    " FROM tickets_attachment f JOIN kernel_file s ON s.id = f.file_id WHERE f.message_id IN ({ids}) ORDER BY f.id"
)

DELIVERIES = (
    "SELECT d.message_id, d.state, d.attempts, d.due_at, d.last_error, d.repeats, d.finished_at, d.external_id,"
    " d.only_to, i.name, i.sending_problem, i.sending_paused_until"
    " FROM channels_delivery d JOIN channels_inbox i ON i.id = d.inbox_id WHERE d.message_id IN ({ids})"
)
DELIVERY_KEYS = ("state", "attempts", "due_at", "words", "repeats", "finished_at", "external_id", "only_to")
DELIVERY_INBOX_KEYS = ("inbox__name", "inbox__sending_problem", "inbox__sending_paused_until")
NOTICES = (
    "SELECT d.message_id, n.kind, n.address, n.told_at FROM channels_delivery_notice n"
    " JOIN channels_delivery d ON d.id = n.delivery_id WHERE d.message_id IN ({ids}) ORDER BY n.id"
)
TIMES = (
    *("created_at", "updated_at", "last_message_at", "first_response_at", "closed_at", "wake_at"),
    *("promise_due_at", "approval_asked_at", "escalated_at", "escalation_due_at"),
)


class Store:
    """One connection; statements are written with ? and rewritten once for PostgreSQL."""

    def __init__(self, place: str) -> None:
        self.postgresql = place.startswith("postgres")
        self.rewritten: dict[str, str] = {}
        if self.postgresql:
            import psycopg

            self.connection: Any = psycopg.connect(place, autocommit=True)
        else:
            self.connection = sqlite3.connect(place, isolation_level=None)
            self.connection.executescript(
                "PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456;"
            )

    def rows(self, statement: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a statement."""
        found: list[tuple[Any, ...]] = self.run(statement, values).fetchall()
        return found

    def run(self, statement: str, values: Iterable[Any] = ()) -> Any:
        """Runs a statement."""
        if self.postgresql:
            if statement not in self.rewritten:
                self.rewritten[statement] = statement.replace("?", "%s")
            statement = self.rewritten[statement]
        return self.connection.execute(statement, tuple(values))

    def time(self, value: Any) -> datetime | None:
        """A time column as an aware time."""
        return datetime.fromisoformat(value).replace(tzinfo=UTC) if isinstance(value, str) else value

    def who(self, session: str, agent_id: int) -> tuple[Any, ...]:
        """Whose session it is: every page asks."""
        self.rows("SELECT session_data FROM django_session WHERE session_key = ?", [session])
        return self.rows(WHO, [agent_id])[0]

    def tickets(self, where: str) -> tuple[list[dict[str, Any]], bool]:
        """Fifty rows as the list shows them, and whether there are more."""
        found = [dict(zip(LIST_KEYS, row, strict=True)) for row in self.rows(LIST.format(where=where))]
        more, found = len(found) > 50, found[:50]
        by_id: dict[int, list[str]] = {row["id"]: [] for row in found}
        marks = ",".join("?" * len(by_id))
        for ticket_id, name in self.rows(TAGS.format(ids=marks), by_id) if by_id else ():
            by_id[ticket_id].append(name)
        for row in found:
            row["tags"] = by_id[row["id"]]
            for key in TIMES:
                row[key] = self.time(row[key])
        return found, more

    def counts(self, where: str) -> dict[str, int]:
        """Live tickets by status."""
        return dict(self.rows(COUNTS.format(where=where)))  # type: ignore[arg-type]

    def marked(self, mark: str, where: str) -> int:
        """Tickets with an open promise, or with an answer that waits for approval."""
        return sum(status not in ("spam", "bin") for (status,) in self.rows(MARKED.format(mark=mark, where=where)))

    def ticket(self, ticket_id: int, where: str) -> dict[str, Any]:
        """One ticket as its page shows it."""
        row = dict(zip(TICKET_KEYS, self.rows(TICKET.format(where=where), [ticket_id])[0], strict=True))
        row["tags"] = [name for _, name in self.rows(TAGS.format(ids="?"), [ticket_id])]
        for key in TIMES:
            row[key] = self.time(row[key])
        return row

    def messages(self, ticket_id: int) -> list[dict[str, Any]]:
        """The newest thirty messages, oldest first, with their files."""
        found = [dict(zip(MESSAGE_KEYS, row, strict=True)) for row in self.rows(MESSAGES, [ticket_id])][:30][::-1]
        files: dict[int, list[dict[str, Any]]] = {}
        marks = ",".join("?" * len(found))
        for message_id, *rest in self.rows(FILES.format(ids=marks), [row["id"] for row in found]):
            keys = ("id", "name", "type", "size", "content_id", "file__sniffed_type", "file__sha256")
            files.setdefault(message_id, []).append(dict(zip(keys, rest, strict=True)))
        for row in found:
            row["attachments"] = files.get(row["id"], [])
            for key in ("to", "cc", "bcc", "verdict"):
                row[key] = json.loads(row[key]) if isinstance(row[key], str) else row[key]
            for key in ("send_after", "sent_at", "created_at"):
                row[key] = self.time(row[key])
            row["html"], row["notices"] = "", []
            for file in row["attachments"]:
                file["scan"] = None
        sent = [row["id"] for row in found if row["kind"] == "outward" and row["state"] != "queued"]
        if self.rows(NOTICES.format(ids=",".join("?" * len(sent)) or "NULL"), sent):
            raise ValueError("the generated data has no notices")
        return found

    def deliveries(self, message_ids: list[int]) -> dict[int, dict[str, Any]]:
        """How the sending of messages stands."""
        found = {}
        for message_id, *rest in self.rows(DELIVERIES.format(ids=",".join("?" * len(message_ids))), message_ids):
            row = dict(zip((*DELIVERY_KEYS, *DELIVERY_INBOX_KEYS), rest, strict=True))
            row["last_error"] = row["words"]
            for key in ("due_at", "finished_at", "inbox__sending_paused_until"):
                row[key] = self.time(row[key])
            found[message_id] = row
        return found
