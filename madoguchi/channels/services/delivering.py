"""Working off what is due, inbox by inbox, each way out in a lane of its own: a server that hangs delays only what goes
through it. How one message is sent, and what becomes of it, is `attempting`."""

import time
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta

from django.db.models import F

from madoguchi.channels.base.errors import ChannelError
from madoguchi.channels.models import Delivery, DeliveryState, Inbox
from madoguchi.channels.queueing import later
from madoguchi.channels.services import attempting, lanes, pacing
from madoguchi.channels.services.adapting import adapter_of
from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.plain.messages import OutboundMessage, Sent
from madoguchi.people.permissions import require
from madoguchi.tickets.permissions import TicketPermission

BUSY = timedelta(seconds=2)
ONE_GO_SECONDS = 10.0
PAUSES = (30, 60, 120, 300, 600)


def deliver(delivery_id: int, *, by: Actor) -> None:
    """Sends one message if it is due, and whatever else is due in its inbox."""
    require(by, TicketPermission.REPLY)
    on_the_way = (DeliveryState.QUEUED, DeliveryState.ATTEMPTING)
    delivery = Delivery.objects.select_related("inbox").filter(pk=delivery_id, state__in=on_the_way).first()
    if delivery is None:
        return
    if delivery.state == DeliveryState.ATTEMPTING:
        if attempting.is_abandoned(delivery):
            attempting.unconfirmed(delivery, reason="crashed_while_sending", by=by)
    elif delivery.due_at > clock.now():
        later("channels.send", at=delivery.due_at, key=str(delivery.id), delivery_id=delivery.id)
    else:
        empty(delivery.inbox_id, by=by)


def empty(inbox_id: int, *, by: Actor) -> None:
    """Sends all that is due through an inbox, and through others of the same server that ask for it meanwhile."""
    require(by, TicketPermission.REPLY)
    inbox = Inbox.objects.filter(pk=inbox_id).first()
    if inbox is None or not inbox.active or _is_paused(inbox):
        return
    left = lanes.work_off(
        _lane_of(inbox), inbox_id, lambda wanted: _empty(wanted, by=by), doubtful=inbox.sending_failures > 0
    )
    for waiting in left or ():
        _again(waiting, at=clock.now() + BUSY)


def deliver_now(message_id: int, *, by: Actor) -> None:
    """Sends a queued message without waiting for its undo time. Touches the network: call it outside a transaction."""
    require(by, TicketPermission.REPLY)
    Delivery.objects.filter(message_id=message_id, state=DeliveryState.QUEUED).update(due_at=clock.now())
    delivery_id = Delivery.objects.filter(message_id=message_id).values_list("id", flat=True).first()
    if delivery_id is not None:
        deliver(delivery_id, by=by)


def _empty(inbox_id: int, *, by: Actor) -> None:
    until = time.monotonic() + ONE_GO_SECONDS
    inbox = Inbox.objects.get(pk=inbox_id)
    if _is_paused(inbox):
        return
    with _way_out(inbox) as send:
        while (delivery := _next_due(inbox_id)) is not None:
            allowed = pacing.allowed_at(delivery.inbox)
            if allowed is not None:
                _pause(inbox, until=allowed)
                return
            problem = attempting.attempt(delivery, send, by=by)
            if problem is not None and problem.code in attempting.SERVER_TROUBLE:
                _stop_for_a_while(inbox, problem)
                return
            if problem is None and inbox.sending_failures:
                _is_well(inbox)
            if time.monotonic() > until:
                _again(inbox_id, at=clock.now())
                return


def _way_out(inbox: Inbox) -> AbstractContextManager[attempting.Send]:
    """How to send; where the settings cannot be read, every message is told why."""
    try:
        return adapter_of(inbox).line()
    except ChannelError as problem:
        reason = problem

    def refuse(_message: OutboundMessage) -> Sent:
        raise reason

    return nullcontext(refuse)


def _next_due(inbox_id: int) -> Delivery | None:
    due = Delivery.objects.select_related("inbox").filter(
        inbox_id=inbox_id, state=DeliveryState.QUEUED, due_at__lte=clock.now()
    )
    return due.order_by("due_at", "id").first()


def _lane_of(inbox: Inbox) -> str:
    try:
        return adapter_of(inbox).lane or f"inbox:{inbox.id}"
    except ChannelError:
        return f"inbox:{inbox.id}"


def _is_paused(inbox: Inbox) -> bool:
    return inbox.sending_paused_until is not None and inbox.sending_paused_until > clock.now()


def _stop_for_a_while(inbox: Inbox, problem: ChannelError) -> None:
    """The way out itself is in trouble: nothing else is tried through it until the pause is over."""
    wait = PAUSES[min(inbox.sending_failures, len(PAUSES) - 1)]
    Inbox.objects.filter(pk=inbox.id).update(
        sending_problem=problem.reason[:500], sending_failures=F("sending_failures") + 1
    )
    _pause(inbox, until=clock.now() + timedelta(seconds=wait))


def _pause(inbox: Inbox, *, until: datetime) -> None:
    Inbox.objects.filter(pk=inbox.id).update(sending_paused_until=until)
    _again(inbox.id, at=until)


def _is_well(inbox: Inbox) -> None:
    inbox.sending_failures = 0
    Inbox.objects.filter(pk=inbox.id).update(sending_problem="", sending_failures=0, sending_paused_until=None)


def _again(inbox_id: int, *, at: datetime) -> None:
    later("channels.empty_outbox", at=at, key=str(inbox_id), inbox_id=inbox_id)
