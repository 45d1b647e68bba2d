"""Lines of one's own bell, seen."""

from django.db import transaction

from madoguchi.kernel import clock, live
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import NotFound
from madoguchi.notifications.models import Notification

SEEN = "notification.read"


@transaction.atomic
def mark_read(notification_id: int, *, by: Actor) -> None:
    """One line; somebody else's looks like none."""
    row = Notification.objects.filter(pk=notification_id, agent_id=by.agent_id or 0).first()
    if row is None:
        raise NotFound
    if row.read_at is None:
        Notification.objects.filter(pk=row.pk).update(read_at=clock.now())
        _tell_own_pages(by)


@transaction.atomic
def mark_ticket_read(ticket_id: int, *, by: Actor) -> int:
    """Everything about a ticket that one has now read; how many lines that were."""
    unread = Notification.objects.filter(agent_id=by.agent_id or 0, read_at=None, ticket_id=ticket_id)
    count = unread.update(read_at=clock.now())
    if count:
        _tell_own_pages(by)
    return count


@transaction.atomic
def mark_all_read(*, by: Actor) -> int:
    """Everything; how many lines that were."""
    count = Notification.objects.filter(agent_id=by.agent_id or 0, read_at=None).update(read_at=clock.now())
    if count:
        _tell_own_pages(by)
    return count


def _tell_own_pages(by: Actor) -> None:
    live.announce(live.Announcement(id=0, name=SEEN, agent_id=by.agent_id))
