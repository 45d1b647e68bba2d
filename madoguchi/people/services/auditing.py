"""Writing the audit trail. Every change of rights or settings and every look at a customer calls it."""

from typing import Any

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.people.models import AuditLine


def note(
    action: str, *, by: Actor, subject_kind: str, subject_id: object = "", before: Any = None, after: Any = None
) -> None:
    """Adds one audit line in the running transaction. `before` and `after` are JSON values without secrets."""
    AuditLine.objects.create(
        at=clock.now(),
        actor_kind=by.kind,
        actor_id=by.id,
        actor_name=by.name[:80],
        action=action,
        subject_kind=subject_kind,
        subject_id=str(subject_id),
        before=before,
        after=after,
    )
