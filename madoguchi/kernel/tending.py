"""Daily care of the database: expired sign-ins go. Not for: records that somebody may still want to read."""

from importlib import import_module

from django.conf import settings
from django.db import connection


def tend() -> None:
    """Deletes expired sessions and lets SQLite give its log file back."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
