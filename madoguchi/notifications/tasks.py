"""Jobs of this room."""

from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.jobs import job
from madoguchi.notifications import watchers
from madoguchi.notifications.services import digesting, pushing


@job("notifications.tell_watchers", every=30)
def tell_watchers() -> None:
    """Tells those who watch something of its news."""
    watchers.tell_watchers(by=SYSTEM)


@job("notifications.push", attempts=5)
def push(device_id: int, notification_id: int) -> None:
    """Web Push to one device."""
    pushing.push(device_id, notification_id=notification_id, by=SYSTEM)


@job("notifications.push_trial", attempts=2)
def push_trial(device_id: int) -> None:
    """A test to one device."""
    pushing.try_out(device_id, by=SYSTEM)


@job("notifications.mail", every=60)
def mail() -> None:
    """Mails those whose time has come."""
    digesting.send_due(by=SYSTEM)
