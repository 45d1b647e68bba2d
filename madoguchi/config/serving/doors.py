"""Opening the doors that rooms registered: all in every `serve`, the single ones in one `serve` at a time."""

import logging
import threading
from typing import Any

from django.db import connection

from madoguchi.kernel.doors import Door, registry

log = logging.getLogger("madoguchi.doors")
_LOCK = 0x4D41444F
_ASK_EVERY = 3.0


class Doors:
    """Opens doors in a thread of its own, and hands the single ones over when this process loses its turn."""

    def __init__(self) -> None:
        self._open: dict[str, Door] = {}
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="doors", daemon=True)
        self._turn: Any = None

    def open(self) -> None:
        """Opens what may be opened, now and whenever the turn comes."""
        self._thread.start()

    def close(self) -> None:
        """Closes every open door."""
        self._stopping.set()
        self._thread.join(3)

    def _keep(self) -> None:
        while not self._stopping.is_set():
            mine = self._has_turn()
            for door in list(registry.values()):
                if (mine or not door.single) and door.name not in self._open:
                    self._open_one(door)
                elif not mine and door.single and door.name in self._open:
                    self._close_one(door)
            self._stopping.wait(_ASK_EVERY)
        for door in list(self._open.values()):
            self._close_one(door)
        self._give_turn()

    def _open_one(self, door: Door) -> None:
        try:
            door.start()
            self._open[door.name] = door
            log.info("door opened", extra={"door": door.name})
        except Exception:
            log.exception("a door could not be opened; it is tried again", extra={"door": door.name})
        finally:
            connection.close()

    def _close_one(self, door: Door) -> None:
        del self._open[door.name]
        try:
            door.stop()
            log.info("door closed", extra={"door": door.name})
        except Exception:
            log.exception("a door could not be closed", extra={"door": door.name})
        finally:
            connection.close()

    def _has_turn(self) -> bool:
        if connection.vendor != "postgresql":
            return True
        import psycopg

        from madoguchi.kernel.wire.notify import own_connection

        try:
            if self._turn is not None:
                self._turn.execute("SELECT 1")
                return True
            self._turn = own_connection("madoguchi doors")
            row = self._turn.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK]).fetchone()
            if row is not None and row[0]:
                return True
        except psycopg.Error:
            log.warning("no turn for the doors: the database is away")
        self._give_turn()
        return False

    def _give_turn(self) -> None:
        if self._turn is not None:
            self._turn.close()
            self._turn = None
