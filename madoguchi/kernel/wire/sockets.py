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
_LONGEST_NAME = 40
_END = ".sock"
_SURELY_PAST = 100_000_000
"""Nanoseconds after which one more change of a folder surely gets another time."""
_PATIENCE = 0.5


class SocketCarrier:
    """One socket per listening process in one folder, named after role, process and the topics it hears; sending goes
    to each of the others that hears the topic."""

    largest = 2000

    def __init__(self, role: str | None, hears: tuple[str, ...]) -> None:
        self._folder = socket_folder()
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._path: Path | None = None
        self._known: dict[str, bool] = {}
        self._known_at = 0
        if role is not None:
            self._path = self._folder / _name(role, hears)
            self._path.unlink(missing_ok=True)
            self._socket.bind(str(self._path))
            self._path.chmod(0o600)

    def fileno(self) -> int:
        """The socket."""
        return self._socket.fileno()

    def send(self, topic: str, text: str) -> None:
        """Sends to every other process that hears the topic; a socket that nobody reads any more is removed."""
        for path in self._others(topic):
            self._send_to(Path(path), text.encode())

    def heard(self, topic: str) -> bool:
        """Whether a socket of another process is there for it. The folder is read again only when it has changed."""
        changed_at = os.stat(self._folder).st_mtime_ns  # noqa: PTH116 - for every change of a ticket, and three times quicker
        if changed_at != self._known_at:
            self._known.clear()
        found = self._known.get(topic)
        if found is None:
            found = bool(self._others(topic))
            if time.time_ns() - changed_at > _SURELY_PAST:
                self._known_at = changed_at
                self._known[topic] = found
        return found

    def _others(self, topic: str) -> list[str]:
        own = str(self._path)
        with os.scandir(self._folder) as entries:
            return [entry.path for entry in entries if _hears(entry.name, topic) and entry.path != own]

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


def _name(role: str, hears: tuple[str, ...]) -> str:
    """`serve-7.sock` hears everything, `child-8,job.sock` only jobs. Too many topics for a name are everything."""
    name = ",".join([f"{role}-{os.getpid()}", *hears]) + _END
    return name if len(name) < _LONGEST_NAME else f"{role}-{os.getpid()}{_END}"


def _hears(name: str, topic: str) -> bool:
    if not name.endswith(_END):
        return False
    topics = name.removesuffix(_END).split(",")[1:]
    return not topics or topic in topics


def socket_folder() -> Path:
    """The folder of the sockets: in the data folder, or in the temporary one where that path is too long."""
    folder = Path(settings.DATA_ROOT) / "run"
    if len(os.fsencode(folder)) > _LONGEST_PATH - _LONGEST_NAME:
        mark = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
        folder = Path(tempfile.gettempdir()) / f"madoguchi-{os.getuid()}-{mark}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to somebody else")
    return folder
