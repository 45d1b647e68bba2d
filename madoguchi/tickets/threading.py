"""Which ticket does a message belong to, and why. Never joins different customers silently.

The strongest evidence wins (see `evidence.Kind`), of equal evidence the nearest, and only from a sender whose standing
on the ticket allows it (see `standing`): the customer and who takes part join on any evidence; a colleague of the same
company on any but a subject, marked; a stranger only on evidence that carries our signature, marked, until an agent
says who it is. Everybody else gets a ticket of their own, linked to the one they pointed at.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from madoguchi.kernel import prepared
from madoguchi.kernel.plain.messages import InboundMessage
from madoguchi.tickets import evidence
from madoguchi.tickets.evidence import HEARSAY, SIGNED, Clue, Kind
from madoguchi.tickets.models import Ticket
from madoguchi.tickets.standing import Sender, Standing, apart_from
from madoguchi.tickets.statuses import LIVE_STATUSES, Status

_PREFIX = re.compile(
    r"^\s*((re|aw|sv|vs|antw|ant|odp|res|rif|rv|tr|vb|wg|ynt|fw|fwd|pd|enc|返信|転送|回复|答复|回覆|转发)"
    r"\s*([\[(^]?\d{1,3}[\])]?)?\s*[:：]\s*)+",
    re.IGNORECASE,
)
SUBJECT_WINDOW = timedelta(days=7)
_MOST_ALIKE = 5
REOPEN_WINDOW = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Thread:
    """Where a message belongs. `evidence` is a code for the screen; `related_id` a ticket it only points to.

    `signed`: it proved that it answers something we sent. `aside_of`: which message had been handed on to its sender.
    `why` is kept with the message: the header field and value that decided, and under `against` what pointed elsewhere
    or was refused.
    """

    ticket: Ticket | None
    evidence: str = ""
    standing: Standing = Standing.CUSTOMER
    stranger: bool = False
    signed: bool = False
    aside_of: int | None = None
    related_id: int | None = None
    why: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Refused:
    """A clue that did not lead to its ticket."""

    reason: str
    clue: Clue
    ticket_id: int

    def told(self) -> dict[str, Any]:
        clue = self.clue
        found = {"why": self.reason, "by": clue.kind, "header": clue.header, "value": clue.value}
        return {**found, "ticket": self.ticket_id}


def find(inbound: InboundMessage, *, customer_id: int, inbox_id: int | None, at: datetime) -> Thread:
    """The thread of an inbound message. The ticket it returns is locked for the running transaction."""
    clues = evidence.gather(inbound)
    sender = Sender(inbound, customer_id=customer_id)
    refused: list[_Refused] = []
    for clue in clues:
        ticket_id, of_customer = _where_it_lives(clue)
        if any(other.ticket_id == ticket_id for other in refused):
            continue
        standing = sender.standing_on(ticket_id, customer_id=of_customer)
        reason = sender.refusal(clue.kind, standing)
        ticket = None if reason else _locked(ticket_id)
        if standing == Standing.KEPT_APART:
            ticket = _ticket_given_instead(ticket_id, customer_id, at)
        elif ticket is not None:
            reason = _takes_no_more(ticket, clue.kind, at)
        if ticket is None or (reason and standing != Standing.KEPT_APART):
            refused.append(_Refused(reason, clue, ticket_id))
            continue
        others = [*refused, *_weaker(clues, {ticket_id, ticket.id, *(one.ticket_id for one in refused)})]
        why = _why(clue.header, clue.value, others, subject=_other_subject(inbound.subject, ticket))
        if standing == Standing.KEPT_APART:
            return Thread(ticket, standing, why=why)
        marked = sender.is_marked(clue.kind, standing)
        aside_of = sender.asked_by if standing == Standing.ASKED else None
        return Thread(ticket, clue.kind, standing, marked, clue.kind in SIGNED, aside_of, why=why)
    return _otherwise(inbound, sender, refused, inbox_id, at)


def bare_subject(subject: str) -> str:
    """A subject without Re:, 返信: and their like."""
    return _PREFIX.sub("", subject).strip()


def _where_it_lives(clue: Clue) -> tuple[int, int]:
    """The ticket a clue leads to and its customer; a merged ticket lives on in its survivor."""
    ticket_id, customer_id, merged = clue.ticket_id, clue.customer_id, clue.merged
    while merged:
        row = Ticket.objects.filter(pk=ticket_id).values_list("merged_into_id", "customer_id").first()
        if row is None or row[0] is None:
            return ticket_id, row[1] if row is not None else customer_id
        ticket_id = row[0]
    return ticket_id, customer_id


def _locked(ticket_id: int) -> Ticket:
    ticket = _row(ticket_id)
    while ticket.merged_into_id is not None:
        ticket = _row(ticket.merged_into_id)
    return ticket


def _row(ticket_id: int) -> Ticket:
    row = prepared.first("lock", lambda number: Ticket.objects.select_for_update().filter(pk=number), ticket_id)
    if row is None:
        raise Ticket.DoesNotExist
    return row


def _ticket_given_instead(ticket_id: int, customer_id: int, at: datetime) -> Ticket | None:
    """The ticket of their own that an agent gave them, while it can still be joined."""
    for move in apart_from(ticket_id, customer_id):
        ticket = _locked(move.result_id)
        if ticket.id != ticket_id and not _takes_no_more(ticket, Kind.PLACED, at):
            return ticket
    return None


def _takes_no_more(ticket: Ticket, kind: Kind, at: datetime) -> str:
    """Why a ticket takes no more messages; empty when it does. What answers our own mail is no spam."""
    if ticket.status == Status.BIN:
        return "binned"
    if ticket.status == Status.SPAM and kind in SIGNED:
        return "among_spam"
    if ticket.status == Status.CLOSED and ticket.closed_at is not None and at - ticket.closed_at > REOPEN_WINDOW:
        return "follow_up"
    return ""


def _otherwise(
    inbound: InboundMessage, sender: Sender, refused: list[_Refused], inbox_id: int | None, at: datetime
) -> Thread:
    """No clue leads to a ticket: the same subject may, else a new one is opened, linked to what was pointed at."""
    same = None if sender.forged else _by_subject(inbound, sender.customer_id, inbox_id, at)
    if same is not None:
        return Thread(same, Kind.SUBJECT, why=_why("Subject", inbound.subject[:200], refused))
    refused = [one for one in refused if one.reason != "stranger" or one.clue.kind not in HEARSAY]
    if not refused:
        return Thread(None)
    first = refused[0]
    why = {"by": first.clue.kind, **_why(first.clue.header, first.clue.value, refused[1:])}
    return Thread(None, first.reason, related_id=first.ticket_id, why=why)


def _by_subject(inbound: InboundMessage, customer_id: int, inbox_id: int | None, at: datetime) -> Ticket | None:
    bare = bare_subject(inbound.subject)
    if not bare or bare == inbound.subject.strip():
        return None
    here = Ticket.objects.filter(inbox_id=inbox_id, status__in=LIVE_STATUSES).order_by("-id")

    def called(customer: int, *subjects: str) -> "QuerySet[Ticket, tuple[int, datetime]]":
        rows = here.filter(customer_id=customer, subject__in=subjects)
        return rows.values_list("id", "last_message_at")[:_MOST_ALIKE]

    for number, last in prepared.rows(("called", inbox_id), called, customer_id, bare, inbound.subject.strip()):
        if last >= at - SUBJECT_WINDOW:
            ticket = _row(number)
            if ticket.status in LIVE_STATUSES and ticket.customer_id == customer_id:
                return ticket
    return None


def _weaker(clues: list[Clue], told: set[int]) -> list[_Refused]:
    found: dict[int, _Refused] = {}
    for clue in clues:
        if clue.ticket_id not in told and not clue.merged:
            found.setdefault(clue.ticket_id, _Refused("weaker", clue, clue.ticket_id))
    return list(found.values())


def _why(header: str, value: str, against: list[_Refused], *, subject: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {"header": header, "value": value}
    if against:
        found["against"] = [one.told() for one in against[:10]]
    return {**found, "subject": subject} if subject else found


def _other_subject(subject: str, ticket: Ticket) -> str:
    """The subject where the sender changed it; what an answer of ours adds to one counts for nothing."""
    bare = bare_subject(evidence.SUBJECT_REFERENCE.sub("", subject))
    known = bare_subject(ticket.subject).casefold()
    return "" if not bare or known in bare.casefold() else subject[:200]
