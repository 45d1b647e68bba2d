"""What becomes of jobs that a person should know about."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from madoguchi.kernel.events import Event, event


@event
@dataclass(frozen=True, kw_only=True)
class JobDied(Event):
    """A job was given up; it lies among the dead letters."""

    name = "job.died"
    label = _("A background job failed for good")
    job_id: int
    kind: str
    error: str


@event
@dataclass(frozen=True, kw_only=True)
class JobRetried(Event):
    """A person sent a dead letter back to work."""

    name = "job.retried"
    label = _("A failed background job was started again")
    job_id: int
    kind: str


@event
@dataclass(frozen=True, kw_only=True)
class JobDiscarded(Event):
    """A person threw a dead letter away."""

    name = "job.discarded"
    label = _("A failed background job was discarded")
    job_id: int
    kind: str
