"""The floor's reply: the rows that a reply leaves behind, written by hand in one transaction."""

import json
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from tables import plain

if TYPE_CHECKING:
    from plain_reads import Store

TEXT = (
    "{name} 様\n\nお問い合わせいただきありがとうございます。ご注文の品は本日発送いたしました。\n\nかまど家電 お客様窓口"
)


class Reply:
    """Statements are made once, from the models' columns; writing is statements alone."""

    def __init__(self, store: "Store", agent_id: int, ticket_id: int) -> None:
        from madoguchi.channels.models import Delivery
        from madoguchi.kernel.models import EventRow, JobRow, SearchEntry
        from madoguchi.kernel.search import spaced
        from madoguchi.kernel.text import fold
        from madoguchi.kernel.text.terms import VERSION
        from madoguchi.tickets.models import Message

        self.store, self.agent_id, self.ticket_id, self.fold = store, agent_id, ticket_id, fold
        self.spaced, self.version = spaced, VERSION
        self.message = _insert(
            Message,
            "ticket_id kind state channel inbox_id agent_id author_name subject text to client_key send_after"
            " created_at",
            returning=True,
        )
        self.event = _insert(
            EventRow,
            "name occurred_at recorded_at actor_kind actor_id ticket_id team_id assignee_id payload",
            returning=True,
        )
        self.delivery = _insert(Delivery, "message_id inbox_id state due_at created_at", returning=True)
        self.job = _insert(JobRow, "kind queue arguments state run_at enqueued_at")
        self.search = _insert(SearchEntry, "scope owner_id part part_id text terms version")

    def form(self) -> str:
        """What the browser posts."""
        return urlencode({"text": TEXT.format(name="田中"), "client_key": uuid.uuid4().hex, "confirm_newer": "yes"})

    def answer(self, form: str) -> str:
        """Writes the reply that was posted; the JSON answer."""
        given = dict(parse_qsl(form))
        message = self.write(given["text"], given["client_key"])
        return json.dumps({"id": message, "ticket_id": self.ticket_id, "undo_seconds": 10})

    def write(self, text: str, key: str) -> int:
        """One reply, committed; the id of its message."""
        now = datetime.now(UTC)
        at, due = self._time(now), self._time(now + timedelta(seconds=10))
        run = self.store.run
        run("BEGIN" if self.store.postgresql else "BEGIN IMMEDIATE")
        row = run(
            "SELECT t.subject, t.team_id, t.assignee_id, t.last_message_id, t.channel, t.inbox_id, a.name, c.name,"
            " i.address FROM tickets_ticket t JOIN customers_customer c ON c.id = t.customer_id"
            " JOIN customers_identity i ON i.customer_id = c.id, people_agent a WHERE t.id = ? AND a.id = ? LIMIT 1",
            [self.ticket_id, self.agent_id],
        ).fetchone()
        subject, team, assignee, _last, channel, inbox, agent, customer, address = row
        to = json.dumps([{"name": customer, "address": address}], ensure_ascii=False)
        if run(
            "SELECT id FROM tickets_message WHERE ticket_id = ? AND client_key = ?", [self.ticket_id, key]
        ).fetchone():
            raise SystemExit("this reply was already written")
        message = self._new(
            self.message,
            [
                self.ticket_id,
                "outward",
                "queued",
                channel,
                inbox,
                self.agent_id,
                agent,
                subject,
                text,
                to,
                key,
                due,
                at,
            ],
        )
        run(
            "UPDATE tickets_ticket SET message_count = message_count + 1, last_message_id = ?, last_message_at = ?,"
            " last_message_kind = 'outward', snippet = ?, updated_at = ? WHERE id = ?",
            [message, at, text[:160], at, self.ticket_id],
        )
        found_by = [self.fold(text), self.spaced(text), self.version]
        self._write(self.search, ["ticket", self.ticket_id, "message", message, *found_by])
        payload = json.dumps({"ticket_id": self.ticket_id, "message_id": message, "channel": channel})
        self._write(
            self.event, ["ticket.replied", at, at, "agent", self.agent_id, self.ticket_id, team, assignee, payload]
        )
        delivery = self._new(self.delivery, [message, inbox, "queued", due, at])
        self._write(self.job, ["channels.deliver", "default", json.dumps({"id": delivery}), "waiting", due, at])
        run("COMMIT")
        return message

    def _new(self, made: tuple[str, Sequence[Any]], values: list[Any]) -> int:
        return int(self.store.run(made[0], [*values, *made[1]]).fetchone()[0])

    def _write(self, made: tuple[str, Sequence[Any]], values: list[Any]) -> None:
        self.store.run(made[0], [*values, *made[1]])

    def _time(self, at: datetime) -> Any:
        return at if self.store.postgresql else at.strftime("%Y-%m-%d %H:%M:%S.%f")


def _insert(model: Any, given: str, *, returning: bool = False) -> tuple[str, Sequence[Any]]:
    names = given.split()
    fields = {field.attname: field for field in model._meta.concrete_fields if not field.primary_key}
    rest = [field for name, field in fields.items() if name not in names]
    columns = [fields[name].column for name in names] + [field.column for field in rest]
    listed = ", ".join(f'"{column}"' for column in columns)
    statement = f'INSERT INTO "{model._meta.db_table}" ({listed}) VALUES ({", ".join("?" * len(columns))})'
    tail = [_ready(field.get_default()) for field in rest]
    return statement + (" RETURNING id" if returning else ""), tail


def _ready(value: Any) -> Any:
    return value if isinstance(value, bool) else plain(value)
