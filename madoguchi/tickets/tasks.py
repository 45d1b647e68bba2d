"""Jobs of this room: they take ids and call a service."""

from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.jobs import job
from madoguchi.tickets.services import attaching, snoozing


@job("tickets.wake_due", every=30)
def wake_due() -> None:
    """Wakes tickets whose hold has run out."""
    snoozing.wake_due(by=SYSTEM)


@job("tickets.forget_orphans", every=6 * 3600)
def forget_orphans() -> None:
    """Deletes uploads that no message took."""
    attaching.forget_orphans(by=SYSTEM)
