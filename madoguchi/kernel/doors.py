"""Doors that stay open while `serve` runs: a mail listener, a poller. Rooms register them; only `serve` opens them.

Not for: work that comes in portions (that is a job).
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Door:
    """One long-running door.

    `start` opens it and returns (it makes its own thread or loop); `stop` closes it within two seconds and is called
    only after `start`. A door is opened in one `serve` at a time when `single` (others take over when that one
    ends), else in every one.
    """

    name: str
    start: Callable[[], None]
    stop: Callable[[], None]
    single: bool = True


registry: dict[str, Door] = {}


def register_door(name: str, start: Callable[[], None], stop: Callable[[], None], *, single: bool = True) -> None:
    """Announces a door; call it from the room's AppConfig.ready. A second door of the same name replaces the first."""
    registry[name] = Door(name, start, stop, single)
