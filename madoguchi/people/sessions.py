"""Django's database sessions, read with one plain statement: every page reads one, and the ORM made it dear.

Not for: who the session belongs to (see entering).
"""

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import connection

from madoguchi.kernel import clock

_READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(DatabaseSessionStore):
    """What SESSION_ENGINE asks for."""

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        until = connection.ops.adapt_datetimefield_value(clock.now())
        with connection.cursor() as cursor:
            cursor.execute(_READ, [self.session_key, until])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return None
        return self.model(session_key=str(self.session_key), session_data=row[0])
