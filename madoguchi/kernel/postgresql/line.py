"""One connection to PostgreSQL as the driver's C code offers it: a statement is one call, and one pause for the other
threads. A cursor of the driver hands the turn to them six times, which costs more than most statements.

Values are written and read by the connection's own adapters. Not for: COPY, several statements in one text.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import count
from typing import Any

import psycopg
from psycopg import errors, pq
from psycopg.adapt import PyFormat, Transformer

PREPARED_FROM = 3
"""How often a statement is asked before the server is told to remember its plan."""
MOST_PREPARED = 300
MOST_ASKED = 2000
_GOOD = (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK)
_SMALLINT, _INTEGER = 21, 23
_PLACE = re.compile(r"%(.)", re.DOTALL)
_TEXT = PyFormat.TEXT
_numbers = count(1)

Name = tuple[str, tuple[int, ...]]


class Answer:
    """What came back, as much of a cursor as callers of `statements.run` use."""

    __slots__ = ("_place", "_rows", "rowcount")

    def __init__(self, rows: list[tuple[Any, ...]], rowcount: int) -> None:
        self._rows, self._place = rows, 0
        self.rowcount = rowcount

    def fetchone(self) -> tuple[Any, ...] | None:
        """The next row, or None."""
        if self._place >= len(self._rows):
            return None
        self._place += 1
        return self._rows[self._place - 1]

    def fetchall(self) -> list[tuple[Any, ...]]:
        """All rows that are left."""
        rest = self._rows[self._place :] if self._place else self._rows
        self._place = len(self._rows)
        return rest


class Line:
    """Belongs to one thread, as its connection does."""

    def __init__(self, link: "psycopg.Connection[Any]") -> None:
        self.link = link
        self._server = link.pgconn
        self._transformer = Transformer(link)
        self._asked: Counter[Name] = Counter()
        self._prepared: dict[Name, bytes] = {}
        self._types: dict[str, list[int]] = {}

    def run(self, query: str, values: Sequence[Any]) -> Answer:
        """Executes one statement, in a transaction when the connection is to work in one. Raises psycopg's errors."""
        with self.link.lock:
            if not self.link.autocommit and self._server.transaction_status == pq.TransactionStatus.IDLE:
                self._checked(self._server.exec_(b"BEGIN"))
            result = self._executed(query, values)
        if result.status == pq.ExecStatus.TUPLES_OK:
            found = result.ntuples
            self._transformer.set_pgresult(result)
            return Answer(self._transformer.load_rows(0, found, tuple) if found else [], found)
        return Answer([], result.command_tuples or 0)

    def end(self, command: bytes) -> None:
        """Ends the transaction by COMMIT or ROLLBACK, where one has begun."""
        with self.link.lock:
            if self._server.transaction_status != pq.TransactionStatus.IDLE:
                self._checked(self._server.exec_(command))

    def _executed(self, query: str, values: Sequence[Any]) -> Any:
        given: Any = self._transformer.dump_sequence(values, [_TEXT] * len(values)) if values else []
        name = (query, self._types_of(query, values))
        known = self._prepared.get(name)
        if known is None:
            if len(self._asked) >= MOST_ASKED:
                self._asked.clear()
                self._types.clear()
            self._asked[name] += 1
            if self._asked[name] < PREPARED_FROM:
                return self._checked(self._server.exec_params(_numbered(query), given, name[1]))
            known = self._prepare(name)
        try:
            return self._checked(self._server.exec_prepared(known, given))
        except psycopg.Error:  # it may be the plan itself: a table has changed, or a pooler between does not know it
            self._prepared.pop(name, None)
            raise

    def _types_of(self, query: str, values: Sequence[Any]) -> tuple[int, ...]:
        """What the server is told the values are. An int is an integer as it is in a text of SQL, and None what stood
        there before: a statement is not to be planned anew for every mixture of small numbers and nothing."""
        types = self._transformer.types or ()
        before = self._types.get(query)
        if before is None:
            before = self._types[query] = [0] * len(values)
        for place, value in enumerate(values):
            if value is not None:
                before[place] = _INTEGER if types[place] == _SMALLINT else types[place]
        return tuple(before)

    def _prepare(self, name: Name) -> bytes:
        if len(self._prepared) >= MOST_PREPARED:
            self._forget()
        known = b"madoguchi_%d" % next(_numbers)
        self._checked(self._server.prepare(known, _numbered(name[0]), name[1]))
        self._prepared[name] = known
        return known

    def _forget(self) -> None:
        """Nearly always the same statements come; who asks so many different ones begins anew."""
        for known in self._prepared.values():
            self._checked(self._server.exec_(b"DEALLOCATE " + known))
        self._prepared.clear()

    def _checked(self, result: Any) -> Any:
        if result.status in _GOOD:
            return result
        if self._server.status != pq.ConnStatus.OK:
            raise psycopg.OperationalError(result.get_error_message() or "the connection to the server was lost")
        raise errors.error_from_result(result, encoding=self.link.info.encoding)


@lru_cache(1000)
def _numbered(query: str) -> bytes:
    """With $1, $2 in place of %s."""
    places = 0

    def written(found: "re.Match[str]") -> str:
        nonlocal places
        if found[1] == "%":
            return "%"
        if found[1] != "s":
            raise psycopg.ProgrammingError(f"%{found[1]} is no place for a value")
        places += 1
        return f"${places}"

    return _PLACE.sub(written, query).encode()
