"""Asking a virus scanner that speaks clamd's protocol (INSTREAM) over TCP or a Unix socket."""

import socket
import struct
from dataclasses import dataclass

from madoguchi.channels.base.errors import TemporaryFailure

CHUNK = 64 * 1024
SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Found:
    """What the scanner says of one content: the virus's name, empty when it is clean."""

    virus: str


def scan(place: str, content: bytes, *, seconds: float = SECONDS) -> Found:
    """Asks the scanner at `host:port` or at a socket's path. Raises TemporaryFailure when it cannot say.

    One connection, one question: zINSTREAM, pieces with their length before them, an empty piece, the answer.
    """
    try:
        with _connect(place, seconds) as line:
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), CHUNK):
                piece = content[start : start + CHUNK]
                line.sendall(struct.pack(">I", len(piece)) + piece)
            line.sendall(struct.pack(">I", 0))
            answer = _answer(line)
    except (OSError, ValueError) as problem:
        raise TemporaryFailure("scanner_silent", f"{place} {problem}") from problem
    return _read(answer)


def _connect(place: str, seconds: float) -> socket.socket:
    if place.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(seconds)
        try:
            line.connect(place)
        except OSError:
            line.close()
            raise
        return line
    host, _colon, port = place.rpartition(":")
    return socket.create_connection((host.strip("[]") or "127.0.0.1", int(port)), timeout=seconds)


def _answer(line: socket.socket) -> str:
    """What comes back until the NUL or the end."""
    said = b""
    while b"\0" not in said and len(said) < 4096:
        more = line.recv(4096)
        if not more:
            break
        said += more
    return said.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _read(answer: str) -> Found:
    """`stream: OK`, `stream: Eicar-Test-Signature FOUND`, or a complaint such as a size limit."""
    said = answer.partition(": ")[2] or answer
    if said == "OK":
        return Found("")
    if said.endswith(" FOUND"):
        return Found(said.removesuffix(" FOUND").strip()[:200] or "?")
    raise TemporaryFailure("scanner_refused", said or "no answer")
