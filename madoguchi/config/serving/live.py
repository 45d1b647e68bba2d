"""`/live`: server-sent events to every open desk, on the event loop, without the database.

Names only: `event: change`, `id: <event id>`, data {"name", "ticket_id", "actor_id"}. `event: refresh` when too much
was missed, `event: renew` before the stream ends and the page must bring a new ticket.
"""

import asyncio
import json
import logging
import random
import time
from collections import defaultdict, deque
from urllib.parse import parse_qs

from madoguchi.config.serving.asgi import Headers, Receive, Scope, Send, answer, header
from madoguchi.kernel import live, metrics
from madoguchi.kernel.live import Announcement, Listener, Memory
from madoguchi.kernel.live.ticketing import LIFETIME

log = logging.getLogger("madoguchi.live")
BEAT_SECONDS = 20.0
MOST_STREAMS = 5000
MOST_PER_AGENT = 40
_MOST_PENDING = 200
_STALLED = 60.0
_AT_ONCE = 100
_REFRESH = b"event: refresh\ndata: {}\n\n"
_RENEW = b"event: renew\ndata: {}\n\n"
_HELLO = b"retry: 2000\n\n"
_HEADERS: Headers = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


class Stream:
    """One open stream: what is still to be sent, and the future that wakes its task."""

    __slots__ = ("beat_at", "ended", "listener", "pending", "sending_since", "task", "waker")

    def __init__(self, listener: Listener, beat_at: float) -> None:
        self.listener = listener
        self.pending: list[bytes] = []
        self.waker: asyncio.Future[None] | None = None
        self.task: asyncio.Task[None] | None = None
        self.ended = False
        self.beat_at = beat_at
        self.sending_since = 0.0

    def push(self, piece: bytes) -> None:
        """Adds a piece; a stream that falls too far behind is told to refresh instead."""
        self.pending.append(piece)
        if len(self.pending) > _MOST_PENDING:
            self.pending[:] = [_REFRESH]
        self.wake()

    def end(self, last: bytes) -> None:
        """Sends a last piece and closes."""
        self.pending.append(last)
        self.ended = True
        self.wake()

    def wake(self) -> None:
        """Lets the stream's task go on."""
        if self.waker is not None and not self.waker.done():
            self.waker.set_result(None)


class Hub:
    """All streams of this process. Everything but the three `hear_` methods happens on the event loop."""

    def __init__(self) -> None:
        self.streams: set[Stream] = set()
        self._of_agent: dict[int, list[Stream]] = defaultdict(list)
        self._memory = Memory(known_up_to=0)
        self._dismissed: dict[int, float] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._beating: asyncio.Task[None] | None = None
        self._stopped = False
        self._heard: deque[Announcement] = deque()

    def start(self, *, known_up_to: int) -> None:
        """Begins to hear announcements; `known_up_to` is the newest event id in the log. Call on the loop."""
        self._loop = asyncio.get_running_loop()
        self._memory = Memory(known_up_to=known_up_to)
        live.begin_at(known_up_to)
        self._beating = self._loop.create_task(self._beat())
        live.listen(self.hear)
        live.listen_to_dismissals(self.hear_dismissal)
        live.listen_to_gaps(self.hear_gap)

    def stop(self) -> None:
        """Ends every stream; browsers come back to whoever listens next."""
        self._stopped = True
        if self._beating is not None:
            self._beating.cancel()
        for stream in list(self.streams):
            stream.end(b"retry: %d\n\n" % random.randint(500, 3000))

    def hear(self, announcement: Announcement) -> None:
        """From any thread: an announcement of any process. Without streams the loop is not woken for it: that costs a
        page more than the rest of the telling. It takes it in at its next beat, or when a stream opens."""
        self._heard.append(announcement)
        if self.streams and self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.take_in)

    def take_in(self) -> None:
        """Hands on what was heard and lies waiting. On the loop."""
        while self._heard:
            self._tell(self._heard.popleft())

    def hear_dismissal(self, agent_id: int) -> None:
        """From any thread: this agent's streams end, and tickets given out before are refused."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._dismiss, agent_id)

    def hear_gap(self) -> None:
        """From any thread: something may have been missed; everybody looks again."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._refresh_all)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One stream, from its ticket to its end."""
        query = parse_qs(scope["query_string"].decode("latin-1"))
        listener = live.read_ticket(query.get("ticket", [""])[0])
        if listener is None or self._dismissed.get(listener.agent_id, 0.0) >= listener.issued_at:
            await answer(send, 403, b"This stream ticket is not valid (any more)")
            return
        if self._stopped or len(self.streams) >= MOST_STREAMS:
            await answer(send, 503, b"Too many streams", headers=[(b"retry-after", b"5")])
            return
        last = header(scope, b"last-event-id") or query.get("after", [""])[0].encode()
        stream = Stream(listener, time.monotonic() + random.uniform(1, BEAT_SECONDS))
        stream.task = asyncio.current_task()
        self._add(stream)
        self.take_in()
        stream.pending = [_HELLO, *self._missed(listener, last)]
        leaving = asyncio.ensure_future(_until_left(receive, stream))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
            await self._pour(stream, send)
        except asyncio.CancelledError:
            log.info("a stream that did not read was ended", extra={"agent": listener.agent_id})
        finally:
            leaving.cancel()
            self._remove(stream)

    async def _pour(self, stream: Stream, send: Send) -> None:
        loop = asyncio.get_running_loop()
        while True:
            if stream.pending:
                piece = b"".join(stream.pending)
                stream.pending.clear()
                stream.sending_since = time.monotonic()
                await send({"type": "http.response.body", "body": piece, "more_body": True})
                stream.sending_since = 0.0
            elif stream.ended:
                await send({"type": "http.response.body", "body": b""})
                return
            else:
                stream.waker = loop.create_future()
                await stream.waker
                stream.waker = None

    def _missed(self, listener: Listener, last: bytes) -> list[bytes]:
        if not last.isdigit():
            return []
        missed = self._memory.since(int(last))
        if missed is None:
            return [_REFRESH]
        return [_piece(item) for item in missed if listener.may_hear(item)]

    def _tell(self, announcement: Announcement) -> None:
        self._memory.add(announcement)
        metrics.announcements.labels(announcement.name).inc()
        piece = _piece(announcement)
        hearers = [stream for stream in self.streams if stream.listener.may_hear(announcement)]
        self._push_some(hearers, piece, 0)

    def _push_some(self, hearers: list[Stream], piece: bytes, first: int) -> None:
        for stream in hearers[first : first + _AT_ONCE]:
            stream.push(piece)
        if first + _AT_ONCE < len(hearers) and self._loop is not None:
            self._loop.call_soon(self._push_some, hearers, piece, first + _AT_ONCE)

    def _dismiss(self, agent_id: int) -> None:
        now = time.time()
        self._dismissed = {agent: at for agent, at in self._dismissed.items() if at > now - LIFETIME}
        self._dismissed[agent_id] = now
        for stream in list(self._of_agent.get(agent_id, ())):
            stream.end(_RENEW)

    def _refresh_all(self) -> None:
        self.take_in()
        self._memory.forget()
        self._push_some(list(self.streams), _REFRESH, 0)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(1)
            self.take_in()
            now = time.monotonic()
            for stream in list(self.streams):
                if stream.sending_since and now - stream.sending_since > _STALLED and stream.task is not None:
                    stream.task.cancel()
                elif now >= stream.beat_at:
                    stream.beat_at = now + BEAT_SECONDS
                    if stream.listener.expires_at <= time.time():
                        stream.end(_RENEW)
                    elif not stream.pending:
                        stream.push(b":\n\n")

    def _add(self, stream: Stream) -> None:
        mine = self._of_agent[stream.listener.agent_id]
        mine.append(stream)
        self.streams.add(stream)
        metrics.streams.set(len(self.streams))
        if len(mine) > MOST_PER_AGENT:
            mine[0].end(b"")

    def _remove(self, stream: Stream) -> None:
        self.streams.discard(stream)
        mine = self._of_agent[stream.listener.agent_id]
        if stream in mine:
            mine.remove(stream)
        if not mine:
            del self._of_agent[stream.listener.agent_id]
        metrics.streams.set(len(self.streams))


async def _until_left(receive: Receive, stream: Stream) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.ended = True
    stream.wake()


def _piece(announcement: Announcement) -> bytes:
    data = json.dumps(
        {"name": announcement.name, "ticket_id": announcement.ticket_id, "actor_id": announcement.actor_id},
        separators=(",", ":"),
    )
    number = f"id: {announcement.id}\n" if announcement.id > 0 else ""
    return f"{number}event: change\ndata: {data}\n\n".encode()
