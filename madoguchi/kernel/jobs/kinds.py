"""Kinds of jobs: module-level functions with a name, and how often and where they are tried."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, ParamSpec, TypeVar, cast

from django.utils.module_loading import import_string
from django_tasks.base import Task, task

P = ParamSpec("P")
T = TypeVar("T")

LIGHT = "default"
HEAVY = "heavy"
LONGEST_DELAY = 3600.0


class GiveUp(Exception):
    """Raised by a job that can never succeed: it becomes a dead letter at once."""


class RetryLater(Exception):
    """Raised by a job that knows when to try again. It counts as an attempt."""

    def __init__(self, seconds: float, reason: str = "") -> None:
        super().__init__(reason)
        self.seconds = seconds


@dataclass(frozen=True, kw_only=True)
class Job(Task[P, T], Generic[P, T]):
    """A task of Django's Tasks API with what our backend needs to know beside it.

    `attempts` counts the first one; `backoff` is the delay in seconds after the first failure, doubling with each
    further one up to an hour; `every` makes it periodic (seconds).
    """

    kind: str = ""
    attempts: int = 8
    backoff: float = 5.0
    every: float | None = None

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs the function here and now."""
        return self.func(*args, **kwargs)

    @property
    def name(self) -> str:
        """The name under which it is stored: its kind, else the path of its function."""
        return self.kind or self.module_path

    def delay(self, failures: int) -> float:
        """Seconds until the next try after so many failures, spread by half so that retries do not come together."""
        return float(min(LONGEST_DELAY, self.backoff * 2 ** min(failures - 1, 20)) * random.uniform(0.5, 1.5))


registry: dict[str, Job[..., Any]] = {}


def job(
    kind: str,
    *,
    heavy: bool = False,
    attempts: int = 8,
    backoff: float = 5.0,
    every: float | None = None,
    priority: int = 0,
) -> Callable[[Callable[P, T]], Job[P, T]]:
    """Makes a module-level function a kind of job under a dotted name.

    Light kinds wait (network) and run in threads of `serve`; `heavy` ones compute and run in the worker child. Among
    waiting jobs the highest `priority` (-100 to 100) goes first; heavy kinds above 0 never wait behind a long one.
    """

    def register(function: Callable[P, T]) -> Job[P, T]:
        made = task(
            queue_name=HEAVY if heavy else LIGHT,
            priority=priority,
            kind=kind,
            attempts=attempts,
            backoff=backoff,
            every=every,
        )(function)
        known = registry.get(kind)
        if known is not None and known.module_path != made.module_path:
            raise ValueError(f"two kinds of jobs are named {kind}")
        registry[kind] = cast("Job[..., Any]", made)
        return cast("Job[P, T]", made)

    return register


def find(kind: str) -> "Job[..., Any] | None":
    """The kind of that name, or the task at that import path, or None when this version knows neither."""
    if kind in registry:
        return registry[kind]
    try:
        found = import_string(kind)
    except ImportError:
        return None
    return found if isinstance(found, Job) else None
