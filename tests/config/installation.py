"""Starting and stopping a real `madoguchi serve` in a process of its own, with its own data folder."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "madoguchi.sqlite3"  # in the data folder


class Installation:
    """One data folder and the processes that serve it."""

    def __init__(self, data: Path, **environment: str) -> None:
        self.data = data
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.client = httpx.Client(base_url=self.url, timeout=15)
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "MADOGUCHI_DATABASE_URL"},
            "MADOGUCHI_DATA": str(data),
            "DJANGO_SETTINGS_MODULE": "tests.config.site_settings",
            "MADOGUCHI_LANGUAGE": "en",
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            **environment,
        }
        self.process: subprocess.Popen[bytes] | None = None
        self.log = data / "serve.log"

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "madoguchi.config", *words]

    def run(self, *words: str, **options: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*words), env=self.environment, capture_output=True, text=True, timeout=60, **options
        )

    def start(self, *options: str) -> "Installation":
        self.data.mkdir(parents=True, exist_ok=True)
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.command("serve", "--port", str(self.port), *options), env=self.environment, stdout=log, stderr=log
            )
        wait_until(lambda: self.answers(), what="the installation to answer", seconds=40, check=self.alive)
        return self

    def alive(self) -> None:
        assert self.process is not None
        assert self.process.poll() is None, self.log.read_text()

    def answers(self) -> bool:
        try:
            return self.client.get("/healthz").status_code == 200
        except httpx.TransportError:
            return False

    def stop(self) -> tuple[int, float]:
        """Sends SIGTERM; returns the exit code and how many seconds it took."""
        assert self.process is not None
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = -99
        self.process = None
        return code, time.monotonic() - began

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        self.process = None

    def children(self) -> list[int]:
        """All processes below the serving one: the worker child."""
        assert self.process is not None
        return below(self.process.pid)

    def work_log(self) -> list[list[Any]]:
        log: list[list[Any]] = self.client.get("/work-log").json()["log"]
        return log

    def wait_for_log(self, *beginning: Any, times: int = 1, seconds: float = 15) -> list[list[Any]]:
        def found() -> list[list[Any]]:
            return [entry for entry in self.work_log() if entry[: len(beginning)] == list(beginning)]

        wait_until(lambda: len(found()) >= times, what=f"{beginning} in the log", seconds=seconds)
        return found()

    def socket(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=15)


def below(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += [int(child), *below(int(child))]
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(
    true: Callable[[], Any], *, what: str, seconds: float = 10, check: Callable[[], None] = lambda: None
) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        check()
        if true():
            return
        time.sleep(0.02)
    raise AssertionError(f"waited {seconds} s in vain for {what}")
