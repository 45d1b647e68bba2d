"""The backend of Django's Tasks API that keeps jobs in our own table."""

from typing import Any, cast

from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus

from madoguchi.kernel import clock
from madoguchi.kernel.jobs.enqueuing import put
from madoguchi.kernel.jobs.kinds import Job


class DatabaseBackend(BaseTaskBackend):
    """Stores tasks in `kernel_job`. Results are not kept: a job writes what it finds out into its room's rows."""

    task_class = Job
    supports_defer = True
    supports_priority = True

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Stores one task; part of the running transaction, if there is one."""
        self.validate_task(task)
        job_id = put(cast("Job[..., Any]", task), list(args), dict(kwargs), at=task.run_after)
        return TaskResult(
            task=task,
            id=str(job_id),
            status=TaskResultStatus.READY,
            enqueued_at=clock.now(),
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
