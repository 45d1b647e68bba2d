"""One try to send one message. `attempting` is committed before the network is touched; the network is touched outside
any transaction; what nobody can know afterwards is marked unconfirmed, never silently sent twice."""

import logging
import os
import socket
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.db.models import F

from madoguchi.channels.base.errors import ChannelError, OutcomeUnknown, TemporaryFailure
from madoguchi.channels.models import Delivery, DeliveryState
from madoguchi.channels.queueing import later
from madoguchi.channels.services import asking, outcomes
from madoguchi.channels.services.composing import compose
from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.plain.messages import OutboundMessage, Sent
from madoguchi.people.permissions import require
from madoguchi.tickets.permissions import TicketPermission

log = logging.getLogger("madoguchi.channels")
LEASE = timedelta(minutes=10)
Send = Callable[[OutboundMessage], Sent]
SERVER_TROUBLE = frozenset(
    {"timed_out", "smtp_connect", "smtp_greeting", "smtp_login", "smtp_not_supported", "certificate", "no_smtp_host"}
    | {"token_refused", "sign_in_again", "oauth_incomplete", "oauth_insecure", "oauth_refused", "oauth_unreachable"}
)
"""Not the message's fault: it waits until the way out works again."""
DELAYS = (30, 60, 120, 300, 900, 1800, 3600, 7200, 14400, 28800)


def attempt(delivery: Delivery, send: Send, *, by: Actor) -> ChannelError | None:
    """Tries once and records the outcome on the ticket; returns what went wrong."""
    require(by, TicketPermission.REPLY)
    try:
        message = (asking.compose if delivery.asked_id is not None else compose)(delivery, delivery.inbox)
    except ChannelError as problem:
        if _claim(delivery):
            _failed(delivery, problem, by=by)
        return problem
    if not _claim(delivery):
        return None
    try:
        sent = send(message)
    except OutcomeUnknown as unknown:
        unconfirmed(delivery, reason=unknown.reason, by=by)
        return unknown
    except ChannelError as problem:
        if isinstance(problem, TemporaryFailure) or problem.code in SERVER_TROUBLE:
            _postpone(delivery, problem, by=by)
        else:
            _failed(delivery, problem, by=by)
        return problem
    except Exception as problem:
        log.exception("sending failed unexpectedly", extra={"delivery": delivery.id})
        unconfirmed(delivery, reason=f"outcome_unknown: {type(problem).__name__}", by=by)
        return None
    _sent(delivery, message, sent, by=by)
    return None


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


@transaction.atomic
def unconfirmed(delivery: Delivery, *, reason: str, by: Actor) -> None:
    """Nobody knows whether it arrived: 送信未確認. Repeated under its id by a person, or once if the inbox says so."""
    require(by, TicketPermission.REPLY)
    if not _end(delivery, DeliveryState.UNCONFIRMED, reason):
        return
    outcomes.unconfirmed(delivery, by=by)
    if delivery.inbox.repeat_unconfirmed and delivery.repeats == 0:
        outcomes.again(delivery, by=by)


def _claim(delivery: Delivery) -> bool:
    """Makes the delivery ours, in a commit of its own, before anything leaves the house."""
    waiting = Delivery.objects.filter(pk=delivery.id, state=DeliveryState.QUEUED)
    claimed = waiting.update(
        state=DeliveryState.ATTEMPTING,
        attempts=F("attempts") + 1,
        claimed_by=f"{socket.gethostname()[:80]}:{os.getpid()}",
        claimed_until=clock.now() + LEASE,
    )
    delivery.attempts += 1
    return claimed == 1


@transaction.atomic
def _sent(delivery: Delivery, message: OutboundMessage, sent: Sent, *, by: Actor) -> None:
    at = clock.now()
    if _end(delivery, DeliveryState.SENT, sent.response):
        outcomes.sent(delivery, external_id=sent.external_id or message.external_id, at=at, by=by)


@transaction.atomic
def _failed(delivery: Delivery, problem: ChannelError, *, by: Actor) -> None:
    if _end(delivery, DeliveryState.FAILED, problem.reason):
        outcomes.failed(delivery, reason=problem.reason, permanent=True, by=by)


@transaction.atomic
def _postpone(delivery: Delivery, problem: ChannelError, *, by: Actor) -> None:
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
            outcomes.failed(delivery, reason=problem.reason, permanent=False, by=by)


def _end(delivery: Delivery, state: DeliveryState, text: str) -> bool:
    mine = Delivery.objects.filter(pk=delivery.id, state=DeliveryState.ATTEMPTING)
    return bool(
        mine.update(state=state, last_error=text[:500], finished_at=clock.now(), claimed_by="", claimed_until=None)
    )
