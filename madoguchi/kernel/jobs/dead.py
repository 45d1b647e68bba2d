"""Dead letters: jobs that failed for good, until a person sends them back or throws them away."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from madoguchi.kernel import clock, events
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Conflict, NotAllowed, NotFound
from madoguchi.kernel.jobs import bells
from madoguchi.kernel.jobs.events import JobDiscarded, JobRetried
from madoguchi.kernel.models import JobRow, JobState

PERMISSION = "setting:manage"


class AlreadyWaiting(Conflict):
    """The same work waits already under the same key."""

    code = "job_already_waiting"
    text = _("The same job is waiting already.")


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One job that was given up: what it was (long arguments as "…"), how often it was tried, and the last reason."""

    id: int
    kind: str
    arguments: dict[str, Any]
    attempts: int
    error: str
    enqueued_at: datetime
    died_at: datetime | None


def dead_letters(*, by: Actor, limit: int = 200) -> list[DeadLetter]:
    """The newest dead letters. Raises NotAllowed without the permission to manage the installation."""
    _require(by)
    rows = JobRow.objects.filter(state=JobState.DEAD).order_by("-died_at", "-id")[:limit]
    return [
        DeadLetter(r.id, r.kind, _shown(r.arguments["kwargs"]), r.attempts, r.error, r.enqueued_at, r.died_at)
        for r in rows
    ]


def retry(job_id: int, *, by: Actor) -> None:
    """Sends a dead letter back to work at once, with all its attempts. Raises AlreadyWaiting when its key is taken."""
    _require(by)
    try:
        with transaction.atomic():
            row = _take(job_id)
            row.state, row.attempts, row.run_at, row.died_at = JobState.WAITING, 0, clock.now(), None
            row.save(update_fields=["state", "attempts", "run_at", "died_at"])
            events.publish(JobRetried(job_id=row.id, kind=row.kind), by=by)
            queue = row.queue
            transaction.on_commit(lambda: bells.ring(queue))
    except IntegrityError as taken:
        raise AlreadyWaiting from taken


def discard(job_id: int, *, by: Actor) -> None:
    """Throws a dead letter away."""
    _require(by)
    with transaction.atomic():
        row = _take(job_id)
        JobRow.objects.filter(pk=row.pk).delete()
        events.publish(JobDiscarded(job_id=job_id, kind=row.kind), by=by)


def _shown(arguments: dict[str, Any]) -> dict[str, Any]:
    """Ids and short words only: a long text may be a mail with a live link in it."""
    return {name: value if _is_short(value) else "…" for name, value in arguments.items()}


def _is_short(value: Any) -> bool:
    return value is None or isinstance(value, (int, float)) or (isinstance(value, str) and len(value) <= 60)


def _take(job_id: int) -> JobRow:
    row = JobRow.objects.select_for_update().filter(pk=job_id, state=JobState.DEAD).first()
    if row is None:
        raise NotFound
    return row


def _require(by: Actor) -> None:
    if not by.has(PERMISSION):
        raise NotAllowed(permission=PERMISSION)
