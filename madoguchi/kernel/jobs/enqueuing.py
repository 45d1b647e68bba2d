"""Putting a job into the table, and waking whoever waits for one."""

import json
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django_tasks.utils import normalize_json

from madoguchi.kernel import clock
from madoguchi.kernel.jobs import bells
from madoguchi.kernel.jobs.kinds import Job
from madoguchi.kernel.models import JobRow, JobState

UNSEEN = timedelta(seconds=2)
"""The clock of every runner looks once a second: what is due after this is seen in time without a ring."""


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
    row = JobRow(
        kind=job.name,
        queue=job.queue_name,
        priority=job.priority,
        arguments=normalize_json({"args": positional, "kwargs": named}),
        key=None if key is None else f"{job.name}:{key}"[:250],
        state=JobState.WAITING,
        run_at=at or now,
        enqueued_at=now,
    )
    if row.key is None:
        row.save(force_insert=True)
        job_id = row.id
    else:
        job_id = _put_once(row)
    queue, later = row.queue, row.run_at > now
    if row.run_at < now + UNSEEN:
        transaction.on_commit(lambda: bells.ring(queue, later=later))
    return job_id


def _put_once(row: JobRow) -> int:
    earlier = "min" if connection.vendor == "sqlite" else "least"
    moment = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_job (kind, queue, priority, arguments, key, state, run_at, attempts, holder, error,"
            " enqueued_at) VALUES (%s, %s, %s, %s, %s, 'waiting', %s, 0, '', '', %s)"
            " ON CONFLICT (key) WHERE state = 'waiting'"
            f" DO UPDATE SET run_at = {earlier}(kernel_job.run_at, excluded.run_at) RETURNING id",
            [
                row.kind,
                row.queue,
                row.priority,
                json.dumps(row.arguments),
                row.key,
                moment(row.run_at),
                moment(row.enqueued_at),
            ],
        )
        return int(cursor.fetchall()[0][0])
