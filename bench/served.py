"""One measured `madoguchi serve` process: start, processor time, memory, stop. All figures come from /proc."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from place import ROOT, environment


@dataclass
class Served:
    """A running server and its children."""

    process: "subprocess.Popen[bytes]"
    port: int
    log: Path

    def pids(self) -> list[int]:
        """The server and every process below it."""
        found = [self.process.pid]
        for pid in found:
            for task in Path(f"/proc/{pid}/task").glob("*/children"):
                found += [int(child) for child in task.read_text().split()]
        return found

    def cpu(self) -> float:
        """Seconds of processor time so far, server and children."""
        return sum(_seconds(pid) for pid in self.pids())

    def pss_of(self, pid: int) -> int:
        """Proportional memory of one process in KB."""
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
        return 0

    def stop(self, *, within: float = 20) -> float:
        """SIGTERM; returns the seconds until it was gone. Killed, with an error, after `within`."""
        began = time.perf_counter()
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(within)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise SystemExit(f"the server did not stop within {within} s; log: {self.log}") from None
        return time.perf_counter() - began


@contextmanager
def serving(data: Path, database: str = "", *, port: int = 0, **extra: str) -> Iterator[Served]:
    """Starts `madoguchi serve` on that data and a free port, ready to answer; stops it at the end."""
    served = start(data, database, port=port, **extra)
    try:
        yield served
    finally:
        if served.process.poll() is None:
            served.stop()


def start(data: Path, database: str = "", *, port: int = 0, **extra: str) -> Served:
    """The server, once /healthz answers. `extra` are further environment settings."""
    port = port or free_port()
    log = data / "bench-serve.log"
    with open(log, "wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "madoguchi.config", "serve", "--port", str(port)],
            env=environment(data, database) | extra,
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    served = Served(process, port, log)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SystemExit(f"the server stopped:\n{log.read_text()[-3000:]}")
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as s:
                s.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                if b" 200 " in s.recv(200):
                    return served
        except OSError:
            pass
        time.sleep(0.1)
    served.stop()
    raise SystemExit(f"the server did not answer:\n{log.read_text()[-3000:]}")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def _seconds(pid: int) -> float:
    """Nanoseconds on a processor are in schedstat, of each thread; the ticks of stat are too coarse for one round."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").glob("*/schedstat"))
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9
    except OSError:
        return 0.0
