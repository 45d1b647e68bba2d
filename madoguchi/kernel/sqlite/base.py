"""Django's SQLite backend as a server needs it: WAL, IMMEDIATE transactions, writers in turn."""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from madoguchi.kernel.sqlite.turns import Turns, turns_of

_WRITES = re.compile(r"\s*(?:INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
_PATIENCE = 20.0
_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-16000;"
    "PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864;"
)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that takes its turn at BEGIN (or for a single write) and gives it back at the end."""

    def __init__(self, settings_dict: dict[str, Any], alias: str = "default") -> None:
        options = settings_dict.setdefault("OPTIONS", {})
        options.setdefault("transaction_mode", "IMMEDIATE")
        options.setdefault("init_command", _PRAGMAS)
        options.setdefault("timeout", _PATIENCE)
        super().__init__(settings_dict, alias)
        self._turn: Turns | None = None

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor that takes a turn for writes outside a transaction."""
        cursor = self.connection.cursor(factory=TurnCursor)
        cursor.wrapper = self
        return cursor

    def straight(self, query: str, values: Sequence[Any]) -> Any:
        """Executes one statement on the driver's own connection, where nobody counts or wraps queries."""
        alone = not self.in_atomic_block and _WRITES.match(query)
        if alone or self.connection is None or self.needs_rollback or self.execute_wrappers or self.force_debug_cursor:
            cursor = self.cursor()
            cursor.execute(query, values)
            return cursor
        try:
            return self.connection.execute(_with_marks(query), values)
        except sqlite3.Error:
            with self.wrap_database_errors:
                raise

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._give_turn()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._give_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._give_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._give_turn()

    @contextmanager
    def turn_for(self, query: str) -> Iterator[None]:
        """Holds the turn during a single write outside a transaction; nothing to do for all else."""
        if self._turn is not None or self.in_atomic_block or not _WRITES.match(query):
            yield
            return
        self._take_turn()
        try:
            yield
        finally:
            self._give_turn()

    def _take_turn(self) -> None:
        if self._turn is None:
            turns = turns_of(str(self.settings_dict["NAME"]))
            if not turns.take(_PATIENCE):
                raise OperationalError("database is locked: no turn to write came in time")
            self._turn = turns

    def _give_turn(self) -> None:
        turns, self._turn = self._turn, None
        if turns is not None:
            turns.give()


class TurnCursor(base.SQLiteCursorWrapper):
    """Django's cursor, taking turns."""

    wrapper: DatabaseWrapper

    def execute(self, query: str, params: Any = None) -> Any:
        """One statement."""
        with self.wrapper.turn_for(query):
            return super().execute(query, params)

    def executemany(self, query: str, param_list: Any) -> Any:
        """One statement, many times."""
        with self.wrapper.turn_for(query):
            return super().executemany(query, param_list)

    def convert_query(self, query: str, *, param_names: Any = None) -> str:
        """As Django's, which looks for the places anew each time."""
        if param_names is None:
            return _with_marks(query)
        return super().convert_query(query, param_names=param_names)


@lru_cache(1000)
def _with_marks(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")
