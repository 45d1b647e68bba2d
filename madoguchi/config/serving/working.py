"""A process that only runs jobs: the worker child of `serve`, or a `madoguchi worker` on PostgreSQL."""

import logging
import os
import resource
import select
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType

from madoguchi.kernel import wire
from madoguchi.kernel.jobs.running import Lane, Runner

log = logging.getLogger("madoguchi.jobs")
PATIENCE = 3.5
_REST_AFTER = 30.0
_MAY_GROW = 60 * 1024 * 1024


def work(lanes: tuple[Lane, ...], *, role: str, periodic: bool, lifeline: int | None = None) -> int:
    """Runs jobs until SIGTERM or until the other end of `lifeline` is gone; returns the exit code.

    With a lifeline it also ends, to be started afresh, when it has grown and has had nothing to do for a while.
    """
    asked, waker = os.pipe()

    def stop(_number: int, _frame: FrameType | None) -> None:
        with suppress(BlockingIOError):
            os.write(waker, b".")

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    wire.open_wire(role, hears=("job",))
    runner = Runner(lanes, periodic=periodic)
    runner.start()
    born, done, quiet_since = _memory(), 0, time.monotonic()
    ends = [asked] if lifeline is None else [asked, lifeline]
    while True:
        ready, _, _ = select.select(ends, [], [], 5.0)
        if ready:
            break
        if runner.busy or runner.done != done:
            done, quiet_since = runner.done, time.monotonic()
        elif lifeline is not None and time.monotonic() - quiet_since > _REST_AFTER and _memory() - born > _MAY_GROW:
            log.info("worker starts afresh", extra={"megabytes": _memory() // 1024 // 1024})
            break
    clean = runner.stop(PATIENCE)
    wire.close()
    logging.shutdown()
    sys.stdout.flush()
    return 0 if clean else 1


def _memory() -> int:
    """Bytes of memory that are this process's own; its highest mark where the system does not tell."""
    try:
        fields = Path("/proc/self/statm").read_text().split()
        return (int(fields[1]) - int(fields[2])) * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
