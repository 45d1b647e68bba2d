"""uvicorn, ending as we want it: streams end at once, the running page and job may finish, nothing waits for ever."""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

import uvicorn

from madoguchi.config.serving.live import Hub

log = logging.getLogger("madoguchi.serving")
PATIENCE = 4.0


class Server(uvicorn.Server):
    """`begin` runs on the loop before the port opens; `finish(seconds)` in a thread while the last pages run."""

    def __init__(
        self, config: uvicorn.Config, *, hub: Hub, begin: Callable[[], None], finish: Callable[[float], None]
    ) -> None:
        super().__init__(config)
        self._hub = hub
        self._begin = begin
        self._finish = finish
        self.ready: Callable[[], None] = lambda: None

    async def startup(self, sockets: Any = None) -> None:
        """Begins, then opens the port."""
        self._begin()
        await super().startup(sockets)
        self.ready()

    async def shutdown(self, sockets: Any = None) -> None:
        """Closes the port, ends the streams, waits for pages and jobs, then closes what is left; under 5 seconds."""
        self._captured_signals.clear()
        log.info("stopping")
        until = time.monotonic() + PATIENCE
        for server in self.servers:
            server.close()
        self._hub.stop()
        finishing = asyncio.create_task(asyncio.to_thread(self._finish, PATIENCE - 0.5))
        await asyncio.sleep(0.05)
        for connection in list(self.server_state.connections):
            connection.shutdown()
        while self.server_state.tasks and time.monotonic() < until - 0.3:
            await asyncio.sleep(0.02)
        if self.server_state.tasks:
            log.warning("requests cut off", extra={"count": len(self.server_state.tasks)})
        for connection in list(self.server_state.connections):
            transport = connection.transport
            if transport is not None:
                transport.abort()
        for task in list(self.server_state.tasks):
            task.cancel()
        await asyncio.wait({finishing}, timeout=max(0.1, until + 0.5 - time.monotonic()))
        log.info("stopped")
