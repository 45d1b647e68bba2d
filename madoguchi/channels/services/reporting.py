"""A report about one of our messages is laid beside the message it is about."""

from madoguchi.channels.filters.outcome import Stopped
from madoguchi.channels.services import bouncing, noticing
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.plain.messages import InboundMessage
from madoguchi.people.permissions import require
from madoguchi.tickets.permissions import TicketPermission


def record(stopped: Stopped, inbound: InboundMessage, *, raw_id: int, by: Actor) -> int | None:
    """The ticket of the message a bounce, receipt or complaint is about; None when it is about none of ours."""
    require(by, TicketPermission.REPLY)
    if stopped.delivery_id is None:
        return None
    if inbound.bounce is not None:
        return bouncing.record(stopped.delivery_id, report=inbound.bounce, raw_id=raw_id, by=by)
    if inbound.notice is not None:
        return noticing.record(stopped.delivery_id, notice=inbound.notice, raw_id=raw_id, by=by)
    return None
