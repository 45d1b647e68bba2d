"""A small server that speaks clamd's protocol and knows one virus: the harmless test string of EICAR."""

import socketserver
import struct
import threading
from pathlib import Path

EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}" + "$EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*"


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        assert command == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack(">I", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        scanned: list[int] = self.server.scanned  # type: ignore[attr-defined]
        scanned.append(len(content))
        said = self.server.complaint or ("Eicar-Test-Signature FOUND" if EICAR.encode() in content else "OK")  # type: ignore[attr-defined]
        self.wfile.write(f"stream: {said}\0".encode())


class Scanner(socketserver.ThreadingTCPServer):
    """Over TCP. `scanned` are the sizes it was given; a `complaint` is what it answers instead of a verdict."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.scanned: list[int] = []
        self.complaint = ""
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def place(self) -> str:
        """host:port."""
        return f"127.0.0.1:{self.server_address[1]}"


class SocketScanner(socketserver.ThreadingUnixStreamServer):
    """The same over a Unix socket."""

    daemon_threads = True

    def __init__(self, path: Path) -> None:
        super().__init__(str(path), _Session)
        self.scanned: list[int] = []
        self.complaint = ""
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
