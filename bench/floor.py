"""The floor: the desk's pages from the same data with plain SQL and the same Jinja2 templates, no framework.

What a page costs here is what it must cost at least; bench/pages.py prints the product beside it. Figures are
milliseconds of processor time a request, in this process, the best of several rounds.

python bench/floor.py --data /tmp/desk-bench [--database postgres://user@host/name]
"""

import argparse
import difflib
import itertools
import json
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import captured
import plainly
from person import Person, sign_in
from place import use
from plain_reads import Store
from plain_reply import Reply

MINE = "(t.assignee_id = {agent} OR t.assignee_id IS NULL OR t.team_id IN ({teams}))"
BOX = "closed"
CSRF = re.compile(r'<meta name="csrf" content="\w+">')


class Floor:
    """Draws the pages of one agent."""

    def __init__(self, store: Store, person: Person, ticket_id: int) -> None:
        self.store, self.person, self.ticket_id = store, person, ticket_id
        self.environment = plainly.environment()
        rows = store.rows("SELECT team_id FROM people_membership WHERE agent_id = ?", [person.agent_id])
        teams = ",".join(str(team) for (team,) in rows)
        self.seen = MINE.format(agent=person.agent_id, teams=teams)
        self.whose = {"mine": f"t.assignee_id = {person.agent_id}", "team": f"t.team_id IN ({teams})", "all": "1 = 1"}
        self.list_template, self.list_values, self.list_page = captured.page_of(f"/desk?box={BOX}", person)
        address = f"/tickets/{ticket_id}"
        self.ticket_template, self.ticket_values, self.ticket_page = captured.page_of(address, person, fragment=True)
        self.writer = Reply(store, person.agent_id, ticket_with(store, 2, person.agent_id, most=10))

    def inbox(self) -> str:
        """The desk with 50 rows."""
        self.store.who(self.person.session, self.person.agent_id)
        found, more = self.store.tickets(f"t.status = '{BOX}' AND t.merged_into_id IS NULL AND {self.seen}")
        counted = {scope: self.store.counts(f"{self.seen} AND {whose}") for scope, whose in self.whose.items()}
        marks = {"promises": "promise_due_at", "approvals": "approval_asked_at"}
        chosen = counted["all"] | {box: self.store.marked(mark, self.seen) for box, mark in marks.items()}
        old = self.list_values
        values = old | {
            "rows": found,
            "next_cursor": old["next_cursor"] if more else "",
            "scopes": [
                (key, label, counted[key].get("new", 0) + counted[key].get("open", 0))
                for key, label, _ in old["scopes"]
            ],
            "boxes": [(key, label, icon, chosen.get(key, 0)) for key, label, icon, _ in old["boxes"]],
        }
        return self.environment.get_template(self.list_template).render(values)

    def ticket(self) -> str:
        """The pane of a ticket with 20 messages."""
        self.store.who(self.person.session, self.person.agent_id)
        messages = self.store.messages(self.ticket_id)
        values = self.ticket_values | {
            "ticket": self.store.ticket(self.ticket_id, self.seen),
            "messages": messages,
            "deliveries": self.store.deliveries([row["id"] for row in messages if row["kind"] == "outward"]),
            "now": datetime.now(UTC),
        }
        return self.environment.get_template(self.ticket_template).render(values)

    def reply(self) -> str:
        """One reply, from the form's text to the answer's."""
        self.store.who(self.person.session, self.person.agent_id)
        return self.writer.answer(self.writer.form())

    def json_list(self) -> str:
        """Fifty tickets as the API gives them."""
        self.store.rows("SELECT digest, scopes FROM people_api_key WHERE prefix = ?", ["none"])
        found, _ = self.store.tickets(f"t.merged_into_id IS NULL AND t.status = '{BOX}' AND {self.seen}")
        return json.dumps({"items": [_as_json(row) for row in found]}, ensure_ascii=False, default=_text_of)


def _as_json(row: dict[str, Any]) -> dict[str, Any]:
    shown = {key: value for key, value in row.items() if "__" not in key}
    shown["team"] = {"id": row["team_id"], "name": row["team__name"]}
    shown["assignee"] = {"id": row["assignee_id"], "name": row["assignee__name"]}
    shown["customer"] = {
        "id": row["customer_id"],
        "name": row["customer__name"],
        "honorific": row["customer__honorific"],
        "company": row["customer__company__name"],
    }
    return shown


def _text_of(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def cost(call: Callable[[], object], *, rounds: int = 12, each: int = 20) -> float:
    """Milliseconds of processor time of one call: the best round, so that neighbours on the machine count little."""
    best = float("inf")
    for _ in range(rounds):
        began = time.process_time()
        for _ in range(each):
            call()
        best = min(best, (time.process_time() - began) / each * 1000)
    return best


def ticket_with(store: Store, messages: int, agent_id: int, *, most: int = 0) -> int:
    """A closed ticket of that many messages (up to `most`) which the agent may see."""
    statement = (
        "SELECT id FROM tickets_ticket WHERE message_count BETWEEN ? AND ? AND assignee_id = ? AND status = 'closed'"
        " ORDER BY id DESC LIMIT 1"
    )
    return int(store.rows(statement, [messages, most or messages, agent_id])[0][0])


def measured(data: Path, database: str, *, agent_id: int = 2) -> tuple[dict[str, float], "Floor"]:
    """All costs. Django must be running on the data."""
    store = Store(database or str(data / "madoguchi.sqlite3"))
    floor = Floor(store, sign_in(agent_id), ticket_with(store, 20, agent_id))
    calls = {"list": floor.inbox, "ticket": floor.ticket, "json": floor.json_list, "reply": floor.reply}
    return {name: cost(call) for name, call in calls.items()}, floor


def main() -> None:
    """Reads the arguments, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True, type=Path)
    parser.add_argument("--database", default="")
    asked = parser.parse_args()
    use(asked.data, asked.database)
    costs, floor = measured(asked.data, asked.database)
    for name, spent in costs.items():
        print(f"{name:8} {spent:6.2f} ms")
    floor = Floor(floor.store, floor.person, floor.ticket_id)
    for name, mine, theirs in (("list", floor.inbox(), floor.list_page), ("ticket", floor.ticket(), floor.ticket_page)):
        if CSRF.sub("", mine) != CSRF.sub("", theirs):
            raise SystemExit(f"the floor's {name} is not the product's page: {_difference(mine, theirs)}")
    print("both pages are the product's, character by character")


def _difference(mine: str, theirs: str) -> str:
    lines = difflib.unified_diff(theirs.splitlines(), mine.splitlines(), "product", "floor", n=0, lineterm="")
    return "\n".join(line[:300] for line in itertools.islice(lines, 8))


if __name__ == "__main__":
    main()
