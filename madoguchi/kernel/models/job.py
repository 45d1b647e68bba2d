"""Work to be done later, in the same database as what it is about."""

from django.db import models
from django.db.models import Q


class JobState(models.TextChoices):
    """A finished job has no row; a dead one waits for a person."""

    WAITING = "waiting"
    RUNNING = "running"
    DEAD = "dead"


class JobRow(models.Model):
    """One piece of work. `kind` names the function, `key` (with the kind before it) is unique among waiting jobs.

    While it runs, `holder` names the process and `lease_until` says until when it is believed to be alive.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=120)
    queue = models.CharField(max_length=16)
    priority = models.SmallIntegerField(default=0)
    arguments = models.JSONField(default=dict)
    key = models.CharField(max_length=250, null=True)
    state = models.CharField(max_length=8, default=JobState.WAITING)
    run_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    holder = models.CharField(max_length=120, blank=True, default="")
    lease_until = models.DateTimeField(null=True)
    error = models.TextField(blank=True, default="")
    enqueued_at = models.DateTimeField()
    died_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "kernel_job"
        indexes = [
            models.Index(
                fields=["queue", "-priority", "run_at", "id"], name="job_waiting", condition=Q(state=JobState.WAITING)
            ),
            models.Index(fields=["lease_until"], name="job_running", condition=Q(state=JobState.RUNNING)),
            models.Index(fields=["-died_at"], name="job_dead", condition=Q(state=JobState.DEAD)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["key"], name="job_key", condition=Q(state=JobState.WAITING)),
        ]


class ScheduleRow(models.Model):
    """When a periodic job is due next. Whoever moves `next_at` on enqueues it."""

    kind = models.CharField(max_length=120, primary_key=True)
    next_at = models.DateTimeField()

    class Meta:
        db_table = "kernel_schedule"
