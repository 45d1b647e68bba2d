"""uvicorn's HTTP protocol with limits on what comes before a request: a head has a size and a time.

Without them a client could send an endless head into memory, or hold thousands of connections with half a line each.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LARGEST_HEAD = 64 * 1024
SECONDS_FOR_HEAD = 30.0


class Protocol(HttpToolsProtocol):
    """One connection. The clock runs from its beginning, and from the first byte of each further request."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._in_head = False
        self._head_size = 0
        self._head_clock: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Starts the clock."""
        super().connection_made(transport)
        self._start_clock()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stops the clock."""
        self._stop_clock()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Takes in what came, unless the head has grown too large."""
        super().data_received(data)
        if not self._in_head:
            return
        self._head_size += len(data)
        if self._head_size > LARGEST_HEAD:
            self._stop_clock()
            self._in_head = False
            self.send_400_response("Request header too large")
        elif self._head_clock is None:
            self._start_clock()

    def on_message_begin(self) -> None:
        """A head begins."""
        super().on_message_begin()
        self._in_head, self._head_size = True, 0

    def on_headers_complete(self) -> None:
        """A head is whole."""
        self._in_head = False
        self._stop_clock()
        super().on_headers_complete()

    def _start_clock(self) -> None:
        self._head_clock = self.loop.call_later(SECONDS_FOR_HEAD, self.transport.close)

    def _stop_clock(self) -> None:
        if self._head_clock is not None:
            self._head_clock.cancel()
            self._head_clock = None
