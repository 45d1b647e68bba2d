"""Periodic jobs: whoever moves the next time on, by a conditional update, enqueues the job. Once over all processes."""

from datetime import timedelta

from django.db import transaction

from madoguchi.kernel import clock
from madoguchi.kernel.jobs.enqueuing import enqueue
from madoguchi.kernel.jobs.kinds import registry
from madoguchi.kernel.models import ScheduleRow


def enqueue_periodic() -> int:
    """Enqueues every periodic kind that is due; returns how many. A kind still waiting is not enqueued twice."""
    now = clock.now()
    known = dict(ScheduleRow.objects.values_list("kind", "next_at"))
    count = 0
    for kind, job in list(registry.items()):
        if job.every is None:
            continue
        interval = timedelta(seconds=job.every)
        if kind not in known:
            known[kind] = ScheduleRow.objects.get_or_create(kind=kind, defaults={"next_at": now})[0].next_at
        if now < known[kind] <= now + interval:
            continue
        with transaction.atomic():
            mine = ScheduleRow.objects.filter(kind=kind, next_at=known[kind]).update(next_at=now + interval)
            if mine and known[kind] <= now:
                enqueue(job, key="periodic")
                count += 1
    return count
