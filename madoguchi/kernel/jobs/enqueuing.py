"""Putting a job into the table, and waking whoever waits for one."""

import json
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django_tasks.utils import normalize_json

from madoguchi.kernel import clock, statements
from madoguchi.kernel.jobs import bells
from madoguchi.kernel.jobs.kinds import Job

UNSEEN = timedelta(seconds=2)
"""The clock of every runner looks once a second: what is due after this is seen in time without a ring."""

_INSERT = (
    "INSERT INTO kernel_job"
    " (kind, queue, priority, arguments, key, state, run_at, attempts, holder, error, enqueued_at)"
    " VALUES (%s, %s, %s, %s, %s, 'waiting', %s, 0, '', '', %s)"
)
_RETURN = " RETURNING id"
_UNLESS_WAITING = (
    " ON CONFLICT (key) WHERE state = 'waiting'"
    " DO UPDATE SET run_at = {}(kernel_job.run_at, excluded.run_at) RETURNING id"
)


def enqueue(job: "Job[..., Any]", *, at: datetime | None = None, key: str | None = None, **arguments: Any) -> int:
    """Stores a job with plain JSON arguments and returns its id. It runs after the commit, never for a rolled-back one.

    `at` is the earliest time. While a job of the same kind and `key` is still waiting no second one is made: the
    waiting one keeps its arguments and runs at the earlier of the two times.
    """
    return put(job, [], arguments, at=at, key=key)


def put(
    job: "Job[..., Any]",
    positional: list[Any],
    named: dict[str, Any],
    *,
    at: datetime | None = None,
    key: str | None = None,
) -> int:
    """Stores a job; see `enqueue`."""
    now = clock.now()
    run_at = at or now
    made = statements.run(
        _INSERT + (_UNLESS_WAITING.format("min" if statements.on_sqlite() else "least") if key else _RETURN),
        [
            job.name,
            job.queue_name,
            job.priority,
            json.dumps(normalize_json({"args": positional, "kwargs": named})),
            f"{job.name}:{key}"[:250] if key else None,
            statements.moment(run_at),
            statements.moment(now),
        ],
    )
    job_id = int(made.fetchall()[0][0])
    queue, later = job.queue_name, run_at > now
    if run_at < now + UNSEEN:
        transaction.on_commit(lambda: bells.ring(queue, later=later))
    return job_id
