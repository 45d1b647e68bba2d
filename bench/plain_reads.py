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
 t.reopen_count, t.delivery_failed, t.merged_into_id
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
TICKET = """
SELECT t.id, t.reference, t.subject, t.status, t.priority, t.category_id, k.name, t.team_id, m.name, t.assignee_id,
 a.name, t.customer_id, c.name, c.honorific, y.name, c.language, c.caution, t.channel, t.inbox_id, t.tier, t.fields,
 t.created_at, t.updated_at, t.last_message_id, t.last_message_at, t.last_message_kind, t.snippet, t.message_count,
 t.first_response_at, t.closed_at, t.wake_at, t.reopen_count, t.delivery_failed, t.merged_into_id
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
    "reopen_count",
    "delivery_failed",
    "merged_into_id",
]
MESSAGES = """
SELECT id, kind, state, channel, inbox_id, agent_id, author_name, author_address, subject, text, reply_text, "to", cc,
 bcc, auto, stranger, verdict, client_key, failure, send_after, sent_at, created_at, html <> ''
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
    "subject",
    "text",
    "reply_text",
    "to",
    "cc",
    "bcc",
    "auto",
    "stranger",
    "verdict",
    "client_key",
    "failure",
    "send_after",
    "sent_at",
    "created_at",
    "has_html",
]
FILES = (
    "SELECT f.message_id, f.id, f.name, f.type, f.size, f.content_id, s.sniffed_type FROM tickets_attachment f"
    " JOIN kernel_file s ON s.id = f.file_id WHERE f.message_id IN ({ids}) ORDER BY f.id"
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
            for key in ("created_at", "updated_at", "last_message_at", "first_response_at", "closed_at", "wake_at"):
                row[key] = self.time(row[key])
        return found, more

    def counts(self, where: str) -> dict[str, int]:
        """Live tickets by status."""
        return dict(self.rows(COUNTS.format(where=where)))  # type: ignore[arg-type]

    def ticket(self, ticket_id: int, where: str) -> dict[str, Any]:
        """One ticket as its page shows it."""
        row = dict(zip(TICKET_KEYS, self.rows(TICKET.format(where=where), [ticket_id])[0], strict=True))
        row["tags"] = [name for _, name in self.rows(TAGS.format(ids="?"), [ticket_id])]
        for key in ("created_at", "updated_at", "last_message_at", "first_response_at", "closed_at", "wake_at"):
            row[key] = self.time(row[key])
        return row

    def messages(self, ticket_id: int) -> list[dict[str, Any]]:
        """The newest thirty messages, oldest first, with their files."""
        found = [dict(zip(MESSAGE_KEYS, row, strict=True)) for row in self.rows(MESSAGES, [ticket_id])][:30][::-1]
        files: dict[int, list[dict[str, Any]]] = {}
        marks = ",".join("?" * len(found))
        for message_id, *rest in self.rows(FILES.format(ids=marks), [row["id"] for row in found]):
            keys = ("id", "name", "type", "size", "content_id", "file__sniffed_type")
            files.setdefault(message_id, []).append(dict(zip(keys, rest, strict=True)))
        for row in found:
            row["attachments"] = files.get(row["id"], [])
            for key in ("to", "cc", "bcc", "verdict"):
                row[key] = json.loads(row[key]) if isinstance(row[key], str) else row[key]
            for key in ("send_after", "sent_at", "created_at"):
                row[key] = self.time(row[key])
        return found
