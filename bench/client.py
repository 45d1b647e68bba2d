"""A small HTTP/1.1 client for measuring: raw sockets, keep-alive, 127.0.0.1 only, bounded in count and time."""

import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import quantiles

LONGEST = 30.0


@dataclass(frozen=True)
class Answer:
    """Status, header lines and body as they came."""

    status: int
    head: bytes
    body: bytes


class Client:
    """One keep-alive connection with fixed headers."""

    def __init__(self, port: int, headers: dict[str, str] | None = None) -> None:
        self.port = port
        self.fixed = "".join(f"{k}: {v}\r\n" for k, v in (headers or {}).items())
        self.connection: socket.socket | None = None

    def get(self, path: str) -> Answer:
        """GET."""
        return self.send("GET", path)

    def send(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """One request. Reconnects once when the server had closed the idle connection."""
        lines = "".join(f"{k.replace('_', '-')}: {v}\r\n" for k, v in headers.items())
        size = f"Content-Length: {len(body)}\r\n" if body or method != "GET" else ""
        data = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n{self.fixed}{lines}{size}\r\n".encode() + body
        )
        for fresh in (False, True):
            if self.connection is None or fresh:
                self.close()
                self.connection = socket.create_connection(("127.0.0.1", self.port), LONGEST)
                self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            try:
                self.connection.sendall(data)
                return self._read(self.connection)
            except (ConnectionError, BrokenPipeError):
                if fresh:
                    raise
        raise AssertionError

    def close(self) -> None:
        """Ends the connection."""
        if self.connection:
            self.connection.close()
            self.connection = None

    def _read(self, connection: socket.socket) -> Answer:
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._some(connection)
        head, _, body = data.partition(b"\r\n\r\n")
        lower = head.lower()
        status = int(head[9:12])
        if b"transfer-encoding: chunked" in lower:
            while not body.endswith(b"0\r\n\r\n"):
                body += self._some(connection)
            return Answer(status, head, _joined(body))
        at = lower.find(b"content-length:")
        length = int(lower[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        while len(body) < length:
            body += self._some(connection)
        if b"connection: close" in lower:
            self.close()
        return Answer(status, head, body)

    def _some(self, connection: socket.socket) -> bytes:
        data = connection.recv(262_144)
        if not data:
            raise ConnectionError("the server closed the connection")
        return data


@dataclass(frozen=True)
class Times:
    """Milliseconds of a run."""

    p50: float
    p99: float
    count: int
    per_second: float


def run(calls: Sequence[Callable[[], None]], *, each: int, at_most: float) -> Times:
    """Every callable in a thread of its own, `each` times or until `at_most` seconds are over."""
    spent: list[float] = []
    failures: list[BaseException] = []
    began = time.perf_counter()

    def work(call: Callable[[], None]) -> None:
        mine = []
        try:
            for _ in range(each):
                start = time.perf_counter()
                if start - began > at_most:
                    break
                call()
                mine.append((time.perf_counter() - start) * 1000)
        except BaseException as problem:
            failures.append(problem)
        spent.extend(mine)

    threads = [threading.Thread(target=work, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    took = time.perf_counter() - began
    cuts = quantiles(spent, n=100) if len(spent) > 1 else spent * 99
    return Times(cuts[49], cuts[98], len(spent), len(spent) / took)


def _joined(chunked: bytes) -> bytes:
    whole, rest = b"", chunked
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        length = int(size.split(b";")[0], 16)
        if not length:
            break
        whole, rest = whole + rest[:length], rest[length + 2 :]
    return whole
