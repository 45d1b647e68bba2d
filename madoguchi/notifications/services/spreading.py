"""Beyond the bell: what is also to come by mail and by push, written down in the transaction of the news."""

from collections.abc import Iterable

from madoguchi.kernel.jobs import enqueue
from madoguchi.kernel.jobs.kinds import find
from madoguchi.notifications import preferences
from madoguchi.notifications.models import Device, MailWait, Notification
from madoguchi.notifications.preferences import Way

PUSH = "notifications.push"


def spread(event_id: int, agent_ids: Iterable[int], *, kind: str) -> None:
    """For the lines of an event that are in the bells of these agents. Nobody who wants neither costs a statement
    beyond the two that ask."""
    wishes = preferences.of_all(agent_ids)
    devices = list(Device.objects.filter(agent_id__in=agent_ids).values_list("id", "agent_id"))
    by_mail = {one for one in agent_ids if Way.MAIL in preferences.ways(wishes.get(one), kind)}
    pushed = [pair for pair in devices if Way.PUSH in preferences.ways(wishes.get(pair[1]), kind)]
    if not by_mail and not pushed:
        return
    lines = dict(Notification.objects.filter(event_id=event_id).values_list("agent_id", "id"))
    MailWait.objects.bulk_create(
        [MailWait(notification_id=lines[one], agent_id=one) for one in by_mail if one in lines], ignore_conflicts=True
    )
    job = find(PUSH)
    if job is None:
        raise LookupError(PUSH)
    for device_id, agent_id in pushed:
        if agent_id in lines:
            enqueue(job, device_id=device_id, notification_id=lines[agent_id])
