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


def bell(queue: str, *, urgent: bool = False) -> Bell:
    """The bell of a queue in this process; threads that only take urgent jobs have their own."""
    return _bells[f"{queue}!" if urgent else queue]


def ring(queue: str, *, later: bool = False) -> None:
    """A job was committed: wakes one thread for it everywhere, or (`later`) only those who watch the clock."""
    ring_here(queue, later=later)
    wire.send("job", [queue, later])


def ring_all() -> None:
    """Wakes everybody in this process: something may have been missed."""
    for known in list(_bells.values()):
        known.ring(16)
    clockwork.ring()


def ring_here(queue: str, *, later: bool = False) -> None:
    """The same in this process only."""
    if later:
        clockwork.ring()
    else:
        bell(queue).ring()
        bell(queue, urgent=True).ring()


def _heard(body: list[object]) -> None:
    ring_here(str(body[0]), later=bool(body[1]))


wire.receive("job", _heard)
wire.on_gap(ring_all)
