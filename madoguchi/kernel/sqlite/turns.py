"""One writer at a time within the process, first come first served.

SQLite's own busy handler sleeps and guesses; under load the unlucky wait for seconds. Here each waits exactly for its
turn. Other processes still meet at the file itself.
"""

import os
import threading
from collections import deque


class Turns:
    """A fair lock. It is held by one connection at a time, from BEGIN to the end of the transaction."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._taken = False
        self._queue: deque[threading.Lock] = deque()

    def take(self, seconds: float) -> bool:
        """Waits for the turn; False when it did not come in time."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            mine = threading.Lock()
            mine.acquire()
            self._queue.append(mine)
        if mine.acquire(timeout=seconds):
            return True
        with self._guard:
            if mine in self._queue:
                self._queue.remove(mine)
                return False
        return True

    def give(self) -> None:
        """Hands the turn to the one who has waited longest."""
        with self._guard:
            if self._queue:
                self._queue.popleft().release()
            else:
                self._taken = False


_turns: dict[str, Turns] = {}
_guard = threading.Lock()


def turns_of(database: str) -> Turns:
    """The turns of a database file in this process."""
    with _guard:
        return _turns.setdefault(database, Turns())


def _start_afresh() -> None:
    global _guard
    _guard = threading.Lock()
    _turns.clear()


os.register_at_fork(after_in_child=_start_afresh)
