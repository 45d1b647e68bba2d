"""The only source of the current time, so that tests and rehearsals can hold it still."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_held: ContextVar[datetime | None] = ContextVar("held_clock", default=None)


def now() -> datetime:
    """The current time in UTC, aware."""
    return _held.get() or datetime.now(UTC)


@contextmanager
def held_at(at: datetime) -> Iterator[None]:
    """Holds the clock at `at` (aware) inside the block."""
    token = _held.set(at)
    try:
        yield
    finally:
        _held.reset(token)
