"""Reading server-sent events in a test."""

import json
import socket
import threading
import time
from contextlib import suppress
from typing import Any

from tests.config.installation import Installation, wait_until


class Stream:
    """One open stream and what has arrived on it."""

    def __init__(self, site: Installation, query: str, *, headers: str = "", ticket: str | None = None) -> None:
        made = site.client.get(f"/ticket?{query}").text if ticket is None else ticket
        self.text = ""
        self.closed = False
        self._wire: socket.socket = site.socket()
        self._wire.settimeout(None)
        after = "&after=" + query.split("after=")[1].split("&")[0] if "after=" in query else ""
        self._wire.sendall(f"GET /live?ticket={made}{after} HTTP/1.1\r\nHost: x\r\n{headers}\r\n".encode())
        threading.Thread(target=self._read, daemon=True).start()
        wait_until(lambda: "\r\n\r\n" in self.text or self.closed, what="the stream to answer")

    def _read(self) -> None:
        try:
            while piece := self._wire.recv(65536):
                self.text += piece.decode()
        except OSError:
            pass
        self.closed = True

    @property
    def status(self) -> int:
        return int(self.text.split()[1])

    @property
    def events(self) -> list[tuple[str, str, dict[str, Any]]]:
        """(event, id, data) of each event so far."""
        found = []
        for block in self.text.split("\n\n"):
            fields = {}
            for line in block.replace("\r", "").split("\n"):
                name, colon, value = line.partition(": ")
                if colon:
                    fields[name] = value
            if "event" in fields:
                found.append((fields["event"], fields.get("id", ""), json.loads(fields.get("data", "{}"))))
        return found

    def names(self) -> list[str]:
        return [data.get("name", event) for event, _id, data in self.events]

    def wait_for(self, *names: str, seconds: float = 5) -> None:
        wait_until(
            lambda: all(name in self.names() for name in names), what=f"{names} in {self.names}", seconds=seconds
        )

    def stays_without(self, name: str, seconds: float = 0.3) -> None:
        time.sleep(seconds)
        assert name not in self.names()

    def close(self) -> None:
        with suppress(OSError):
            self._wire.shutdown(socket.SHUT_RDWR)
        self._wire.close()
