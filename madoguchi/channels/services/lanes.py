"""One way out, one lane: whoever sends through it works off all that is due there, and others do not wait beside it.

Lanes belong to a process. That no message is sent by two processes is the claim's work (see `attempting`), not theirs.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings

_LINES = max(1, settings.JOB_THREADS - 1)
_lines = threading.BoundedSemaphore(_LINES)
"""One job thread always stays free for reading: a server that hangs must not keep new mail from becoming tickets."""
_doubtful = threading.BoundedSemaphore(max(1, _LINES - 1))
"""Servers that did not answer last time never take all lines."""


class Lane:
    """Who wants to send through one way out, and whether somebody does."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._wanted: dict[int, None] = {}
        self._taken = False

    def take(self, inbox_id: int) -> bool:
        """Asks for the inbox to be worked off. True: by you, now. False: whoever is at it will do it next."""
        with self._guard:
            self._wanted[inbox_id] = None
            if self._taken:
                return False
            self._taken = True
            return True

    def next(self) -> int | None:
        """The next inbox to work off; None gives the lane back."""
        with self._guard:
            inbox_id = next(iter(self._wanted), None)
            if inbox_id is None:
                self._taken = False
            else:
                del self._wanted[inbox_id]
            return inbox_id

    def leave(self) -> list[int]:
        """Gives the lane back in the middle; returns the inboxes nobody has worked off."""
        with self._guard:
            left, self._taken = list(self._wanted), False
            self._wanted.clear()
            return left


_lanes: dict[str, Lane] = {}
_lanes_guard = threading.Lock()


def work_off(name: str, inbox_id: int, work: Callable[[int], None], *, doubtful: bool) -> list[int] | None:
    """Runs `work` for every inbox wanted in the lane; returns those for which there is no line free just now.

    None when somebody else is at it: they will do this inbox too. `doubtful`: the way out did not answer last time.
    """
    lane = _lane(name)
    if not lane.take(inbox_id):
        return None
    given_back = False
    try:
        with _line(doubtful=doubtful) as free:
            if free:
                while (wanted := lane.next()) is not None:
                    work(wanted)
                given_back = True
    finally:
        left = [] if given_back else lane.leave()
    return left


def _lane(name: str) -> Lane:
    with _lanes_guard:
        return _lanes.setdefault(name, Lane())


@contextmanager
def _line(*, doubtful: bool) -> Iterator[bool]:
    gates = [_doubtful, _lines] if doubtful else [_lines]
    passed: list[threading.BoundedSemaphore] = []
    try:
        for gate in gates:
            if gate.acquire(blocking=False):
                passed.append(gate)
        yield len(passed) == len(gates)
    finally:
        for gate in passed:
            gate.release()
