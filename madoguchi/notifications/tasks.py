"""Jobs of this room."""

from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.jobs import job
from madoguchi.notifications import watchers


@job("notifications.tell_watchers", every=30)
def tell_watchers() -> None:
    """Tells those who watch something of its news."""
    watchers.tell_watchers(by=SYSTEM)
