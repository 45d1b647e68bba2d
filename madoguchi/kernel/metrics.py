"""Counters and durations of this process, in Prometheus' terms. Not for: figures about people's work (see reports)."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics

disable_created_metrics()  # type: ignore[no-untyped-call]

REGISTRY = CollectorRegistry(auto_describe=True)
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)

requests = Counter("madoguchi_requests", "Answered requests", ["method", "route", "status"], registry=REGISTRY)
request_seconds = Histogram(
    "madoguchi_request_seconds",
    "Time from the whole request to the answer",
    ["kind"],
    registry=REGISTRY,
    buckets=_SECONDS,
)
jobs = Counter("madoguchi_jobs", "Jobs run in this process", ["kind", "outcome"], registry=REGISTRY)
job_seconds = Histogram(
    "madoguchi_job_seconds", "Time a job ran", ["kind"], registry=REGISTRY, buckets=(0.01, 0.1, 1, 10, 60, 600)
)
streams = Gauge("madoguchi_streams", "Open live streams", registry=REGISTRY)
announcements = Counter(
    "madoguchi_announcements",
    "News of any process by its name (message.received, message.sent ...)",
    ["name"],
    registry=REGISTRY,
)

job_listeners: list[Callable[[str, str, float], None]] = []


def job_ended(kind: str, outcome: str, seconds: float) -> None:
    """Counts one run of a job: done, retried or dead."""
    jobs.labels(kind, outcome).inc()
    job_seconds.labels(kind).observe(seconds)
    for function in job_listeners:
        function(kind, outcome, seconds)
