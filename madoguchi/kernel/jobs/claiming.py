"""Taking, keeping, finishing and giving back jobs: each a single conditional statement."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Min, QuerySet

from madoguchi.kernel import clock, statements
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


_DUE = (
    "SELECT id FROM kernel_job WHERE state = 'waiting' AND queue = %s AND priority >= %s AND run_at <= %s"
    " ORDER BY priority DESC, run_at, id LIMIT 1"
)
_TAKE = (
    "UPDATE kernel_job SET state = 'running', holder = %s, lease_until = %s, attempts = attempts + 1"
    " WHERE state = 'waiting' AND id = ({due}) RETURNING id, kind, arguments, attempts, key"
)
_FINISH = "DELETE FROM kernel_job WHERE id = %s AND state = 'running' AND holder = %s"
_TAKE_HERE = _TAKE.format(due=_DUE)
_NO_HURRY = ", set_config('synchronous_commit', 'off', true)"
"""A claim need not wait for the disk. What is done for it does, and that writes the claim down too; a power cut before
that leaves the job as it was, to be claimed again."""
_TAKE_BESIDE_OTHERS = _TAKE.format(due=f"{_DUE} FOR UPDATE SKIP LOCKED") + _NO_HURRY
_FINISH_AND_TAKE = f"WITH gone AS ({_FINISH}) {_TAKE_BESIDE_OTHERS}"


def claim(
    queue: str,
    *,
    holder: str,
    lowest_priority: int = -100,
    at: datetime | None = None,
    done: Claim | None = None,
) -> Claim | None:
    """Takes the most urgent due job of a queue, or None. Two callers never get the same one.

    `done` is finished in the same step: whoever works off a queue pays one commit for both.
    """
    now = at or clock.now()
    due: list[Any] = [queue, lowest_priority, statements.moment(now)]
    taking = [holder, statements.moment(clock.now() + LEASE), *due]
    if not statements.on_sqlite():
        if done is None:
            rows = statements.run(_TAKE_BESIDE_OTHERS, taking).fetchall()
        else:
            rows = statements.run(_FINISH_AND_TAKE, [done.id, done.holder, *taking]).fetchall()
    elif done is None:
        rows = _take_here(due, taking)
    else:
        with transaction.atomic():
            finish(done)
            rows = _take_here(due, taking)
    if not rows:
        return None
    job_id, kind, arguments, attempts, key = rows[0][:5]
    plain = json.loads(arguments) if isinstance(arguments, str) else arguments
    return Claim(job_id, kind, plain, attempts, key, holder)


def _take_here(due: list[Any], taking: list[Any]) -> list[tuple[Any, ...]]:
    """On SQLite: looking first spares the turn to write while there is nothing to do."""
    if statements.run(_DUE, due).fetchone() is None:
        return []
    taken: list[tuple[Any, ...]] = statements.run(_TAKE_HERE, taking).fetchall()
    return taken


def extend(holder: str) -> int:
    """Renews the lease of everything the holder runs."""
    return JobRow.objects.filter(state=JobState.RUNNING, holder=holder).update(lease_until=clock.now() + LEASE)


def finish(claimed: Claim) -> bool:
    """Removes a job that is done; False when it had been taken away meanwhile."""
    return bool(statements.run(_FINISH, [claimed.id, claimed.holder]).rowcount > 0)


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
