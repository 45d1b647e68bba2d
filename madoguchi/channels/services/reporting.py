"""What opens no ticket is laid beside what it is about: a report beside our message, advice into its consultation."""

from madoguchi.channels.filters.outcome import Stopped
from madoguchi.channels.services import bouncing, noticing, scanning
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.plain.messages import InboundMessage
from madoguchi.people.permissions import require
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.services.asking import hearing


def record(stopped: Stopped, inbound: InboundMessage, *, raw_id: int, by: Actor) -> int | None:
    """The ticket of the message a bounce, receipt or complaint is about; None when it is about none of ours. An answer
    to a consultation is laid into it."""
    require(by, TicketPermission.REPLY)
    if stopped.consultation_id is not None:
        heard = hearing.receive(stopped.consultation_id, inbound=inbound, by=by)
        scanning.ask_files(heard.sha256s)
        return heard.ticket_id
    if stopped.delivery_id is None:
        return None
    if inbound.bounce is not None:
        return bouncing.record(stopped.delivery_id, report=inbound.bounce, raw_id=raw_id, by=by)
    if inbound.notice is not None:
        return noticing.record(stopped.delivery_id, notice=inbound.notice, raw_id=raw_id, by=by)
    return None
