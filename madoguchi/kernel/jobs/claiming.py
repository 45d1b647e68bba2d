"""Taking, keeping, finishing and giving back jobs: each a single conditional statement."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Min, QuerySet

from madoguchi.kernel import clock
from madoguchi.kernel.models import JobRow, JobState

LEASE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Claim:
    """A job that belongs to `holder` until its lease ends. `attempts` counts this one."""

    id: int
    kind: str
    arguments: dict[str, Any]
    attempts: int
    key: str | None
    holder: str


def claim(queue: str, *, holder: str, lowest_priority: int = -100, at: datetime | None = None) -> Claim | None:
    """Takes the most urgent due job of a queue, or None. Two callers never get the same one."""
    moment = connection.ops.adapt_datetimefield_value
    now = at or clock.now()
    lock = "FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        due = (
            "SELECT id FROM kernel_job WHERE state = 'waiting' AND queue = %s AND priority >= %s AND run_at <= %s"
            f" ORDER BY priority DESC, run_at, id LIMIT 1 {lock}"
        )
        wanted: list[Any] = [queue, lowest_priority, moment(now)]
        if connection.vendor == "sqlite":
            cursor.execute(due, wanted)
            if cursor.fetchone() is None:
                return None
        cursor.execute(
            "UPDATE kernel_job SET state = 'running', holder = %s, lease_until = %s, attempts = attempts + 1"
            f" WHERE state = 'waiting' AND id = ({due}) RETURNING id, kind, arguments, attempts, key",
            [holder, moment(clock.now() + LEASE), *wanted],
        )
        rows = cursor.fetchall()
    if not rows:
        return None
    job_id, kind, arguments, attempts, key = rows[0]
    plain = json.loads(arguments) if isinstance(arguments, str) else arguments
    return Claim(job_id, kind, plain, attempts, key, holder)


def extend(holder: str) -> int:
    """Renews the lease of everything the holder runs."""
    return JobRow.objects.filter(state=JobState.RUNNING, holder=holder).update(lease_until=clock.now() + LEASE)


def finish(claimed: Claim) -> bool:
    """Removes a job that is done; False when it had been taken away meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM kernel_job WHERE id = %s AND state = 'running' AND holder = %s", [claimed.id, claimed.holder]
        )
        return bool(cursor.rowcount > 0)


def postpone(claimed: Claim, *, seconds: float, error: str, uncounted: bool = False) -> bool:
    """Gives a job back for a later try. When a job with its key waits already, that one stands for both.

    `uncounted` takes the attempt back (the process was stopped, the job is not to blame).
    """
    changes = {
        "state": JobState.WAITING,
        "run_at": clock.now() + timedelta(seconds=seconds),
        "holder": "",
        "lease_until": None,
        "error": error,
        "attempts": claimed.attempts - 1 if uncounted else claimed.attempts,
    }
    try:
        with transaction.atomic():
            return _held(claimed).update(**changes) > 0
    except IntegrityError:
        return finish(claimed)


def bury(claimed: Claim, *, error: str) -> bool:
    """Makes a job a dead letter."""
    return _held(claimed).update(state=JobState.DEAD, died_at=clock.now(), holder="", lease_until=None, error=error) > 0


def next_due() -> dict[str, datetime]:
    """The earliest time at which each queue has something to do."""
    waiting = JobRow.objects.filter(state=JobState.WAITING)
    return dict(waiting.values_list("queue").annotate(Min("run_at")).order_by())


def _held(claimed: Claim) -> QuerySet[JobRow]:
    return JobRow.objects.filter(pk=claimed.id, state=JobState.RUNNING, holder=claimed.holder)
