"""From a stored raw message to a ticket: read, filter, receive. Safe to repeat at any moment."""

import hashlib
import logging
from contextlib import suppress
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from madoguchi.channels import trace
from madoguchi.channels.base.errors import ChannelError
from madoguchi.channels.base.mail import preview
from madoguchi.channels.events import RawFiltered, RawQuarantined
from madoguchi.channels.filters import order, spam
from madoguchi.channels.filters.outcome import Stopped
from madoguchi.channels.models import Inbox, RawMessage, RawState
from madoguchi.channels.services import reporting, ruling, scanning, vouching
from madoguchi.channels.services.adapting import adapter_of
from madoguchi.customers.services import reaching
from madoguchi.kernel import clock, events, files, prepared, statements
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid
from madoguchi.kernel.plain.messages import InboundMessage
from madoguchi.people.permissions import require
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.services import changing, opening, shelving

log = logging.getLogger("madoguchi.channels")
_FRESHNESS = 60


class _Changed(Exception):
    """Somebody else handled the message meanwhile; everything done here is undone."""


def handle(raw_id: int, *, by: Actor) -> None:
    """Handles one stored message; anything but `stored` is left alone. What cannot be read is quarantined."""
    require(by, TicketPermission.OPEN)
    raw = prepared.first("stored", _stored, raw_id)
    inbox = prepared.first("inbox", _inbox, raw.inbox_id) if raw is not None else None
    if raw is None or inbox is None:
        return
    raw.inbox = inbox
    try:
        content = files.path_of(raw.content_id).read_bytes()
        inbound = adapter_of(raw.inbox).parse(content, raw.envelope)
    except FileNotFoundError:
        _quarantine(raw, "file_missing", by=by)
    except ChannelError as problem:
        _quarantine(raw, problem.reason, by=by)
    except Exception as problem:
        log.exception("reading failed", extra={"raw": raw.id})
        _quarantine(raw, f"internal: {type(problem).__name__}", by=by)
    else:
        _handle_read(raw, content, inbound, by=by)


def _stored(raw_id: int) -> QuerySet[RawMessage]:
    return RawMessage.objects.filter(pk=raw_id, state=RawState.STORED)


def _locked(raw_id: int) -> "QuerySet[RawMessage, Any]":
    return _stored(raw_id).select_for_update().values_list("id")


def _inbox(inbox_id: int) -> QuerySet[Inbox]:
    return Inbox.objects.filter(pk=inbox_id)


def _handle_read(raw: RawMessage, content: bytes, inbound: InboundMessage, *, by: Actor) -> None:
    for part in inbound.files:
        files.keep(part.content)
    twin = twin_key(content, inbound)
    inbound = vouching.vouch(inbound, raw, content)
    raw.message_id = inbound.external_id[:300]
    raw.sender = inbound.sender.address[:320]
    raw.subject = inbound.subject[:300]
    raw.trace = trace.of_inbound(inbound, raw.envelope)
    try:
        with transaction.atomic():
            _take_in(raw, inbound, twin, by=by)
    except _Changed:
        return
    except Invalid as invalid:
        _quarantine(raw, f"sender_invalid: {invalid.details.get('reason', '')}", by=by)
    except IntegrityError:
        if not _is_second_copy(raw, twin):
            raise


def twin_key(content: bytes, inbound: InboundMessage) -> str | None:
    """Digest of what two copies of one mail share whatever way they took: id, date, sender, subject and body bytes.

    None without an own Message-ID: then only equal bytes count as the same.
    """
    if not inbound.external_id or inbound.external_id.endswith(".invalid"):
        return None
    body = content.replace(b"\r\n", b"\n").partition(b"\n\n")[2].rstrip(b"\n")
    shared = (inbound.external_id, str(inbound.date), inbound.sender.address, inbound.subject)
    return hashlib.sha256("\0".join(shared).encode("utf-8", "replace") + b"\0" + body).hexdigest()


def _take_in(raw: RawMessage, inbound: InboundMessage, twin: str | None, *, by: Actor) -> None:
    """Everything that must happen together. A second copy fails on its twin key and undoes it all.

    The row is locked first: a posted form is handled at once, and its job may begin at the same moment.
    """
    if not prepared.rows("locked", _locked, raw.id):
        raise _Changed
    outcome = order.run(inbound, raw)
    if isinstance(outcome, Stopped):
        _stop(raw, outcome, inbound, by=by)
        return
    outcome, category_id = _without_category(outcome)
    received = opening.receive(
        outcome,
        channel=raw.inbox.kind,
        inbox_id=raw.inbox_id,
        team_id=raw.inbox.team_id,
        raw_id=raw.id,
        by=by,
        at=raw.received_at,
    )
    if received.opened and category_id is not None:
        changing.change(received.ticket_id, category_id=category_id, by=by)
    if "spam_rule" in outcome.verdicts:
        ruling.count(int(outcome.verdicts["spam_rule"]), by=by)
    if received.opened and spam.is_spam(outcome):
        shelving.shelve(received.ticket_id, status="spam", by=by)
    if not outcome.auto_submitted and outcome.verdicts.get("dmarc") != "fail":
        reaching.heard_from(kind=raw.inbox.kind, address=outcome.sender.address, by=by)
    if outcome.files:
        scanning.ask(received.message_id)
    _finish(raw, RawState.THREADED, ticket_id=received.ticket_id, twin=twin)
    _note_arrival(raw)


def _stop(raw: RawMessage, stopped: Stopped, inbound: InboundMessage, *, by: Actor) -> None:
    ticket_id = reporting.record(stopped, inbound, raw_id=raw.id, by=by)
    _finish(raw, RawState.FILTERED, reason=stopped.reason, ticket_id=ticket_id)
    news = RawFiltered(raw_id=raw.id, inbox_id=raw.inbox_id, reason=stopped.reason)
    events.publish(news, by=by, team_id=raw.inbox.team_id)


def _without_category(inbound: InboundMessage) -> tuple[InboundMessage, int | None]:
    """A form's choice of category is no custom field."""
    chosen = inbound.fields.get("category_id", "")
    if not chosen:
        return inbound, None
    rest = {name: value for name, value in inbound.fields.items() if name != "category_id"}
    return replace(inbound, fields=rest), int(chosen) if chosen.isdigit() else None


def _is_second_copy(raw: RawMessage, twin: str | None) -> bool:
    """Marks a message whose twin has reached a ticket; False when the conflict was another one."""
    if twin is None:
        return False
    earlier = RawMessage.objects.filter(inbox_id=raw.inbox_id, twin_key=twin).exclude(pk=raw.id).first()
    if earlier is None:
        return False
    with suppress(_Changed):
        _finish(raw, RawState.FILTERED, reason="second_copy", ticket_id=earlier.ticket_id)
    return True


def _finish(
    raw: RawMessage, state: RawState, *, reason: str = "", ticket_id: int | None = None, twin: str | None = None
) -> None:
    """Moves the row on from `stored`, which only one can do. Raises _Changed for everybody else."""
    moved = statements.run(
        "UPDATE channels_raw SET state = %s, reason = %s, ticket_id = %s, twin_key = %s, message_id = %s,"
        " sender = %s, subject = %s, trace = %s, handled_at = %s, attempts = attempts + 1"
        " WHERE id = %s AND state = %s",
        [
            *(str(state), reason[:500], ticket_id, twin, raw.message_id, raw.sender, raw.subject, raw.trace),
            *(statements.moment(clock.now()), raw.id, RawState.STORED.value),
        ],
    )
    if not moved.rowcount:
        raise _Changed


def _note_arrival(raw: RawMessage) -> None:
    """Keeps the inbox's last arrival to the minute, so that busy inboxes are not written with every message."""
    last = raw.inbox.last_message_at
    if last is None or (raw.received_at - last).total_seconds() > _FRESHNESS:
        Inbox.objects.filter(pk=raw.inbox_id).update(last_message_at=raw.received_at)


def _quarantine(raw: RawMessage, reason: str, *, by: Actor) -> None:
    if not raw.trace:
        _glance(raw)
    with suppress(_Changed), transaction.atomic():
        _finish(raw, RawState.QUARANTINED, reason=reason)
        news = RawQuarantined(raw_id=raw.id, inbox_id=raw.inbox_id, reason=reason[:500])
        events.publish(news, by=by, team_id=raw.inbox.team_id)


def _glance(raw: RawMessage) -> None:
    """What the header of an unreadable message tells, so that people can find it and decide."""
    try:
        seen = preview.glance(files.path_of(raw.content_id).read_bytes())
    except OSError:
        return
    raw.message_id, raw.sender, raw.subject = seen.message_id, seen.sender[:320], seen.subject
    texts = (seen.message_id, seen.sender, seen.sender_name, *seen.recipients, seen.subject)
    raw.trace = trace.of_glance(texts, raw.envelope)
