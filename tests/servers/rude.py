"""A real SMTP server that misbehaves as it is told: at every step it can refuse, fall silent, hang up or trickle."""

import socketserver
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

STEPS = ("greeting", "EHLO", "MAIL", "RCPT", "DATA", "dot")


@dataclass
class Rude:
    """`does` maps a step (STEPS) to what happens there, each time anew from the list until it is empty:

    a line such as "451 later" is said; "silent" says nothing and holds the line; "hang up" cuts it; "accept and hang
    up" (at the dot) keeps the mail, then cuts; "trickle" says "250-" lines without an end.
    """

    does: dict[str, list[str]] = field(default_factory=dict)
    mails: list[bytes] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    _server: Any = None
    _end: threading.Event = field(default_factory=threading.Event)

    def start(self) -> "Rude":
        """Begins to listen on a free port."""
        rude = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                rude.connections += 1
                with suppress(OSError, _Gone):
                    rude._converse(self)

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True
            block_on_close = False

        self._server = Server(("127.0.0.1", self.port), Handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def stop(self) -> None:
        """Stops, and lets go of everybody it kept waiting."""
        self.let_go()
        self._server.shutdown()
        self._server.server_close()

    def let_go(self) -> None:
        """Ends every silence."""
        self._end.set()

    def _converse(self, line: Any) -> None:
        self._step(line, "greeting", "220 rude.example")
        named: list[str] = []
        while True:
            said = line.rfile.readline().decode("ascii", "replace").strip()
            verb = said[:4].upper()
            if not said or verb == "QUIT":
                return
            if verb == "MAIL":
                named = []
            if verb == "RCPT" and self._step(line, "RCPT", "250 ok"):
                named.append(said[said.index("<") + 1 : said.index(">")])
            elif verb == "DATA" and self._step(line, "DATA", "354 go on"):
                self._take(line, named)
            elif verb not in ("RCPT", "DATA"):
                self._step(line, verb, "250 ok")

    def _take(self, line: Any, named: list[str]) -> None:
        content = b""
        while not content.endswith(b"\r\n.\r\n"):
            read = line.rfile.readline()
            if not read:
                raise _Gone
            content += read
        todo = (self.does.get("dot") or [""])[0]
        if todo in ("", "accept and hang up") or todo.startswith("250"):
            self.mails.append(content[:-3].replace(b"\r\n..", b"\r\n."))
            self.recipients.append(list(named))
        self._step(line, "dot", "250 2.0.0 queued as R1")

    def _step(self, line: Any, step: str, usual: str) -> bool:
        """Says or does what is planned for the step; whether the client may go on."""
        planned = self.does.get(step)
        todo = planned.pop(0) if planned else usual
        if "hang up" in todo:
            raise _Gone
        if todo == "silent":
            self._end.wait()
            raise _Gone
        while todo == "trickle" and not self._end.wait(0.05):
            line.wfile.write(b"250-still here\r\n")
        line.wfile.write(todo.encode("ascii") + b"\r\n")
        return todo[:1] in "23"


class _Gone(Exception):
    """The conversation is over."""
