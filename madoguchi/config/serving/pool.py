"""The few threads that run pages. Daemon threads: one that hangs does not hold up the stop of the process."""

import asyncio
import threading
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
        self._queue: SimpleQueue[_Work] = SimpleQueue()
        for number in range(threads):
            threading.Thread(target=self._work, name=f"page-{number}", daemon=True).start()

    async def run(self, function: Callable[[], T]) -> T:
        """Runs `function` in a thread. Cancelled before a thread took it, it never runs."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self.unfinished += 1
        self._queue.put((function, future, loop))
        try:
            return await future
        finally:
            self.unfinished -= 1

    def _work(self) -> None:
        while True:
            function, future, loop = self._queue.get()
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
