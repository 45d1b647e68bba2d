"""The few threads that run pages. Daemon threads: one that hangs does not hold up the stop of the process.

The thread that ended last begins first: while one suffices it keeps its database connection and caches warm.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")
_Work = tuple[Callable[[], Any], "asyncio.Future[Any]", asyncio.AbstractEventLoop]


class Pool:
    """A fixed number of threads with one queue. `unfinished` counts requests waiting or running."""

    def __init__(self, threads: int) -> None:
        self.threads = threads
        self.unfinished = 0
        self._lock = threading.Lock()
        self._waiting: deque[_Work] = deque()
        self._idle: list[SimpleQueue[_Work]] = []
        for number in range(threads):
            threading.Thread(target=self._work, name=f"page-{number}", daemon=True).start()

    async def run(self, function: Callable[[], T]) -> T:
        """Runs `function` in a thread. Cancelled before a thread took it, it never runs."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self.unfinished += 1
        with self._lock:
            if self._idle:
                self._idle.pop().put((function, future, loop))
            else:
                self._waiting.append((function, future, loop))
        try:
            return await future
        finally:
            self.unfinished -= 1

    def _next(self, door: "SimpleQueue[_Work]") -> _Work:
        with self._lock:
            if self._waiting:
                return self._waiting.popleft()
            self._idle.append(door)
        return door.get()

    def _work(self) -> None:
        door: SimpleQueue[_Work] = SimpleQueue()
        while True:
            function, future, loop = self._next(door)
            if future.cancelled():
                continue
            try:
                result, problem = function(), None
            except BaseException as raised:
                result, problem = None, raised
            try:
                loop.call_soon_threadsafe(_settle, future, result, problem)
            except RuntimeError:
                return
            del function, future, result, problem


def _settle(future: "asyncio.Future[Any]", result: Any, problem: BaseException | None) -> None:
    if future.cancelled():
        return
    if problem is None:
        future.set_result(result)
    else:
        future.set_exception(problem)
