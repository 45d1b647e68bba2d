"""Whether this process can do its work, and its figures for Prometheus."""

import json
import shutil
import threading

from django.conf import settings
from django.db import Error, connection
from django.db.models import Count, Min
from prometheus_client import generate_latest
from prometheus_client.core import GaugeMetricFamily

from madoguchi.kernel import clock, metrics
from madoguchi.kernel.models import JobRow

_LEAST_DISK = 200 * 1024 * 1024
_migrated = threading.Event()


def readiness() -> tuple[bool, bytes]:
    """Whether database, migrations and disk are well, and a JSON report without details for outsiders."""
    checks = {"database": _database(), "migrations": _migrations(), "disk": _disk()}
    connection.close()
    return all(checks.values()), json.dumps({k: "ok" if well else "failing" for k, well in checks.items()}).encode()


def exposition() -> bytes:
    """All metrics as text, with the jobs as they lie in the database now."""
    try:
        return generate_latest(metrics.REGISTRY) + generate_latest(_Jobs())
    finally:
        connection.close()


class _Jobs:
    def collect(self) -> list[GaugeMetricFamily]:
        """Jobs by state, and how long the oldest due one has waited."""
        counts = GaugeMetricFamily("madoguchi_jobs_kept", "Jobs in the database", labels=["queue", "state"])
        late = GaugeMetricFamily("madoguchi_jobs_late_seconds", "How late the oldest due job is")
        try:
            for queue, state, number in JobRow.objects.values_list("queue", "state").annotate(Count("id")).order_by():
                counts.add_metric([queue, state], number)
            oldest = JobRow.objects.filter(state="waiting").aggregate(oldest=Min("run_at"))["oldest"]
            now = clock.now()
            late.add_metric([], max(0.0, (now - oldest).total_seconds()) if oldest else 0.0)
        except Error:
            return []
        return [counts, late]


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def _migrations() -> bool:
    if _migrated.is_set():
        return True
    from madoguchi.config.migrating import pending

    try:
        if not pending():
            _migrated.set()
    except Error:
        return False
    return _migrated.is_set()


def _disk() -> bool:
    try:
        return shutil.disk_usage(settings.DATA_ROOT).free >= _LEAST_DISK
    except OSError:
        return False
