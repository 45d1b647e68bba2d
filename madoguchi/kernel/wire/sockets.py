"""The wire over local datagram sockets in the data folder, for an installation on one machine."""

import hashlib
import os
import socket
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings

_LONGEST_PATH = 100
_PATIENCE = 0.5


class SocketCarrier:
    """One socket per listening process in one folder; sending goes to each of the others."""

    largest = 2000

    def __init__(self, role: str | None) -> None:
        self._folder = socket_folder()
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._path: Path | None = None
        if role is not None:
            self._path = self._folder / f"{role}-{os.getpid()}.sock"
            self._path.unlink(missing_ok=True)
            self._socket.bind(str(self._path))
            self._path.chmod(0o600)

    def fileno(self) -> int:
        """The socket."""
        return self._socket.fileno()

    def send(self, text: str) -> None:
        """Sends to every other process; a socket that nobody reads any more is removed."""
        for path in self._folder.glob("*.sock"):
            if path == self._path:
                continue
            self._send_to(path, text.encode())

    def _send_to(self, path: Path, content: bytes) -> None:
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                self._socket.sendto(content, str(path))
                return
            except (ConnectionRefusedError, FileNotFoundError):
                path.unlink(missing_ok=True)
                return
            except BlockingIOError:
                if time.monotonic() > until:
                    return
                time.sleep(0.002)

    def received(self) -> list[str]:
        """The datagrams that have come in."""
        texts: list[str] = []
        with suppress(BlockingIOError):
            while len(texts) < 200:
                texts.append(self._socket.recv(65536).decode("utf-8", "replace"))
        return texts

    def check(self) -> None:
        """Raises when somebody removed the socket's file."""
        if self._path is not None and not self._path.exists():
            raise ConnectionError("the socket is gone")

    def close(self) -> None:
        """Closes and removes the socket."""
        self._socket.close()
        if self._path is not None:
            self._path.unlink(missing_ok=True)


def socket_folder() -> Path:
    """The folder of the sockets: in the data folder, or in the temporary one where that path is too long."""
    folder = Path(settings.DATA_ROOT) / "run"
    if len(os.fsencode(folder)) > _LONGEST_PATH - 24:
        mark = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
        folder = Path(tempfile.gettempdir()) / f"madoguchi-{os.getuid()}-{mark}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to somebody else")
    return folder
