"""A server that is farther away than it is: every piece of a connection travels `way` seconds in each direction."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

PIECE = 65536


@dataclass
class Distance:
    """A door on `port` to the server at `target`. While `asleep` nothing arrives; `wake` breaks what was open, as a
    browser does with its connections when the machine wakes."""

    target: int
    way: float
    port: int = 0
    asleep: bool = False
    tasks: set["asyncio.Task[None]"] = field(default_factory=set)
    writers: set[asyncio.StreamWriter] = field(default_factory=set)
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)

    def wake(self) -> None:
        """Ends the sleep."""
        self.loop.call_soon_threadsafe(self._break)

    def _break(self) -> None:
        self.asleep = False
        for writer in list(self.writers):
            writer.transport.abort()

    async def open(self) -> asyncio.Server:
        """Begins to listen on a free port."""
        door = await asyncio.start_server(self._visit, "127.0.0.1", 0, limit=PIECE)
        self.port = door.sockets[0].getsockname()[1]
        return door

    async def _visit(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(2 * self.way)  # the handshake of TCP
        with suppress(OSError):
            their_reader, their_writer = await asyncio.open_connection("127.0.0.1", self.target, limit=PIECE)
            for task in (self._carry(reader, their_writer), self._carry(their_reader, writer)):
                kept = asyncio.create_task(task)
                self.tasks.add(kept)
                kept.add_done_callback(self.tasks.discard)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        now = asyncio.get_running_loop().time
        on_the_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        self.writers.add(writer)

        async def arrive() -> None:
            while True:
                due, piece = await on_the_way.get()
                await asyncio.sleep(max(0, due - now()))
                if not piece:
                    return writer.close()
                if not self.asleep:
                    writer.write(piece)
                    await writer.drain()

        arriving = asyncio.create_task(arrive())
        try:
            while piece := await reader.read(PIECE):
                on_the_way.put_nowait((now() + self.way, piece))
        except OSError:
            pass
        on_the_way.put_nowait((now() + self.way, b""))
        with suppress(OSError):
            await arriving
        self.writers.discard(writer)


@contextmanager
def away(target: int, *, round_trip: float) -> Iterator[Distance]:
    """The door, open in a thread of its own until the end."""
    distance, ready = Distance(target, round_trip / 2), threading.Event()

    async def stand() -> None:
        await distance.open()
        ready.set()

    def turn() -> None:
        distance.loop.create_task(stand())
        distance.loop.run_forever()

    thread = threading.Thread(target=turn, daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield distance
    finally:
        distance.wake()
        distance.loop.call_soon_threadsafe(distance.loop.call_later, 0.2, distance.loop.stop)
        thread.join(10)
