"""The threads that run jobs: workers that wait for a bell, and one that watches the clock.

Daemon threads: a job that does not end in time is given back and does not hold up the stop of its process.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.db import DatabaseError, connection

from madoguchi.kernel import clock, connecting
from madoguchi.kernel.jobs import bells, claiming
from madoguchi.kernel.jobs.claiming import Claim
from madoguchi.kernel.jobs.kinds import HEAVY, LIGHT
from madoguchi.kernel.jobs.performing import attempt
from madoguchi.kernel.jobs.recovering import holder_name, recover, release
from madoguchi.kernel.jobs.scheduling import enqueue_periodic

log = logging.getLogger("madoguchi.jobs")
_LONGEST_WAIT = 1.0
_RECOVER_EVERY = 5.0
_EXTEND_EVERY = claiming.LEASE.total_seconds() / 3


@dataclass(frozen=True, slots=True)
class Lane:
    """One thread's share of the work: a queue, from a priority upwards."""

    queue: str
    lowest_priority: int = -100


def light_lanes(threads: int) -> tuple[Lane, ...]:
    """So many threads for jobs that wait."""
    return (Lane(LIGHT),) * threads


HEAVY_LANES = (Lane(HEAVY), Lane(HEAVY, 1))


class Runner:
    """Runs jobs until it is stopped. `periodic`: whether it also watches the schedule (any number of runners may)."""

    def __init__(self, lanes: tuple[Lane, ...], *, periodic: bool) -> None:
        self.holder = holder_name()
        self.busy = 0
        self.done = 0
        self._lanes = lanes
        self._periodic = periodic
        self._stopping = threading.Event()
        self._count = threading.Lock()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Takes back what dead processes left and starts the threads."""
        bells.queues_here.update(lane.queue for lane in self._lanes)
        works: list[tuple[str, Callable[[], None]]] = [("jobs-clock", self._watch)]
        works += [(f"jobs-{n}-{lane.queue}", partial(self._work, lane)) for n, lane in enumerate(self._lanes)]
        for name, work in works:
            thread = threading.Thread(target=work, name=name, daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self, seconds: float) -> bool:
        """Takes no more jobs, waits for the running ones, gives back what is not done in time; True when all ended."""
        self._stopping.set()
        bells.queues_here.clear()
        bells.ring_all()
        until = time.monotonic() + seconds
        while self.busy and time.monotonic() < until:
            time.sleep(0.02)
        clean = self.busy == 0
        if not clean:
            log.warning("jobs given back", extra={"count": release(self.holder)})
        return clean

    def _work(self, lane: Lane) -> None:
        done: Claim | None = None
        while not self._stopping.is_set():
            try:
                connecting.refresh()
                claimed = claiming.claim(
                    lane.queue, holder=self.holder, lowest_priority=lane.lowest_priority, done=done
                )
            except DatabaseError as problem:
                self._database_is_away(problem)
                continue
            if done is not None:
                self._ended()
                done = None
            if claimed is None:
                bells.bell(lane.queue, urgent=lane.lowest_priority > 0).wait(_LONGEST_WAIT * 20)
                continue
            with self._count:
                self.busy += 1
            if self._attempt(claimed):
                done = claimed
            else:
                self._ended()
        if done is not None:
            self._finish(done)
        connection.close()

    def _attempt(self, claimed: Claim) -> bool:
        """Whether the job is done and waits to be finished with the next claim."""
        try:
            return attempt(claimed)
        except Exception:
            log.exception("the end of a job could not be recorded", extra={"job": claimed.id, "kind": claimed.kind})
            return False

    def _finish(self, done: Claim) -> None:
        """The last one of a stopping thread; what cannot be recorded now is taken back and found done."""
        try:
            claiming.finish(done)
        except DatabaseError as problem:
            log.warning("the end of a job could not be recorded", extra={"job": done.id, "problem": str(problem)})
        finally:
            self._ended()

    def _ended(self) -> None:
        with self._count:
            self.busy -= 1
            self.done += 1

    def _watch(self) -> None:
        recovered = extended = float("-inf")
        while not self._stopping.is_set():
            try:
                connecting.refresh()
                if time.monotonic() - recovered >= _RECOVER_EVERY:
                    recover()
                    recovered = time.monotonic()
                if self.busy and time.monotonic() - extended >= _EXTEND_EVERY:
                    claiming.extend(self.holder)
                    extended = time.monotonic()
                if self._periodic:
                    enqueue_periodic()
                wait = self._ring_for_due()
            except DatabaseError as problem:
                self._database_is_away(problem)
                continue
            bells.clockwork.wait(wait)
        connection.close()

    def _ring_for_due(self) -> float:
        now = clock.now()
        wait = _LONGEST_WAIT
        for queue, due in claiming.next_due().items():
            if due <= now:
                bells.ring_here(queue, times=len(self._lanes))
            else:
                wait = min(wait, (due - now).total_seconds() + 0.001)
        return wait

    def _database_is_away(self, problem: DatabaseError) -> None:
        log.warning("jobs wait for the database", extra={"problem": str(problem).splitlines()[0]})
        connection.close()
        self._stopping.wait(1.0)
