"""After a crash: messages that came in and were not read, messages that were being sent or forgotten."""

from datetime import timedelta

from madoguchi.channels.models import Delivery, DeliveryState, RawMessage, RawState
from madoguchi.channels.queueing import later
from madoguchi.channels.services import attempting
from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.people.permissions import require
from madoguchi.tickets.permissions import TicketPermission

_GRACE = timedelta(seconds=90)


def recover(*, by: Actor, grace: timedelta = _GRACE) -> None:
    """Sets everything going again that nobody works on. `grace` is how long a job may take to begin."""
    require(by, TicketPermission.OPEN)
    before = clock.now() - grace
    stored = RawMessage.objects.filter(state=RawState.STORED, received_at__lt=before).order_by("id")
    for raw_id in stored.values_list("id", flat=True)[:5000]:
        later("channels.read", key=str(raw_id), raw_id=raw_id)
    forgotten = Delivery.objects.filter(state=DeliveryState.QUEUED, due_at__lt=before, inbox__active=True)
    for inbox_id in forgotten.order_by("inbox_id").values_list("inbox_id", flat=True).distinct():
        later("channels.empty_outbox", key=str(inbox_id), inbox_id=inbox_id)
    for delivery in Delivery.objects.select_related("inbox").filter(state=DeliveryState.ATTEMPTING):
        if attempting.is_abandoned(delivery):
            attempting.unconfirmed(delivery, reason="crashed_while_sending", by=by)
