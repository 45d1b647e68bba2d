"""Turning a job into a dead letter, with news of it."""

from django.db import transaction

from madoguchi.kernel import events
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.jobs import claiming
from madoguchi.kernel.jobs.claiming import Claim
from madoguchi.kernel.jobs.events import JobDied
from madoguchi.kernel.jobs.kinds import find
from madoguchi.kernel.models import JobRow, JobState


def die(claimed: Claim, *, error: str) -> None:
    """Buries the job and publishes `job.died`, unless it was taken away meanwhile.

    Of a periodic kind only the newest dead letter is kept, and only the first is news: the next period tries anyway.
    """
    with transaction.atomic():
        if not claiming.bury(claimed, error=error):
            return
        job = find(claimed.kind)
        known = 0
        if job is not None and job.every is not None:
            older = JobRow.objects.filter(kind=claimed.kind, state=JobState.DEAD).exclude(pk=claimed.id)
            known, _rows = older.delete()
        if not known:
            events.publish(JobDied(job_id=claimed.id, kind=claimed.kind, error=error[:200]), by=SYSTEM)
