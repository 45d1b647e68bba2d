"""Whom news of a ticket concerns. Not for: telling them (room `notifications`)."""

from collections.abc import Iterable

from madoguchi.kernel.actors import Actor
from madoguchi.tickets.models import Message, Ticket
from madoguchi.tickets.statuses import Priority


def assignee_id(ticket_id: int) -> int | None:
    """The agent in charge."""
    return Ticket.objects.filter(pk=ticket_id).values_list("assignee_id", flat=True).first()


def in_charge(ticket_id: int) -> tuple[int | None, int | None]:
    """The agent and the team in charge."""
    found = Ticket.objects.filter(pk=ticket_id).values_list("assignee_id", "team_id").first()
    return found or (None, None)


def author_id(message_id: int) -> int | None:
    """The agent who wrote the message."""
    return Message.objects.filter(pk=message_id).values_list("agent_id", flat=True).first()


def may_see(ticket_id: int, actor: Actor) -> bool:
    """Whether the actor may read the ticket."""
    return Ticket.objects.visible_to(actor).filter(pk=ticket_id).exists()


def subjects(ticket_ids: Iterable[int], *, by: Actor) -> dict[int, str]:
    """Subjects of those of the tickets that the actor may read."""
    wanted = set(ticket_ids)
    return dict(Ticket.objects.visible_to(by).filter(pk__in=wanted).values_list("id", "subject")) if wanted else {}


def urgent_among(ticket_ids: Iterable[int]) -> set[int]:
    """Those of the tickets that have the highest priority."""
    wanted = set(ticket_ids)
    rows = Ticket.objects.filter(pk__in=wanted, priority=Priority.URGENT)
    return set(rows.values_list("id", flat=True)) if wanted else set()
