"""Approvals as pages show them. Reads only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import NotFound
from madoguchi.people.queries import agent_names
from madoguchi.tickets.models import Approval, Attachment, Ticket
from madoguchi.tickets.models.approval import ApprovalState


@dataclass(frozen=True, slots=True)
class Pending:
    """An answer that waits: who wrote it, whom they asked (empty: anybody who may), since when, what they say."""

    id: int
    asked_by_id: int
    asked_by: str
    approver: str
    asked_at: datetime
    note: str
    letter: dict[str, Any]


def pending_on(ticket_id: int) -> Pending | None:
    """The waiting answer of a ticket that the caller has found to be seen."""
    row = Approval.objects.filter(ticket_id=ticket_id, state=ApprovalState.PENDING).first()
    if row is None:
        return None
    names = agent_names(number for number in (row.asked_by_id, row.approver_id) if number is not None)
    writer, approver = names.get(row.asked_by_id, ""), names.get(row.approver_id or 0, "")
    return Pending(row.id, row.asked_by_id, writer, approver, row.asked_at, row.note, row.letter)


def one(ticket_id: int, *, approval_id: int, by: Actor) -> Pending:
    """A waiting answer of a ticket the actor sees. Raises NotFound, also when it was decided meanwhile."""
    Ticket.objects.get_visible(ticket_id, by)
    found = pending_on(ticket_id)
    if found is None or found.id != approval_id:
        raise NotFound
    return found


def files_of(letter: dict[str, Any]) -> list[dict[str, Any]]:
    """The files of a waiting answer."""
    rows = Attachment.objects.filter(pk__in=letter["attachment_ids"], message=None).order_by("id")
    return [{"id": row.id, "name": row.name, "size": row.size, "content_id": row.content_id} for row in rows]


def waits_again(message_id: int) -> bool:
    """Whether a message that was taken back had been approved, so that its answer waits for approval again."""
    return Approval.objects.filter(message_id=message_id, state=ApprovalState.PENDING).exists()


def carries(row: Attachment, *, by: Actor) -> bool:
    """Whether an upload belongs to a waiting answer of a ticket the actor sees."""
    waiting = Approval.objects.filter(asked_by_id=row.uploaded_by_id, state=ApprovalState.PENDING)
    tickets = [
        ticket for ticket, letter in waiting.values_list("ticket_id", "letter") if row.id in letter["attachment_ids"]
    ]
    return bool(tickets) and Ticket.objects.visible_to(by).filter(pk__in=tickets).exists()


def awaited_files() -> set[int]:
    """The ids of all uploads that belong to waiting answers."""
    letters = Approval.objects.filter(state=ApprovalState.PENDING).values_list("letter", flat=True)
    return {number for letter in letters for number in letter["attachment_ids"]}
