"""Taking jobs back from processes that ended without a word."""

import logging
import os
import secrets
import socket
from contextlib import suppress
from pathlib import Path

from django.db.models import Q

from madoguchi.kernel import clock
from madoguchi.kernel.jobs import claiming
from madoguchi.kernel.jobs.claiming import Claim
from madoguchi.kernel.jobs.dying import die
from madoguchi.kernel.jobs.kinds import find
from madoguchi.kernel.models import JobRow, JobState

log = logging.getLogger("madoguchi.jobs")


def holder_name() -> str:
    """A name for this process that others on the same machine can tell dead from alive: place/pid/random."""
    return f"{_place()}/{os.getpid()}/{secrets.token_hex(4)}"


def recover() -> int:
    """Gives back every running job whose lease ended or whose process on this machine is gone; returns how many.

    A job that took its process with it as often as it may be tried becomes a dead letter.
    """
    gone = Q(lease_until__lt=clock.now()) | Q(holder__startswith=f"{_place()}/")
    rows = JobRow.objects.filter(gone, state=JobState.RUNNING)
    recovered = 0
    for row in rows:
        if row.lease_until is not None and row.lease_until >= clock.now() and _alive(row.holder):
            continue
        claimed = Claim(row.id, row.kind, row.arguments, row.attempts, row.key, row.holder)
        job = find(row.kind)
        log.warning("job taken back", extra={"job": row.id, "kind": row.kind, "holder": row.holder})
        if row.attempts >= (job.attempts if job else 1):
            die(claimed, error="its process ended while it ran")
        else:
            claiming.postpone(claimed, seconds=0, error="its process ended while it ran")
        recovered += 1
    return recovered


def release(holder: str) -> int:
    """Gives back what this holder still runs, without counting the attempt; for a process about to stop."""
    held = JobRow.objects.filter(state=JobState.RUNNING, holder=holder)
    return sum(
        claiming.postpone(
            Claim(row.id, row.kind, row.arguments, row.attempts, row.key, holder),
            seconds=0,
            error=row.error,
            uncounted=True,
        )
        for row in held
    )


def _place() -> str:
    namespace = 0
    with suppress(OSError):
        namespace = Path("/proc/self/ns/pid").stat().st_ino
    return f"{socket.gethostname()[:40]}-{namespace}"


def _alive(holder: str) -> bool:
    pid = int(holder.split("/")[1]) if holder.count("/") == 2 else os.getpid()
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
