"""The `serve` process with its children, killed and started again."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

from tests.servers.postbox import free_port


class Desk:
    """One desk in a folder of its own, with every door open."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.http = free_port()
        self.smtp = free_port()
        self.lmtp = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *, wait: bool = True) -> None:
        """Starts, and waits until it answers."""
        environment = {
            **os.environ,
            "MADOGUCHI_SMTP_LISTEN": f"127.0.0.1:{self.smtp}",
            "MADOGUCHI_LMTP_LISTEN": f"127.0.0.1:{self.lmtp}",
            "MADOGUCHI_POLL_SECONDS": "0.5",
            "MADOGUCHI_API_RATE": "1000000",
        }
        with open(self.folder / "serve.log", "ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "madoguchi.config", "serve", "--port", str(self.http)],
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        if wait:
            self._wait()

    def kill(self) -> None:
        """SIGKILL for the whole family, as a power cut would."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def stop(self) -> None:
        """A friendly end."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()

    def _wait(self) -> None:
        for _attempt in range(600):
            with suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{self.http}/healthz", timeout=1).read()
                return
            time.sleep(0.1)
        raise RuntimeError((self.folder / "serve.log").read_text()[-3000:])
