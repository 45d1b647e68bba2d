"""One thread per watched folder, so that a stuck one never delays another."""

import logging
import threading
import time

from django.db import close_old_connections, connection

from madoguchi.channels.services import fetching
from madoguchi.channels.services.fetching import Place
from madoguchi.kernel.actors import SYSTEM

log = logging.getLogger("madoguchi.channels")
LOOK_AROUND = 2.0
_SHORT_LIFE = 60.0
_BREAKS = 3
_DISTRUST = 3600.0


class Watcher:
    """Watches one folder until told to stop."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self._stop = threading.Event()
        name = f"mailbox-{place.inbox_id}-{place.folder}"
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

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
        breaks, distrusted_until = 0, 0.0
        while not self._stop.is_set():
            close_old_connections()
            began = time.monotonic()
            try:
                pause = fetching.watch(
                    self.place,
                    stopping=self._stop.is_set,
                    sleep=self._stop.wait,
                    trusts_idle=began >= distrusted_until,
                    by=SYSTEM,
                )
            except Exception:
                log.exception("watching a folder failed", extra={"inbox": self.place.inbox_id})
                pause = fetching.pause_seconds()
            breaks = breaks + 1 if pause == 0 and time.monotonic() - began < _SHORT_LIFE else 0
            if breaks >= _BREAKS:
                distrusted_until, breaks = time.monotonic() + _DISTRUST, 0
            connection.close()
            self._stop.wait(max(pause, 0.5))


class Watchers:
    """Keeps a watcher for every folder that is to be watched."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._watchers: dict[Place, Watcher] = {}
        self._thread = threading.Thread(target=self._run, name="mailboxes", daemon=True)

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def stop(self) -> None:
        """Ends all, waiting a moment for mails that are being stored."""
        self._stop.set()
        for watcher in self._watchers.values():
            watcher.stop()
        self._thread.join(1)
        until = time.monotonic() + 1
        for watcher in self._watchers.values():
            watcher.join(max(0.0, until - time.monotonic()))

    def _run(self) -> None:
        while not self._stop.is_set():
            close_old_connections()
            try:
                self._match(fetching.places())
            except Exception:
                log.exception("could not read which folders to watch")
            self._stop.wait(LOOK_AROUND)
        connection.close()

    def _match(self, wanted: list[Place]) -> None:
        changed = False
        for place in set(self._watchers) - set(wanted):
            self._watchers.pop(place).stop()
            changed = True
        for place in wanted:
            known = self._watchers.get(place)
            if known is None or not known.alive():
                self._watchers[place] = Watcher(place)
                self._watchers[place].start()
                changed = True
        if changed:
            fetching.forget_unwatched(wanted)


_running: list[Watchers] = []


def open_door() -> None:
    """Starts watching all mailboxes."""
    watchers = Watchers()
    watchers.start()
    _running.append(watchers)


def close_door() -> None:
    """Stops."""
    while _running:
        _running.pop().stop()
