"""The nursery: a process without threads, forked from `serve` before it has any, that forks the worker child.

A forked worker shares the memory of everything imported. When it crashes, or rests to give memory back, the nursery
forks another; when `serve` is gone (its end of the lifeline closes), both end.
"""

import logging
import os
import select
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

log = logging.getLogger("madoguchi.serving")
_GRACE = 4.5
_SHORT_LIFE = 2.0


class Nursery:
    """Start it before any thread exists."""

    def __init__(self, worker: Callable[[int], int]) -> None:
        """`worker(lifeline)` runs in the worker child and returns its exit code."""
        self._worker = worker
        self.pid = 0
        self._lifeline = -1

    def start(self) -> None:
        """Forks the nursery, which forks the worker."""
        kept, held = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            os.close(held)
            os._exit(_tend(self._worker, kept))
        os.close(kept)
        self.pid, self._lifeline = pid, held

    def stop(self, seconds: float) -> bool:
        """Ends nursery and worker; waits; True when they ended in time."""
        if not self.pid:
            return True
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)
        os.close(self._lifeline)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with suppress(ChildProcessError):
                if os.waitpid(self.pid, os.WNOHANG)[0] == 0:
                    time.sleep(0.02)
                    continue
            self.pid = 0
            return True
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        return False


def _tend(worker: Callable[[int], int], lifeline: int) -> int:
    asked, waker = os.pipe()
    os.set_blocking(asked, False)
    os.set_blocking(waker, False)
    stopping: list[int] = []

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.append(1)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
    signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
    while not stopping:
        born = time.monotonic()
        child = os.fork()
        if child == 0:
            _become_worker(worker, lifeline, asked, waker)
        status = _wait_for(child, stopping, lifeline, asked)
        if status is None:
            return _end(child)
        if status != 0:
            log.error("the worker child ended unexpectedly", extra={"status": os.waitstatus_to_exitcode(status)})
        if time.monotonic() - born < _SHORT_LIFE and not stopping:
            select.select([lifeline], [], [], 1.0)
    return 0


def _become_worker(worker: Callable[[int], int], lifeline: int, asked: int, waker: int) -> None:
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.close(asked)
        os.close(waker)
        code = worker(lifeline)
    except BaseException:
        log.exception("the worker child failed")
    finally:
        os._exit(code)


def _wait_for(child: int, stopping: list[int], lifeline: int, asked: int) -> int | None:
    """The child's status when it ended by itself; None when it shall be ended."""
    while True:
        with suppress(ChildProcessError):
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                return status
        if stopping:
            return None
        ready, _, _ = select.select([lifeline, asked], [], [])
        if lifeline in ready:
            return None
        with suppress(BlockingIOError):
            os.read(asked, 64)


def _end(child: int) -> int:
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGTERM)
    until = time.monotonic() + _GRACE
    while time.monotonic() < until:
        with suppress(ChildProcessError):
            if os.waitpid(child, os.WNOHANG)[0] == 0:
                time.sleep(0.02)
                continue
        return 0
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    return 1
