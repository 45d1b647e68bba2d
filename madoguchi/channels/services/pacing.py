"""How fast an inbox may send: so many a minute and an hour, because providers lock accounts that send faster."""

from datetime import datetime, timedelta

from madoguchi.channels.models import Delivery, DeliveryState, Inbox
from madoguchi.kernel import clock

_LEFT = (DeliveryState.SENT, DeliveryState.UNCONFIRMED, DeliveryState.FAILED)


def allowed_at(inbox: Inbox) -> datetime | None:
    """When the inbox may send its next message; None: now."""
    limits = ((inbox.most_per_minute, timedelta(minutes=1)), (inbox.most_per_hour, timedelta(hours=1)))
    waits = [free for most, window in limits if most and (free := _free_at(inbox.id, most, window)) is not None]
    return max(waits, default=None)


def _free_at(inbox_id: int, most: int, window: timedelta) -> datetime | None:
    """When the oldest of the last `most` messages is no longer in the window."""
    recent = Delivery.objects.filter(inbox_id=inbox_id, state__in=_LEFT, finished_at__gt=clock.now() - window)
    ends = recent.order_by("-finished_at").values_list("finished_at", flat=True)[most - 1 : most]
    return next((end + window for end in ends if end is not None), None)
