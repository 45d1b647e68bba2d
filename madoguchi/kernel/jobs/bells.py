"""Waking the threads that wait for jobs, in this process at once and in the others over the wire."""

import threading
from collections import defaultdict

from madoguchi.kernel import wire


class Bell:
    """One ring wakes one waiting thread; a ring that nobody waits for is kept for the next to wait."""

    def __init__(self) -> None:
        self._condition = threading.Condition(threading.Lock())
        self._rings = 0

    def ring(self, times: int = 1) -> None:
        """Wakes so many waiting threads."""
        with self._condition:
            self._rings = min(self._rings + times, 16)
            self._condition.notify(times)

    def wait(self, seconds: float) -> bool:
        """Waits for a ring; whether there was one."""
        with self._condition:
            heard = self._condition.wait_for(lambda: self._rings > 0, seconds)
            if heard:
                self._rings -= 1
            return heard


_bells: dict[str, Bell] = defaultdict(Bell)
clockwork = Bell()
queues_here: set[str] = set()
"""The queues whose jobs this process runs."""


def bell(queue: str, *, urgent: bool = False) -> Bell:
    """The bell of a queue in this process; threads that only take urgent jobs have their own."""
    return _bells[f"{queue}!" if urgent else queue]


def ring(queue: str, *, later: bool = False) -> None:
    """A job was committed: wakes one thread for it, or (`later`) only those who watch the clock.

    Other processes are told only when this one runs no jobs of that queue. When all threads here are busy, the others
    find the job when they look at the clock.
    """
    if queue in queues_here:
        ring_here(queue, later=later)
    else:
        wire.send("job", [queue, later])


def ring_all() -> None:
    """Wakes everybody in this process: something may have been missed."""
    for known in list(_bells.values()):
        known.ring(16)
    clockwork.ring()


def ring_here(queue: str, *, later: bool = False, times: int = 1) -> None:
    """Wakes so many threads of this process."""
    if queue not in queues_here:
        return
    if later:
        clockwork.ring()
    else:
        bell(queue).ring(times)
        bell(queue, urgent=True).ring(times)


def _heard(body: list[object]) -> None:
    ring_here(str(body[0]), later=bool(body[1]))


wire.receive("job", _heard)
wire.on_gap(ring_all)
