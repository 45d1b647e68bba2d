"""A small TCP proxy between a program and a real server, which can cut the line or fall silent in mid-sentence."""

import socket
import threading
from contextlib import suppress


class Proxy:
    """Listens on `port` and passes bytes on to `target`.

    `cut_after` / `hang_after`: so many bytes from the server are passed on each line, then it is cut / nothing more
    comes (None: never). `lines` counts the connections.
    """

    def __init__(self, target: int) -> None:
        self.target = target
        self.cut_after: int | None = None
        self.hang_after: int | None = None
        self.lines = 0
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._server.getsockname()[1])
        self._open: list[socket.socket] = []
        self._stopping = False

    def start(self) -> "Proxy":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def stop(self) -> None:
        self._stopping = True
        self._server.close()
        self.cut_all()

    def cut_all(self) -> None:
        """Cuts every open line, as when a router loses its power."""
        for line in self._open:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
        self._open.clear()

    def _accept(self) -> None:
        while not self._stopping:
            try:
                line, _address = self._server.accept()
            except OSError:
                return
            self.lines += 1
            far = socket.create_connection(("127.0.0.1", self.target))
            self._open += [line, far]
            threading.Thread(target=self._pass_on, args=(line, far, False), daemon=True).start()
            threading.Thread(target=self._pass_on, args=(far, line, True), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, from_server: bool) -> None:
        passed = 0
        with suppress(OSError):
            while data := source.recv(4096):
                passed += len(data)
                if from_server and self.hang_after is not None and passed > self.hang_after:
                    continue
                if from_server and self.cut_after is not None and passed > self.cut_after:
                    target.sendall(data[: max(0, self.cut_after - passed + len(data))])
                    break
                target.sendall(data)
        for line in (source, target):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
