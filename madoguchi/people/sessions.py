"""Django's database sessions, read with one plain statement: every page reads one, and the ORM made it dear.

Not for: who the session belongs to (see entering).
"""

from functools import lru_cache
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.core import signing

from madoguchi.kernel import clock, statements

_READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(DatabaseSessionStore):
    """What SESSION_ENGINE asks for."""

    def load(self) -> dict[str, Any]:
        """The values of a session that is still valid; nothing, under no key, for any other."""
        row = statements.run(_READ, [self.session_key, statements.moment(clock.now())]).fetchone()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """The values of a stored session; its signature is checked once."""
        try:
            found: dict[str, Any] = self.serializer().loads(_checked(str(session_data), self.key_salt))
        except Exception:
            return super().decode(session_data)
        return found


class _Unread:
    """A serializer that leaves the bytes as they are."""

    def dumps(self, obj: bytes) -> bytes:
        return obj

    def loads(self, data: bytes) -> bytes:
        return data


@lru_cache(1000)
def _checked(session_data: str, salt: str) -> bytes:
    found: bytes = signing.loads(session_data, salt=salt, serializer=_Unread)
    return found
