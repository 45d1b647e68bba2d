"""What an answer does to promises: it makes them, keeps earlier ones, and takes both back with it. Tickets are locked
and saved by the caller. Not for: what a person says about one (see `settling`)."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Min

from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid
from madoguchi.tickets.events_commitments import CommitmentKept, CommitmentMade
from madoguchi.tickets.models import Commitment, Message, Ticket
from madoguchi.tickets.models.commitment import CommitmentState
from madoguchi.tickets.recording import tell
from madoguchi.tickets.services.promising import Choices, chosen, found, notice_at


def promise(ticket: Ticket, message: Message, choices: Choices, *, by: Actor, at: datetime) -> None:
    """Makes a commitment of every promise in the message that the writer has not dropped. A message that leaves later
    promises from then on."""
    written_at = message.send_after if message.scheduled and message.send_after else at
    proposed = found(message.text, version_id=ticket.schedule_version_id, at=written_at)
    for one in chosen(proposed, choices) if proposed else ():
        if one.due_at <= written_at:
            raise Invalid(field="promises", reason=one.words)
        row = Commitment.objects.create(
            ticket=ticket,
            message=message,
            words=one.words,
            due_at=one.due_at,
            remind_at=notice_at(one.due_at, version_id=ticket.schedule_version_id, now=written_at),
            by_kind=by.kind,
            by_id=by.id,
            created_at=at,
        )
        ticket.promise_due_at = min(one.due_at, ticket.promise_due_at or one.due_at)
        due_at = one.due_at.isoformat()
        news = CommitmentMade(ticket_id=ticket.id, commitment_id=row.id, due_at=due_at, message_id=message.id)
        tell(ticket, news, by=by, at=at)


def fulfil(ticket: Ticket, message: Message | None, commitment_ids: Iterable[int], *, by: Actor, at: datetime) -> None:
    """Marks open commitments of the ticket as kept, by this message if it is one; others are left alone."""
    wanted = set(commitment_ids)
    if not wanted:
        return
    rows = Commitment.objects.filter(pk__in=wanted, ticket=ticket, state=CommitmentState.OPEN).order_by("id")
    for row in rows:
        row.state, row.kept_by, row.remind_at = CommitmentState.KEPT, message, None
        row.closed_at, row.closed_by_kind, row.closed_by_id = at, by.kind, by.id
        row.save()
        due_at = row.due_at.isoformat()
        news = CommitmentKept(ticket_id=ticket.id, commitment_id=row.id, due_at=due_at, late=at > row.due_at)
        tell(ticket, news, by=by, at=at)
    refresh(ticket)


def forget(ticket: Ticket, message: Message, *, at: datetime) -> None:
    """The message was taken back: what it promised was never said, what it kept is open again."""
    made, _counts = Commitment.objects.filter(message=message).delete()
    kept = list(Commitment.objects.filter(kept_by=message, state=CommitmentState.KEPT))
    for row in kept:
        reopen(row, ticket, at=at)
    if made or kept:
        refresh(ticket)


def reopen(row: Commitment, ticket: Ticket, *, at: datetime) -> None:
    """Makes a commitment open again, as if nothing had been said about it."""
    row.state, row.kept_by = CommitmentState.OPEN, None
    row.closed_at, row.closed_by_kind, row.closed_by_id = None, "", None
    row.remind_at = notice_at(row.due_at, version_id=ticket.schedule_version_id, now=at)
    row.save()


def refresh(ticket: Ticket) -> None:
    """Works out again when the first open promise of the ticket falls due."""
    rows = Commitment.objects.filter(ticket=ticket, state=CommitmentState.OPEN)
    ticket.promise_due_at = rows.aggregate(first=Min("due_at"))["first"]
