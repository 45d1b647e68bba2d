"""Enqueuing this room's jobs by name, so that services need not know tasks.py, which knows them."""

from typing import Any

from madoguchi.kernel.jobs import enqueue
from madoguchi.kernel.jobs.kinds import find


def later(kind: str, *, key: str | None = None, **arguments: Any) -> None:
    """Stores a job of this room; see `kernel.jobs.enqueue`."""
    job = find(kind)
    if job is None:
        raise LookupError(f"no job is named {kind}")
    enqueue(job, key=key, **arguments)
