"""Telling what a delivery belongs to how it went: a ticket's message, or a mail of a consultation."""

from datetime import datetime

from madoguchi.channels.models import Delivery
from madoguchi.kernel.actors import Actor
from madoguchi.people.permissions import require
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.services import replying
from madoguchi.tickets.services.asking import sending


def sent(delivery: Delivery, *, external_id: str, at: datetime, by: Actor) -> None:
    """The other side accepted it."""
    require(by, TicketPermission.REPLY)
    if delivery.asked_id is not None:
        sending.record_sent(delivery.asked_id, external_id=external_id, by=by)
    elif delivery.message_id is not None:
        replying.record_sent(delivery.message_id, external_id=external_id, at=at, by=by)


def failed(delivery: Delivery, *, reason: str, permanent: bool, by: Actor) -> None:
    """It did not arrive; unless `permanent` it is tried again."""
    require(by, TicketPermission.REPLY)
    if delivery.asked_id is not None:
        sending.record_failed(delivery.asked_id, reason=reason, permanent=permanent, by=by)
    elif delivery.message_id is not None:
        replying.record_failed(delivery.message_id, reason=reason, permanent=permanent, by=by)


def unconfirmed(delivery: Delivery, *, by: Actor) -> None:
    """Nobody knows whether it arrived."""
    require(by, TicketPermission.REPLY)
    if delivery.asked_id is not None:
        sending.record_unconfirmed(delivery.asked_id, by=by)
    elif delivery.message_id is not None:
        replying.record_unconfirmed(delivery.message_id, by=by)


def again(delivery: Delivery, *, by: Actor) -> None:
    """Sends an unconfirmed one once more."""
    require(by, TicketPermission.REPLY)
    if delivery.asked_id is not None:
        sending.retry(delivery.asked_id, by=by)
    elif delivery.message_id is not None:
        replying.retry(delivery.message_id, by=by)
