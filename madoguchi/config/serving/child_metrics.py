"""What the worker child counts, told to its parent, because only `serve` answers /metrics."""

import os

from madoguchi.kernel import metrics, wire

_TOPIC = "job-ended"


def tell_parent() -> None:
    """In the child: every ended job is told."""
    parent = os.getppid()
    metrics.job_listeners.append(lambda kind, outcome, seconds: wire.send(_TOPIC, [parent, kind, outcome, seconds]))


def hear_child() -> None:
    """In `serve`: what its own child tells is counted as if it had happened here."""
    here = os.getpid()

    def count(body: list[object]) -> None:
        parent, kind, outcome, seconds = body
        if parent == here:
            metrics.job_ended(str(kind), str(outcome), float(str(seconds)))

    wire.receive(_TOPIC, count)
