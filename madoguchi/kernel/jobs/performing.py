"""Doing one claimed job and recording how it ended."""

import logging
import time
from contextvars import Context
from datetime import datetime

from django.db import close_old_connections, connection

from madoguchi.kernel import logs, metrics
from madoguchi.kernel.jobs import claiming
from madoguchi.kernel.jobs.claiming import Claim
from madoguchi.kernel.jobs.dying import die
from madoguchi.kernel.jobs.kinds import HEAVY, LIGHT, GiveUp, RetryLater, find

log = logging.getLogger("madoguchi.jobs")


def perform(claimed: Claim) -> bool:
    """Runs the job outside any transaction, in a context of its own, and records the end. True when it is done."""
    done = attempt(claimed)
    if done:
        claiming.finish(claimed)
    return done


def attempt(claimed: Claim) -> bool:
    """As `perform`, but True leaves the job to be finished by the caller."""
    started = time.perf_counter()
    job = find(claimed.kind)
    limit = job.attempts if job else 1
    try:
        if job is None:
            raise GiveUp(f"this version knows no job named {claimed.kind}")
        context = Context()
        context.run(logs.request_id.set, f"job-{claimed.id}")
        context.run(job.func, *claimed.arguments["args"], **claimed.arguments["kwargs"])
    except GiveUp as reason:
        outcome = _bury(claimed, _say(reason))
    except Exception as problem:
        _leave_transaction()
        log.warning("job failed", extra={"job": claimed.id, "kind": claimed.kind}, exc_info=problem)
        if job is None or claimed.attempts >= limit:
            outcome = _bury(claimed, _say(problem))
        else:
            asked = problem.seconds if isinstance(problem, RetryLater) else job.delay(claimed.attempts)
            claiming.postpone(claimed, seconds=asked, error=_say(problem))
            outcome = "retried"
    else:
        outcome = "done"
    metrics.job_ended(claimed.kind, outcome, time.perf_counter() - started)
    return outcome == "done"


def run_due(*, at: datetime | None = None, limit: int = 1000) -> int:
    """Runs everything due (by `at`) in this thread, heavy and light, with what it enqueues; returns how many ran.

    For tests and for commands that wait for their own jobs.
    """
    ran = 0
    while ran < limit:
        claimed = next((c for q in (HEAVY, LIGHT) if (c := claiming.claim(q, holder="here", at=at))), None)
        if claimed is None:
            break
        perform(claimed)
        ran += 1
    return ran


def _bury(claimed: Claim, error: str) -> str:
    _leave_transaction()
    die(claimed, error=error)
    return "dead"


def _leave_transaction() -> None:
    if not connection.in_atomic_block:
        close_old_connections()


def _say(problem: BaseException) -> str:
    text = str(problem)
    return f"{type(problem).__name__}: {text}"[:2000] if text else type(problem).__name__
