"""How much one peer may ask of a listening door: connections at once, mails per minute, wrong guesses of addresses.

Those named in MADOGUCHI_SMTP_TRUSTED (own mail servers; this machine by default) have no limits.
"""

import os
import threading
import time
from collections import defaultdict, deque

WRONG_RECIPIENTS = 10
_MINUTE = 60.0
_FORGET_FROM = 10_000


def number(name: str, default: int) -> int:
    """A whole number from the environment."""
    given = os.environ.get(name, "").strip()
    return int(given) if given.isdigit() else default


class Peers:
    """Counts what each peer does. 0 means no limit."""

    def __init__(self, *, at_once: int, at_once_together: int, per_minute: int, trusted: frozenset[str]) -> None:
        self._at_once = at_once
        self._together = at_once_together
        self._per_minute = per_minute
        self._trusted = trusted
        self._open: dict[str, int] = defaultdict(int)
        self._mails: dict[str, deque[float]] = defaultdict(deque)
        self._lock = threading.Lock()

    @classmethod
    def from_environment(cls) -> "Peers":
        """As the settings say."""
        trusted = os.environ.get("MADOGUCHI_SMTP_TRUSTED", "127.0.0.1,::1").split(",")
        return cls(
            at_once=number("MADOGUCHI_SMTP_CONNECTIONS", 20),
            at_once_together=number("MADOGUCHI_SMTP_CONNECTIONS_TOGETHER", 100),
            per_minute=number("MADOGUCHI_SMTP_PER_MINUTE", 120),
            trusted=frozenset(name.strip() for name in trusted if name.strip()),
        )

    def enter(self, peer: str) -> bool:
        """Counts a connection; False when it is one too many (and not counted)."""
        with self._lock:
            mine, together = self._open[peer], sum(self._open.values())
            if peer not in self._trusted and (0 < self._at_once <= mine or 0 < self._together <= together):
                return False
            self._open[peer] += 1
            return True

    def leave(self, peer: str) -> None:
        """A counted connection has ended."""
        with self._lock:
            self._open[peer] -= 1
            if self._open[peer] <= 0:
                del self._open[peer]

    def may_send(self, peer: str) -> bool:
        """Counts a mail; False when it is one too many in this minute (and not counted)."""
        if peer in self._trusted or self._per_minute == 0:
            return True
        now = time.monotonic()
        with self._lock:
            if len(self._mails) > _FORGET_FROM:
                self._mails.clear()
            sent = self._mails[peer]
            while sent and sent[0] < now - _MINUTE:
                sent.popleft()
            if len(sent) >= self._per_minute:
                return False
            sent.append(now)
            return True

    def is_trusted(self, peer: str) -> bool:
        """Whether a peer has no limits."""
        return peer in self._trusted
