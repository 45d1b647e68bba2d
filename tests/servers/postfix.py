"""A real Postfix of its own: it takes mail by SMTP on a local port and hands it over by LMTP or by a pipe.

Postfix must be started as root, and runs its parts as its own user.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tests.__main__ import in_ci
from tests.__main__ import postfix as installed
from tests.servers.postbox import free_port

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/spool
data_directory = {folder}/state
command_directory = /usr/sbin
daemon_directory = {daemons}
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.shop.example
mydestination =
local_recipient_maps =
relay_domains = shop.example, piped.example
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_recipient_restrictions = permit_mynetworks, reject
mynetworks = 127.0.0.0/8
transport_maps = inline:{{ {{ shop.example = lmtp:{lmtp} }}, {{ piped.example = desk: }} }}
alias_maps =
alias_database =
minimal_backoff_time = 1s
maximal_backoff_time = 2s
queue_run_delay = 1s
lmtp_destination_recipient_limit = 50
lmtp_connect_timeout = 5s
transport_retry_time = 1s
default_destination_concurrency_failed_cohort_limit = 0
desk_destination_recipient_limit = 1
smtputf8_enable = no
biff = no
"""

MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup    unix  n       -       n       60      1       pickup
cleanup   unix  n       -       n       -       0       cleanup
qmgr      unix  n       -       n       1       1       qmgr
rewrite   unix  -       -       n       -       -       trivial-rewrite
bounce    unix  -       -       n       -       0       bounce
defer     unix  -       -       n       -       0       bounce
trace     unix  -       -       n       -       0       bounce
verify    unix  -       -       n       -       1       verify
flush     unix  n       -       n       1000?   0       flush
proxymap  unix  -       -       n       -       -       proxymap
smtp      unix  -       -       n       -       -       smtp
relay     unix  -       -       n       -       -       smtp
showq     unix  n       -       n       -       -       showq
error     unix  -       -       n       -       -       error
retry     unix  -       -       n       -       -       error
discard   unix  -       -       n       -       -       discard
lmtp      unix  -       -       n       -       -       lmtp
anvil     unix  -       -       n       -       1       anvil
scache    unix  -       -       n       -       1       scache
postlog   unix-dgram n  -       n       -       1       postlogd
desk      unix  -       n       n       -       4       pipe
  flags=FRq user={user} argv={command} ${{recipient}} ${{sender}}
"""


def available() -> bool:
    """Whether Postfix is installed here and may be started; a failure where everything must be there."""
    there = installed() is not None and os.getuid() == 0
    if not there and in_ci() and installed() is None:
        raise RuntimeError("Postfix is not installed")
    return there


class Postfix:
    """Starts with `start()`, ends with `stop()`. Mail to shop.example leaves by LMTP to `lmtp`, mail to piped.example
    into `command` (called with recipient and sender, the mail on its standard input)."""

    def __init__(self, *, lmtp: str = "inet:127.0.0.1:1", command: str = "/bin/false") -> None:
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="mpf-", dir="/tmp"))
        self._lmtp = lmtp
        self._command = command

    def start(self) -> None:
        """Begins to listen."""
        self.folder.chmod(0o755)
        for name, owner in (("spool", "root"), ("state", "postfix"), ("etc", "root")):
            (self.folder / name).mkdir()
            shutil.chown(self.folder / name, owner)
        daemons = subprocess.run(
            ["/usr/sbin/postconf", "-dh", "daemon_directory"], capture_output=True, text=True, check=True
        ).stdout.strip()
        (self.folder / "etc" / "main.cf").write_text(MAIN.format(folder=self.folder, daemons=daemons, lmtp=self._lmtp))
        (self.folder / "etc" / "master.cf").write_text(
            MASTER.format(port=self.port, user="nobody", command=self._command)
        )
        self._run("start")
        for _attempt in range(100):
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1) as probe:
                if probe.recv(20).startswith(b"220"):
                    return
            time.sleep(0.1)
        raise RuntimeError(self.log())

    def stop(self) -> None:
        """Ends and sweeps up."""
        self._run("stop", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def flush(self) -> None:
        """Tries everything in the queue again now."""
        self._run("flush", check=False)

    def queued(self) -> int:
        """Mails that have not been handed over."""
        queues = [self.folder / "spool" / name for name in ("incoming", "active", "deferred", "maildrop")]
        return sum(1 for queue in queues for path in queue.rglob("*") if path.is_file())

    def log(self) -> str:
        """What it wrote about itself."""
        path = self.folder / "log"
        return path.read_text() if path.exists() else ""

    def _run(self, word: str, *, check: bool = True) -> None:
        command = [installed() or "postfix", "-c", str(self.folder / "etc"), word]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if check and done.returncode:
            raise RuntimeError(done.stderr + self.log())


COMMAND = """#!/usr/bin/env python3
import socket, sys
line = socket.socket(socket.AF_UNIX)
line.connect({path!r})
line.sendall("\\n".join(sys.argv[1:3]).encode() + b"\\n" + sys.stdin.buffer.read())
line.shutdown(socket.SHUT_WR)
sys.exit(int(line.recv(10) or 75))
"""


class Pipe:
    """A command that Postfix may run as somebody who cannot even enter our folders: it hands what it is given to
    `deliver(recipient, sender, content)` in the tests' own process and ends with the exit code that gives back."""

    def __init__(self, deliver: Callable[[str, str, bytes], int]) -> None:
        self._deliver = deliver
        self._folder = Path(tempfile.mkdtemp(prefix="mpp-", dir="/tmp"))
        self._folder.chmod(0o755)
        self.command = self._folder / "deliver"
        self.command.write_text(COMMAND.format(path=str(self._folder / "line")))
        self.command.chmod(0o755)
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(str(self._folder / "line"))
        (self._folder / "line").chmod(0o777)
        self._server.listen()
        threading.Thread(target=self._serve, daemon=True).start()

    def stop(self) -> None:
        """Takes nothing more."""
        self._server.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _serve(self) -> None:
        while True:
            try:
                line, _peer = self._server.accept()
            except OSError:
                return
            threading.Thread(target=self._take, args=(line,), daemon=True).start()

    def _take(self, line: socket.socket) -> None:
        with line, line.makefile("rb") as given:
            recipient, sender = given.readline().decode().strip(), given.readline().decode().strip()
            line.sendall(str(self._deliver(recipient, sender, given.read())).encode())
