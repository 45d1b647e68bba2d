"""One thread per mailbox, so that a stuck one never delays another. How often: MADOGUCHI_POLL_SECONDS."""

import logging
import os
import threading

from django.db import close_old_connections, connection

from madoguchi.channels.services import fetching
from madoguchi.kernel.actors import SYSTEM

log = logging.getLogger("madoguchi.channels")
LOOK_AROUND = 5.0
LONGEST_PAUSE = 900.0


def pause_seconds() -> float:
    """Seconds between two looks into a healthy mailbox."""
    return float(os.environ.get("MADOGUCHI_POLL_SECONDS", "30"))


class Poller:
    """Looks into one mailbox again and again until told to stop."""

    def __init__(self, inbox_id: int) -> None:
        self.inbox_id = inbox_id
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"mailbox-{inbox_id}", daemon=True)

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def stop(self) -> None:
        """Asks it to end after the mail it is storing."""
        self._stop.set()

    def join(self, seconds: float) -> None:
        """Waits for its end."""
        self._thread.join(seconds)

    def alive(self) -> bool:
        """Whether it still runs."""
        return self._thread.is_alive()

    def _run(self) -> None:
        while not self._stop.is_set():
            close_old_connections()
            failures = 0
            try:
                failures = fetching.fetch(self.inbox_id, stopping=self._stop.is_set, by=SYSTEM)
            except Exception:
                log.exception("looking into a mailbox failed", extra={"inbox": self.inbox_id})
                failures = 1
            self._stop.wait(min(pause_seconds() * 2 ** min(failures, 10), LONGEST_PAUSE))
        connection.close()


class Pollers:
    """Keeps a poller for every mailbox that is to be fetched."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._pollers: dict[int, Poller] = {}
        self._thread = threading.Thread(target=self._run, name="mailboxes", daemon=True)

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def stop(self) -> None:
        """Ends all, waiting a moment for mails that are being stored."""
        self._stop.set()
        for poller in self._pollers.values():
            poller.stop()
        self._thread.join(1)
        for poller in self._pollers.values():
            poller.join(1)

    def _run(self) -> None:
        while not self._stop.is_set():
            close_old_connections()
            try:
                self._match(set(fetching.fetched_inbox_ids()))
            except Exception:
                log.exception("could not read which mailboxes to fetch")
            self._stop.wait(LOOK_AROUND)
        connection.close()

    def _match(self, wanted: set[int]) -> None:
        for inbox_id in list(self._pollers):
            if inbox_id not in wanted:
                self._pollers.pop(inbox_id).stop()
        for inbox_id in wanted:
            known = self._pollers.get(inbox_id)
            if known is None or not known.alive():
                self._pollers[inbox_id] = Poller(inbox_id)
                self._pollers[inbox_id].start()


_running: list[Pollers] = []


def open_door() -> None:
    """Starts looking into all mailboxes."""
    pollers = Pollers()
    pollers.start()
    _running.append(pollers)


def close_door() -> None:
    """Stops."""
    while _running:
        _running.pop().stop()
