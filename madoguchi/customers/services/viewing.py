"""Who looked at which customer's record: written to the audit trail, once in ten minutes per person and record."""

from datetime import datetime, timedelta

from django.db import transaction

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.people.services import auditing

QUIET = timedelta(minutes=10)
MOST_REMEMBERED = 10_000
_recent: dict[tuple[str, int | None, int], datetime] = {}


def record(customer_id: int, *, by: Actor) -> None:
    """Notes the look, whoever it was. Another process may note the same look once more, never less."""
    key, now = (str(by.kind), by.id, customer_id), clock.now()
    seen = _recent.get(key)
    if seen is not None and timedelta(0) <= now - seen < QUIET:
        return
    with transaction.atomic():
        auditing.note("customer:view", by=by, subject_kind="customer", subject_id=customer_id)
        transaction.on_commit(lambda: _remember(key, now))


def _remember(key: tuple[str, int | None, int], at: datetime) -> None:
    if len(_recent) >= MOST_REMEMBERED:
        _recent.clear()
    _recent[key] = at
