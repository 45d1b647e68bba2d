"""A thread's own database connection, looked after between two pieces of work. Not for: requests (Django does it)."""

import threading
import time

from django.db import close_old_connections, connection

_SURE_FOR = 1.0
_local = threading.local()


def refresh() -> None:
    """Closes a connection that is broken or too old. One that has worked within the last second is believed without
    asking: on PostgreSQL the question is a statement of its own."""
    now = time.monotonic()
    if connection.errors_occurred or now - getattr(_local, "looked_at", 0.0) >= _SURE_FOR:
        close_old_connections()
        _local.looked_at = now
