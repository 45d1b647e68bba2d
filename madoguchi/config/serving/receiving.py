"""Taking in a request's body on the event loop, so that a slow sender never holds a thread.

Up to 1 MB stays in memory, more goes to a temporary file. A body that is cut off is refused: nothing of it is handled.
"""

import asyncio
import tempfile
from io import BytesIO
from typing import IO

from madoguchi.config.serving.asgi import Receive, Scope, header

SPOOL_OVER = 1024 * 1024
TOGETHER_IN_MEMORY = 64 * 1024 * 1024
TOGETHER_ON_DISK = 2 * 1024 * 1024 * 1024
SECONDS_BETWEEN_PIECES = 30.0


class Refused(Exception):
    """The body cannot be taken; answer with this status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class CutOff(Exception):
    """The client left before its body was complete."""


class Receiving:
    """Takes in bodies, and knows how much of unfinished ones lies in memory and on disk over all requests."""

    def __init__(self, *, largest: int) -> None:
        self._largest = largest
        self._in_memory = 0
        self._on_disk = 0

    async def body(self, scope: Scope, receive: Receive) -> tuple[IO[bytes], int]:
        """The whole body and its length. Raises Refused (400, 408, 413) or CutOff."""
        announced = _announced(scope)
        if announced is not None and announced > self._largest:
            raise Refused(413)
        if announced == 0 or (announced is None and header(scope, b"transfer-encoding") is None):
            return BytesIO(), 0
        pieces: list[bytes] = []
        held = length = spooled = 0
        spool: IO[bytes] | None = None
        try:
            more = True
            while more:
                async with asyncio.timeout(SECONDS_BETWEEN_PIECES):
                    message = await receive()
                if message["type"] == "http.disconnect":
                    raise CutOff
                piece: bytes = message.get("body", b"")
                more = message.get("more_body", False)
                length += len(piece)
                if length > self._largest:
                    raise Refused(413)
                if spool is not None:
                    spool.write(piece)
                    spooled += len(piece)
                    self._on_disk += len(piece)
                    if self._on_disk > TOGETHER_ON_DISK:
                        raise Refused(503)
                    continue
                pieces.append(piece)
                held += len(piece)
                self._in_memory += len(piece)
                if length > SPOOL_OVER or self._in_memory > TOGETHER_IN_MEMORY:
                    spool = tempfile.TemporaryFile(prefix="madoguchi-")  # noqa: SIM115
                    spool.writelines(pieces)
                    self._in_memory -= held
                    held = 0
                    pieces.clear()
            if announced is not None and length != announced:
                raise CutOff
        except TimeoutError:
            if spool is not None:
                spool.close()
            raise Refused(408) from None
        except BaseException:
            if spool is not None:
                spool.close()
            raise
        finally:
            self._in_memory -= held
            self._on_disk -= spooled
        if spool is None:
            return BytesIO(b"".join(pieces)), length
        spool.seek(0)
        return spool, length


def _announced(scope: Scope) -> int | None:
    value = header(scope, b"content-length")
    if value is None:
        return None
    if not value.isdigit():
        raise Refused(400)
    return int(value)
