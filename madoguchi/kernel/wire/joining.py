"""Sending to the other processes, and the thread that listens to them."""

import logging
import os
import secrets
import select
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from madoguchi.kernel.wire.carriers import Carrier, carrier_for
from madoguchi.kernel.wire.packing import Message, pack, unpack

log = logging.getLogger("madoguchi.wire")
_receivers: dict[str, Callable[[Any], None]] = {}
_gaps: list[Callable[[], None]] = []
_outbox: deque[Message] = deque(maxlen=20_000)
_running: "_Listener | None" = None
_origin = secrets.token_hex(6)
_BREATH = 0.02
"""Seconds between two deliveries: in a flood many messages go as one, and wake the other processes once."""


def receive(topic: str, function: Callable[[Any], None]) -> None:
    """Calls `function(body)` in the listening thread for each message of a topic from another process."""
    _receivers[topic] = function


def on_gap(function: Callable[[], None]) -> None:
    """Calls `function` when messages may have been missed."""
    if function not in _gaps:
        _gaps.append(function)


def send(topic: str, body: Any) -> None:
    """Tells the other processes, soon when this one listens itself, else at once. Never raises, never waits long."""
    message: Message = (topic, body)
    if _running is not None:
        if _running.heard(topic):
            _outbox.append(message)
            _running.wake()
        return
    try:
        carrier = carrier_for(None, ())
        for text in pack(_origin, [message], carrier.largest):
            carrier.send(topic, text)
    except Exception as problem:
        log.debug("wire message not sent", extra={"topic": topic, "problem": str(problem)})


def open_wire(role: str, *, hears: Iterable[str] | None = None) -> None:
    """Starts listening in a thread of this process, and waits a moment for it. `role`: serve, child or worker.

    `hears`: the only topics this process wants to be woken for; without it, those received so far.
    """
    global _running, _origin
    if _running is None:
        _origin = secrets.token_hex(6)
        _running = _Listener(role, tuple(_receivers) if hears is None else tuple(hears))
        _running.start()
        _running.connected.wait(1.0)


def close() -> None:
    """Stops listening; what is still to be sent is sent first."""
    global _running
    if _running is not None:
        _running.stop()
        _running = None


class _Listener(threading.Thread):
    def __init__(self, role: str, hears: tuple[str, ...]) -> None:
        super().__init__(name="wire", daemon=True)
        self._role, self._hears = role, hears
        self._read, self._write = os.pipe()
        os.set_blocking(self._write, False)
        self._stopping = False
        self._carrier: Carrier | None = None
        self._delivered_at = float("-inf")
        self.connected = threading.Event()

    def heard(self, topic: str) -> bool:
        """Whether another process may want to hear it: waking this thread costs more than asking."""
        return self._carrier is None or self._carrier.heard(topic)

    def wake(self) -> None:
        with suppress(BlockingIOError, OSError):
            os.write(self._write, b".")

    def stop(self) -> None:
        self._stopping = True
        self.wake()
        self.join(2)

    def run(self) -> None:
        pause, first = 0.2, True
        while not self._stopping:
            carrier = None
            try:
                carrier = carrier_for(self._role, self._hears)
                if not first:
                    for function in _gaps:
                        function()
                pause, first = 0.2, False
                self._carrier = carrier
                self.connected.set()
                self._carry(carrier)
            except Exception as problem:
                log.warning("wire interrupted", extra={"problem": str(problem)})
                threading.Event().wait(pause)
                pause = min(pause * 2, 5.0)
            finally:
                self._carrier = None
                if carrier is not None:
                    carrier.close()

    def _carry(self, carrier: Carrier) -> None:
        while True:
            self._deliver(carrier)
            if self._stopping:
                return
            ready, _, _ = select.select([carrier.fileno(), self._read], [], [], 15.0)
            if self._read in ready:
                os.read(self._read, 4096)
            if not ready:
                carrier.check()
            for text in carrier.received():
                self._hand_out(text)

    def _deliver(self, carrier: Carrier) -> None:
        if not _outbox:
            return
        early = self._delivered_at + _BREATH - time.monotonic()
        if early > 0 and not self._stopping:
            time.sleep(early)
        self._delivered_at = time.monotonic()
        topics: dict[str, list[Message]] = {}
        while _outbox:
            message = _outbox.popleft()
            topics.setdefault(message[0], []).append(message)
        for topic, messages in topics.items():
            for text in pack(_origin, messages, carrier.largest):
                carrier.send(topic, text)

    def _hand_out(self, text: str) -> None:
        origin, messages = unpack(text)
        if origin == _origin:
            return
        for topic, body in messages:
            try:
                if topic in _receivers:
                    _receivers[topic](body)
            except Exception:
                log.exception("wire message not understood", extra={"topic": topic})
