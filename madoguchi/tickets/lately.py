"""Whose tickets an agent has worked on last, by name: what somebody copies from by mistake.

Which tickets these are is read every time; the names on them are remembered for some minutes. Not for: rights or lists
(nothing here asks what the agent may see).
"""

import re
import time
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from madoguchi.kernel import statements
from madoguchi.kernel.text import company_key, name_key
from madoguchi.tickets.models import Ticket

_LATELY = 40
_SECONDS = 600
_MOST = 50_000
_SPACE = re.compile(r"\s+")
_STATUSES = ("waiting", "open", "closed")
_OF_STATUS = (
    "(SELECT {} FROM (SELECT id FROM tickets_ticket WHERE assignee_id = %s AND status = '{}'"
    " ORDER BY last_message_at DESC, id DESC LIMIT {}) AS {})"
)
_LOOKED_AT = (
    "(SELECT {} FROM (SELECT ticket_id AS id FROM tickets_presence WHERE agent_id = %s"
    " ORDER BY seen_at DESC LIMIT {}) AS seen)"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A customer or a company: `said` as it is kept, `key` folded for comparing, `family` what stands before 様 or
    after Mr., in NFKC and lower case."""

    said: str
    key: str
    family: str


class _Memory:
    """The names on tickets, by ticket, and together by agent, with the tickets that they were put together of. Begun
    anew when it is old or large, never changed for whoever reads it."""

    def __init__(self) -> None:
        self.until = time.monotonic() + _SECONDS
        self.names: dict[int, tuple[Named, ...]] = {}
        self.together: dict[int, tuple[tuple[str | None, ...], tuple[Named, ...]]] = {}

    def is_over(self) -> bool:
        return len(self.names) > _MOST or time.monotonic() > self.until


_memory = _Memory()


def names(agent_id: int) -> tuple[Named, ...]:
    """Customers and companies of the tickets the agent is in charge of or has had open, each once."""
    memory = _remembered()
    found = statements.run(_statement(statements.on_sqlite()), [agent_id] * 4).fetchone()
    before = memory.together.get(agent_id)
    if before is not None and before[0] == found:
        return before[1]
    known = memory.names
    numbers = [int(number) for some in found if some for number in some.split(",")]
    new = [number for number in numbers if number not in known]
    if new:
        known.update(_read(new))
    together = tuple(dict.fromkeys(named for number in numbers for named in known.get(number, ())))
    memory.together[agent_id] = found, together
    return together


def forget() -> None:
    """For tests, whose tickets have the same numbers again."""
    global _memory
    _memory = _Memory()


@cache
def _statement(sqlite: bool) -> str:
    """One row of lists such as `7,12`: a hundred rows of one number each cost twice as much."""
    ids = "group_concat(id)" if sqlite else "string_agg(id::text, ',')"
    lists = [_OF_STATUS.format(ids, status, _LATELY, status) for status in _STATUSES]
    return f"SELECT {', '.join([*lists, _LOOKED_AT.format(ids, _LATELY)])}"


def _remembered() -> _Memory:
    if _memory.is_over():
        forget()
    return _memory


def _read(ticket_ids: Sequence[int]) -> Iterator[tuple[int, tuple[Named, ...]]]:
    columns = ("id", "customer__name", "customer__company__name")
    for number, customer, company in Ticket.objects.filter(pk__in=ticket_ids).order_by().values_list(*columns):
        people = [_named(customer, name_key(customer))] if customer else []
        yield number, (*people, *([_named(company, company_key(company))] if company else ()))


def _named(said: str, key: str) -> Named:
    words = _SPACE.split(unicodedata.normalize("NFKC", said).lower().strip())
    family = words[-1] if said.isascii() else words[0]
    return Named(said, key, family)
