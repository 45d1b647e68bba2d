"""The worker child of `serve`: forked before any thread exists, so that it shares the memory of everything imported.

When it ends by itself another is started, then as a program of its own (a process with threads must not fork). When
`serve` is gone (its end of the lifeline closes) the child ends too.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress

from madoguchi.config.serving.child_metrics import tell_parent
from madoguchi.config.serving.working import work
from madoguchi.kernel.jobs.running import HEAVY_LANES

log = logging.getLogger("madoguchi.serving")
_SHORT_LIFE = 2.0
_PROGRAM = """
from madoguchi.config.start import start
start()
import os
from madoguchi.config.serving.child import run_child
os._exit(run_child({lifeline}))
"""


class Child:
    """One worker child at a time. Call `fork` while the process has no threads, `watch` afterwards."""

    def __init__(self) -> None:
        self.pid = 0
        self._kept = self._held = -1
        self._stopping = threading.Event()
        self._ended = threading.Event()
        self._born = 0.0

    def fork(self) -> None:
        """Starts the first child."""
        self._kept, self._held = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        self._born = time.monotonic()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._held)
            os._exit(run_child(self._kept))

    def watch(self) -> None:
        """Waits in a thread for the child's end, and starts the next one."""
        if self.pid:
            threading.Thread(target=self._tend, name="child", daemon=True).start()

    def stop(self, seconds: float) -> bool:
        """Ends the child; True when it ended in time."""
        if not self.pid:
            return True
        self._stopping.set()
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)
        if self._ended.wait(seconds):
            return True
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        return False

    def _tend(self) -> None:
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        while not self._stopping.is_set():
            if code != 0:
                log.error("the worker child ended unexpectedly", extra={"code": code})
            if time.monotonic() - self._born < _SHORT_LIFE:
                self._stopping.wait(1.0)
            if self._stopping.is_set():
                break
            self._born = time.monotonic()
            program = _PROGRAM.format(lifeline=self._kept)
            with subprocess.Popen([sys.executable, "-c", program], pass_fds=[self._kept]) as process:
                self.pid = process.pid
                if self._stopping.is_set():
                    process.terminate()
                code = process.wait()
        self._ended.set()


def run_child(lifeline: int) -> int:
    """Runs heavy jobs until the other end of the lifeline closes; returns the exit code."""
    tell_parent()
    try:
        return work(HEAVY_LANES, role="child", periodic=False, lifeline=lifeline)
    except Exception:
        log.exception("the worker child failed")
        return 1
