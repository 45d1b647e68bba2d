"""An agent's seat in the browser: how measurements begin and move about, and what they need in the database."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from away import Distance
from client import Client
from pages import QUIET
from pages import tidy as quieten
from person import Person, sign_in
from plain_reads import Store
from stopwatch import Stopwatch

AGENT, COLLEAGUE = 1, 3
MANY = 2000
MACRO, VIEW = "測定用の定型文", "測定用の二千件"
LIVE = "/desk?box=open&scope=all"
OPENED = "document.querySelector('#ticket-pane > .ticket:not([aria-busy])')?.dataset.ticketId === '{id}'"


@dataclass(frozen=True)
class Prepared:
    """Who works, who else does, the view of 2,000 tickets, and a ticket that both may see."""

    session: str
    colleague: Person
    view_id: int
    ticket_id: int


def prepare(data: Path, database: str) -> Prepared:
    """Signs two agents in, makes a macro and a view of about 2,000 tickets, and lets no reply leave."""
    from madoguchi.people.models import Agent
    from madoguchi.people.permissions import actor_for
    from madoguchi.tickets.models import Macro, View
    from madoguchi.tickets.services import macros, viewing

    by = actor_for(Agent.objects.get(pk=AGENT))
    store = Store(database or str(data / "madoguchi.sqlite3"))
    store.run(QUIET)
    newest = "SELECT created_at FROM tickets_ticket WHERE status = 'closed' AND merged_into_id IS NULL"
    since = store.rows(f"{newest} ORDER BY created_at DESC LIMIT 1 OFFSET ?", [MANY])[0][0]
    if not Macro.objects.filter(name=MACRO).exists():
        macros.save(name=MACRO, text="{{customer.name}}様\n\nお待たせしております。", shortcut="sokutei", by=by)
    found = View.objects.filter(name=VIEW).values_list("id", flat=True).first()
    conditions = [
        {"field": "status", "operator": "any_of", "value": ["closed"]},
        {"field": "created_at", "operator": "after", "value": str(since)},
    ]
    view = viewing.save(found, name=VIEW, conditions=conditions, agent_id=AGENT, by=by)
    theirs = store.rows("SELECT id FROM tickets_ticket WHERE status = 'open' AND assignee_id = ?", [COLLEAGUE])[0][0]
    return Prepared(sign_in(AGENT).session, sign_in(COLLEAGUE), view.id, theirs)


def tidy(data: Path, database: str) -> None:
    """Takes the replies' jobs out, so that nothing is tried to be sent later."""
    quieten(Store(database or str(data / "madoguchi.sqlite3")))


class Seat:
    """One window of the agent, and a colleague without one."""

    def __init__(self, watch: Stopwatch, distance: Distance, prepared: Prepared, times: int) -> None:
        self.watch, self.page, self.distance, self.times = watch, watch.page, distance, times
        self.colleague = Client(distance.target, prepared.colleague.headers())
        self.view_id = prepared.view_id
        self.ticket_id = str(prepared.ticket_id)

    def go(self, path: str = LIVE) -> None:
        """That page, quiet, with the focus where keys are commands."""
        self.page.goto(f"http://127.0.0.1:{self.distance.port}{path}")
        self.page.wait_for_timeout(3000)
        self.page.locator("#rows").focus()

    def key(self, name: str) -> Callable[[], None]:
        """Presses it."""
        return lambda: self.page.keyboard.press(name)

    def neighbour(self, step: int = 1) -> str:
        """The number of the next row."""
        found = (
            "step => { const rows = [...document.querySelectorAll('#rows .row')];"
            " return rows[rows.findIndex(row => row.classList.contains('on')) + step].dataset.id }"
        )
        return str(self.page.evaluate(found, step))

    def open_next(self) -> str:
        """The next ticket, open and its neighbours fetched."""
        number = self.neighbour()
        self.page.keyboard.press("j")
        self.page.wait_for_function(OPENED.format(id=number))
        self.page.wait_for_timeout(500)
        return number

    def leave(self) -> None:
        """Out of the editor."""
        self.page.keyboard.press("Escape")
        self.page.locator("#rows").focus()

    def mark(self) -> None:
        """Marks what stands in the list, so that fresh rows are told from it."""
        self.page.evaluate("() => document.querySelector('#rows').firstElementChild.dataset.bench = 'yes'")
