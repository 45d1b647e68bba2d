"""Which ticket does a message belong to, and on what evidence. Never joins different customers silently.

Order of evidence (mail.md 3): our signed id, an id we know from the same customer, the reference in the subject from
the same customer, the same subject from the same customer within a window.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from madoguchi.customers.queries import same_company
from madoguchi.kernel import prepared
from madoguchi.kernel.ids import signature, signature_matches
from madoguchi.kernel.plain.messages import InboundMessage
from madoguchi.tickets.models import Message, Ticket
from madoguchi.tickets.statuses import LIVE_STATUSES, Status

_PURPOSE = "message-id"
_OWN_ID = re.compile(r"^m\.(\d{1,18})\.([0-9a-f]{24})@")
_REFERENCE = re.compile(r"\[#?([A-Z2-9]{4}-[A-Z2-9]{4})\]")
_PREFIX = re.compile(r"^\s*((re|aw|sv|antw|fw|fwd|返信|転送)\s*(\[\d+\])?\s*[:：]\s*)+", re.IGNORECASE)
SUBJECT_WINDOW = timedelta(days=7)
REOPEN_WINDOW = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Thread:
    """Where a message belongs. `evidence` is a code for the screen; `related_id` a ticket it only points to."""

    ticket: Ticket | None
    evidence: str = ""
    stranger: bool = False
    related_id: int | None = None


def external_id_for(message_id: int, domain: str) -> str:
    """The Message-ID (without brackets) of an outgoing message; its HMAC makes forging one useless."""
    return f"m.{message_id}.{signature(_PURPOSE, str(message_id), length=24)}@{domain}"


def message_id_from(external_id: str) -> int | None:
    """The message one of our ids names, or None unless its signature holds."""
    found = _OWN_ID.match(external_id.strip().strip("<>"))
    if found is None or not signature_matches(_PURPOSE, found[1], found[2]):
        return None
    return int(found[1])


def find(inbound: InboundMessage, *, customer_id: int, inbox_id: int | None, at: datetime) -> Thread:
    """The thread of an inbound message. Rows it returns are locked for the running transaction."""
    signed = [number for number in map(message_id_from, inbound.thread_ids) if number is not None]
    for ticket in _tickets_of(signed):
        return _judge(ticket, inbound, customer_id, at)
    known = [ticket for ticket in _tickets_known_by(inbound.thread_ids) if _takes_part(ticket, inbound, customer_id)]
    if known:
        return _joined(known[0], "references", at)
    reference = _REFERENCE.search(inbound.subject)
    if reference:
        named = Ticket.objects.select_for_update().filter(reference=reference[1], customer_id=customer_id).first()
        if named is not None:
            return _joined(_survivor(named), "reference", at)
    return _by_subject(inbound, customer_id, inbox_id, at)


def _tickets_of(message_ids: list[int]) -> list[Ticket]:
    if not message_ids:
        return []
    rows = dict(Message.objects.filter(pk__in=message_ids).values_list("id", "ticket_id"))
    return [_locked(rows[number]) for number in message_ids if number in rows]


def _tickets_known_by(external_ids: tuple[str, ...]) -> list[Ticket]:
    if not external_ids:
        return []
    rows = dict(
        Message.objects.filter(external_id__in=external_ids[:50], kind="inward").values_list("external_id", "ticket_id")
    )
    return [_locked(rows[known]) for known in external_ids if known in rows]


def _locked(ticket_id: int) -> Ticket:
    return _survivor(_row(ticket_id))


def _survivor(ticket: Ticket) -> Ticket:
    while ticket.merged_into_id is not None:
        ticket = _row(ticket.merged_into_id)
    return ticket


def _row(ticket_id: int) -> Ticket:
    row = prepared.first("lock", lambda number: Ticket.objects.select_for_update().filter(pk=number), ticket_id)
    if row is None:
        raise Ticket.DoesNotExist
    return row


def _judge(ticket: Ticket, inbound: InboundMessage, customer_id: int, at: datetime) -> Thread:
    if _takes_part(ticket, inbound, customer_id):
        return _joined(ticket, "signed_id", at)
    if same_company(ticket.customer_id, customer_id):
        joined = _joined(ticket, "signed_id", at)
        return Thread(joined.ticket, joined.evidence, stranger=True, related_id=joined.related_id)
    return Thread(None, "stranger", stranger=True, related_id=ticket.id)


def _takes_part(ticket: Ticket, inbound: InboundMessage, customer_id: int) -> bool:
    if ticket.customer_id == customer_id:
        return True
    sender = inbound.sender.address.casefold()
    written_to = Message.objects.filter(ticket=ticket, kind="outward").values_list("to", "cc")
    return any(person.get("address", "").casefold() == sender for to, cc in written_to for person in (*to, *cc))


def _joined(ticket: Ticket, evidence: str, at: datetime) -> Thread:
    if ticket.status == Status.BIN:
        return Thread(None, "binned", related_id=ticket.id)
    if ticket.status == Status.CLOSED and ticket.closed_at is not None and at - ticket.closed_at > REOPEN_WINDOW:
        return Thread(None, "follow_up", related_id=ticket.id)
    return Thread(ticket, evidence)


def _by_subject(inbound: InboundMessage, customer_id: int, inbox_id: int | None, at: datetime) -> Thread:
    bare = _PREFIX.sub("", inbound.subject).strip()
    if not bare or bare == inbound.subject.strip():
        return Thread(None)
    same = (
        Ticket.objects.select_for_update()
        .filter(
            customer_id=customer_id,
            inbox_id=inbox_id,
            status__in=LIVE_STATUSES,
            last_message_at__gte=at - SUBJECT_WINDOW,
            subject__in=(bare, inbound.subject.strip()),
        )
        .order_by("-id")
        .first()
    )
    return Thread(same, "subject") if same is not None else Thread(None)
