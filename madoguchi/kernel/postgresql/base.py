"""Django's PostgreSQL backend with a short way for plain statements (see `kernel.statements`)."""

from collections.abc import Sequence
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from django.db.backends.utils import debug_transaction

from madoguchi.kernel.postgresql.line import Answer, Line


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that also executes without a cursor."""

    def __init__(self, settings_dict: dict[str, Any], alias: str = "default") -> None:
        super().__init__(settings_dict, alias)
        self._line: Line | None = None

    def straight(self, query: str, values: Sequence[Any]) -> Any:
        """Executes one statement and returns its answer, by Django's own way where somebody counts or wraps queries."""
        line = self._usable_line()
        if line is None or self._is_watched() or not self.health_check_done:  # type: ignore[attr-defined]
            cursor = self.cursor()
            cursor.execute(query, values)
            return cursor
        try:
            return line.run(query, values)
        except psycopg.Error:
            with self.wrap_database_errors:
                raise

    def schema_editor(self, *args: Any, **kwargs: Any) -> Any:
        """Django's; the driver forgets its prepared statements when tables change, and ours with them."""
        self._line = None
        return super().schema_editor(*args, **kwargs)

    def _commit(self) -> None:
        self._end("COMMIT")

    def _rollback(self) -> None:
        self._end("ROLLBACK")

    def _end(self, command: str) -> None:
        """Past the driver, which would have all statements prepared anew after every ROLLBACK."""
        line = self._usable_line()
        if line is not None:
            with debug_transaction(self, command), self.wrap_database_errors:
                line.end(command.encode())

    def _savepoint(self, sid: str) -> None:
        self.straight(self.ops.savepoint_create_sql(sid), ())

    def _savepoint_commit(self, sid: str) -> None:
        self.straight(self.ops.savepoint_commit_sql(sid), ())

    def _savepoint_rollback(self, sid: str) -> None:
        answer = self.straight(self.ops.savepoint_rollback_sql(sid), ())
        if not isinstance(answer, Answer):
            self._line = None

    def _usable_line(self) -> Line | None:
        link: Any = self.connection
        if self._line is None or self._line.link is not link:
            self._line = Line(link) if link is not None else None
        return self._line

    def _is_watched(self) -> bool:
        return bool(self.needs_rollback or self.execute_wrappers or self.force_debug_cursor)
