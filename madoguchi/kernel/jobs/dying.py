"""Turning a job into a dead letter, with news of it."""

from django.db import transaction

from madoguchi.kernel import events
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.jobs import claiming
from madoguchi.kernel.jobs.claiming import Claim
from madoguchi.kernel.jobs.events import JobDied


def die(claimed: Claim, *, error: str) -> None:
    """Buries the job and publishes `job.died`, unless it was taken away meanwhile."""
    with transaction.atomic():
        if claiming.bury(claimed, error=error):
            events.publish(JobDied(job_id=claimed.id, kind=claimed.kind, error=error[:200]), by=SYSTEM)
