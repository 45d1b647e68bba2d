"""An IMAP client whose IDLE misses nothing: news may come before the server says that it listens, or together with it.

IMAPClient takes news before the continuation for an error, and does not see what its buffer already holds.
"""

from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError


class ListeningClient(IMAPClient):  # type: ignore[misc]
    """As IMAPClient, with `listen` in the place of `idle`; `idle_check` and `idle_done` follow as always."""

    _at_once = False

    def told(self) -> bool:
        """Whether mail has come since the folder was selected: said along with the answer to any command, and only
        once, so that IDLE would not say it again."""
        return len(self._imap.untagged_responses.get("EXISTS", ())) > 1

    def listen(self) -> list[Any]:
        """Begins IDLE; returns what the server has said already. Raises IMAPClientError when it does not want to."""
        if not self.has_capability("IDLE"):
            raise IMAPClientError("the server has no IDLE")
        heard: list[Any] = []
        tag = self._idle_tag = self._imap._command("IDLE")
        while (line := self._imap._get_response()) is not None:
            if self._imap.tagged_commands.get(tag):
                raise IMAPClientError(f"IDLE refused: {line!r}")
            if b"EXISTS" in bytes(line):
                heard.append((line, b"EXISTS"))
        self._at_once = True
        return heard + list(self.idle_check(timeout=0))

    def _poll_socket(self, sock: Any, timeout: float | None = None) -> Any:
        """Whether there is something to read; the first time also what lies in the buffer."""
        if self._at_once:
            self._at_once = False
            return [sock]
        return super()._poll_socket(sock, timeout)
