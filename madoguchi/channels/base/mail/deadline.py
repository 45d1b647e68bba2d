"""A hard end for talking to a server: one that answers a few bytes at a time would otherwise hold us for ever."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


@contextmanager
def deadline(seconds: float, line: Callable[[], socket.socket]) -> Iterator[Callable[[], bool]]:
    """Cuts the line when the block takes longer; yields a function that tells whether that has happened."""
    struck = threading.Event()

    def cut() -> None:
        struck.set()
        with suppress(OSError, AttributeError):
            line().shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield struck.is_set
    finally:
        timer.cancel()
