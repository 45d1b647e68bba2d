"""Storing what comes in at the same moment in one transaction: waiting for the disk costs more than the statements.

Whoever gets its turn commits for all who wait; nobody is answered before that commit. When it fails each is tried by
itself, so that one bad message never takes the others with it.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar, cast

from django.db import connection, transaction

from madoguchi.kernel import statements

T = TypeVar("T")
MOST = 50


class _Waiting(Generic[T]):
    """One piece of work and what became of it."""

    def __init__(self, work: Callable[[], T]) -> None:
        self.work = work
        self.done = False
        self.result: T | None = None
        self.problem: Exception | None = None

    def do(self) -> None:
        """Does it in a transaction of its own."""
        try:
            with durably(), transaction.atomic():
                self.result = self.work()
        except Exception as problem:
            self.problem = problem
        self.done = True


_guard = threading.Lock()
_turn = threading.Lock()
_queue: list[_Waiting[Any]] = []


def commit(work: Callable[[], T]) -> T:
    """Runs `work` and commits it, with that of others where they wait; returns once it is safely on disk.

    `work` must be repeatable: after a failed attempt together it runs again. Inside a transaction it just runs.
    """
    if connection.in_atomic_block:
        return _within(work)
    mine = _Waiting(work)
    with _guard:
        _queue.append(mine)
    with _turn:
        if not mine.done:
            _commit_together(_taken(mine))
    if mine.problem is not None:
        raise mine.problem
    return cast(T, mine.result)


@contextmanager
def durably() -> Iterator[None]:
    """Makes commits inside wait for the disk. PostgreSQL always does; SQLite only when asked."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    statements.run("PRAGMA synchronous=FULL")
    try:
        yield
    finally:
        statements.run("PRAGMA synchronous=NORMAL")


def _within(work: Callable[[], T]) -> T:
    with transaction.atomic():
        return work()


def _taken(mine: _Waiting[Any]) -> list[_Waiting[Any]]:
    """Ours and the others that wait, in their order."""
    with _guard:
        _queue.remove(mine)
        some = [mine, *_queue[: MOST - 1]]
        del _queue[: MOST - 1]
    return some


def _commit_together(some: list[_Waiting[Any]]) -> None:
    if len(some) > 1:
        try:
            with durably(), transaction.atomic():
                results = [one.work() for one in some]
        except Exception:
            results = []
        for one, result in zip(some, results, strict=False):
            one.result, one.done = result, True
    for one in some:
        if not one.done:
            one.do()
