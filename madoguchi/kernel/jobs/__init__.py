"""Jobs: work enqueued in the transaction of a change, done after it, tried again when it fails, never lost.

    @job("channels.send", attempts=8)
    def send(delivery_id: int) -> None: ...

    enqueue(send, delivery_id=7)

Not for: work that must have happened before an answer is given (do it in the service).
"""

from madoguchi.kernel.jobs.dead import DeadLetter, dead_letters, discard, retry
from madoguchi.kernel.jobs.enqueuing import enqueue
from madoguchi.kernel.jobs.kinds import GiveUp, Job, RetryLater, job
from madoguchi.kernel.jobs.performing import run_due

__all__ = [
    "DeadLetter",
    "GiveUp",
    "Job",
    "RetryLater",
    "dead_letters",
    "discard",
    "enqueue",
    "job",
    "retry",
    "run_due",
]
