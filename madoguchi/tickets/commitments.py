"""Commitments as pages show them. Reads only."""

from dataclasses import dataclass
from datetime import datetime

from madoguchi.kernel.actors import Actor
from madoguchi.people.queries import agent_names
from madoguchi.tickets.models import Commitment, Ticket
from madoguchi.tickets.models.commitment import CommitmentState


@dataclass(frozen=True, slots=True)
class Open:
    """An open promise: its words, when it falls due, who gave it (empty when it was no agent), in which message."""

    id: int
    words: str
    due_at: datetime
    author: str
    message_id: int | None


def open_on(ticket_id: int) -> list[Open]:
    """The open promises of a ticket that the caller has found to be seen, the next due first."""
    rows = list(Commitment.objects.filter(ticket_id=ticket_id, state=CommitmentState.OPEN).order_by("due_at", "id"))
    names = agent_names(row.by_id for row in rows if row.by_kind == "agent" and row.by_id is not None)
    return [Open(row.id, row.words, row.due_at, names.get(row.by_id or 0, ""), row.message_id) for row in rows]


def all_on(ticket_id: int, *, by: Actor) -> list[Commitment]:
    """Every promise of a ticket the actor may see, by due time. Raises NotFound."""
    ticket = Ticket.objects.get_visible(ticket_id, by)
    return list(Commitment.objects.filter(ticket=ticket).order_by("due_at", "id"))


def author_id(commitment_id: int) -> int | None:
    """The agent who gave it."""
    row = Commitment.objects.filter(pk=commitment_id, by_kind="agent")
    return row.values_list("by_id", flat=True).first()
