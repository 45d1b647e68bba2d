"""Sending what is due. `attempting` is committed before the network is touched; the network is touched outside any
transaction; what nobody can know afterwards is marked unconfirmed, never silently sent twice."""

import logging
import os
import socket
import threading
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from madoguchi.channels.base.errors import ChannelError, OutcomeUnknown, PermanentFailure, TemporaryFailure
from madoguchi.channels.models import Delivery, DeliveryState
from madoguchi.channels.queueing import later
from madoguchi.channels.services.adapting import adapter_of
from madoguchi.channels.services.composing import compose
from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.plain.messages import OutboundMessage, Sent
from madoguchi.people.permissions import require
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.services import replying

log = logging.getLogger("madoguchi.channels")
LEASE = timedelta(minutes=5)
DELAYS = (30, 60, 120, 300, 900, 1800, 3600, 7200, 14400, 28800)


def holder() -> str:
    """Who sends: this machine and process."""
    return f"{socket.gethostname()[:80]}:{os.getpid()}"


BUSY = timedelta(seconds=2)
_lines = threading.BoundedSemaphore(max(1, settings.JOB_THREADS - 1))
"""One job thread always stays free for reading: a server that hangs must not keep new mail from becoming tickets."""


def deliver(delivery_id: int, *, by: Actor) -> None:
    """Sends one message if it is due and nobody else does. Every outcome is recorded on the ticket."""
    require(by, TicketPermission.REPLY)
    on_the_way = (DeliveryState.QUEUED, DeliveryState.ATTEMPTING)
    delivery = Delivery.objects.select_related("inbox").filter(pk=delivery_id, state__in=on_the_way).first()
    if delivery is None:
        return
    if delivery.state == DeliveryState.ATTEMPTING:
        if is_abandoned(delivery):
            unconfirmed(delivery, reason="crashed_while_sending", by=by)
        return
    if delivery.due_at > clock.now():
        later("channels.send", at=delivery.due_at, key=str(delivery.id), delivery_id=delivery.id)
        return
    if not _lines.acquire(blocking=False):
        later("channels.send", at=clock.now() + BUSY, key=str(delivery.id), delivery_id=delivery.id)
        return
    try:
        _attempt(delivery, by=by)
    finally:
        _lines.release()


def _attempt(delivery: Delivery, *, by: Actor) -> None:
    try:
        adapter = adapter_of(delivery.inbox)
        message = compose(delivery, delivery.inbox)
    except ChannelError as problem:
        if _claim(delivery):
            _failed(delivery, problem, by=by)
        return
    if not _claim(delivery):
        return
    try:
        sent = adapter.send(message)
    except OutcomeUnknown as unknown:
        unconfirmed(delivery, reason=unknown.reason, by=by)
    except PermanentFailure as problem:
        _failed(delivery, problem, by=by)
    except TemporaryFailure as problem:
        _postpone(delivery, problem, by=by)
    except Exception as problem:
        log.exception("sending failed unexpectedly", extra={"delivery": delivery.id})
        unconfirmed(delivery, reason=f"outcome_unknown: {type(problem).__name__}", by=by)
    else:
        _sent(delivery, message, sent, by=by)


def deliver_now(message_id: int, *, by: Actor) -> None:
    """Sends a queued message without waiting for its undo time. Touches the network: call it outside a transaction."""
    require(by, TicketPermission.REPLY)
    Delivery.objects.filter(message_id=message_id, state=DeliveryState.QUEUED).update(due_at=clock.now())
    delivery_id = Delivery.objects.filter(message_id=message_id).values_list("id", flat=True).first()
    if delivery_id is not None:
        deliver(delivery_id, by=by)


def is_abandoned(delivery: Delivery) -> bool:
    """Whether its process is gone: its lease has ended, or it ran on this machine and is no more."""
    if delivery.claimed_until is None or delivery.claimed_until < clock.now():
        return True
    machine, _colon, process = delivery.claimed_by.rpartition(":")
    if machine != socket.gethostname()[:80] or not process.isdigit():
        return False
    if int(process) == os.getpid():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _claim(delivery: Delivery) -> bool:
    """Makes the delivery ours, in a commit of its own, before anything leaves the house."""
    waiting = Delivery.objects.filter(pk=delivery.id, state=DeliveryState.QUEUED)
    claimed = waiting.update(
        state=DeliveryState.ATTEMPTING,
        attempts=F("attempts") + 1,
        claimed_by=holder(),
        claimed_until=clock.now() + LEASE,
    )
    delivery.attempts += 1
    return claimed == 1


@transaction.atomic
def _sent(delivery: Delivery, message: OutboundMessage, sent: Sent, *, by: Actor) -> None:
    at = clock.now()
    if _end(delivery, DeliveryState.SENT, sent.response):
        replying.record_sent(delivery.message_id, external_id=sent.external_id or message.external_id, at=at, by=by)


@transaction.atomic
def _failed(delivery: Delivery, problem: ChannelError, *, by: Actor) -> None:
    if _end(delivery, DeliveryState.FAILED, problem.reason):
        replying.record_failed(delivery.message_id, reason=problem.reason, permanent=True, by=by)


@transaction.atomic
def _postpone(delivery: Delivery, problem: TemporaryFailure, *, by: Actor) -> None:
    if delivery.attempts > len(DELAYS):
        _failed(delivery, problem, by=by)
        return
    due = clock.now() + timedelta(seconds=DELAYS[delivery.attempts - 1])
    mine = Delivery.objects.filter(pk=delivery.id, state=DeliveryState.ATTEMPTING)
    if mine.update(
        state=DeliveryState.QUEUED, due_at=due, last_error=problem.reason[:500], claimed_by="", claimed_until=None
    ):
        later("channels.send", at=due, key=str(delivery.id), delivery_id=delivery.id)
        if delivery.attempts == 1:
            replying.record_failed(delivery.message_id, reason=problem.reason, permanent=False, by=by)


@transaction.atomic
def unconfirmed(delivery: Delivery, *, reason: str, by: Actor) -> None:
    """Nobody knows whether it arrived: 送信未確認. Repeated under its id by a person, or once if the inbox says so."""
    require(by, TicketPermission.REPLY)
    if not _end(delivery, DeliveryState.UNCONFIRMED, reason):
        return
    replying.record_unconfirmed(delivery.message_id, by=by)
    if delivery.inbox.repeat_unconfirmed and delivery.attempts <= 1:
        replying.retry(delivery.message_id, by=by)
        Delivery.objects.filter(pk=delivery.id).update(attempts=delivery.attempts)


def _end(delivery: Delivery, state: DeliveryState, text: str) -> bool:
    mine = Delivery.objects.filter(pk=delivery.id, state=DeliveryState.ATTEMPTING)
    return bool(
        mine.update(state=state, last_error=text[:500], finished_at=clock.now(), claimed_by="", claimed_until=None)
    )
