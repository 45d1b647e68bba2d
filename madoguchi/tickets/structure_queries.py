"""Reads of what ties tickets together: links, merges, splits, escalations. Unseen tickets stay unnamed."""

from django.db.models import Q

from madoguchi.kernel.actors import Actor
from madoguchi.tickets.models import Escalation, Ticket, TicketLink, TicketMerge, TicketSplit


def links(ticket_id: int, *, by: Actor) -> list[TicketLink]:
    """Links of a ticket to others the actor sees, oldest first, both tickets at hand. Raises NotFound."""
    Ticket.objects.get_visible(ticket_id, by)
    seen = Ticket.objects.visible_to(by).values("pk")
    rows = TicketLink.objects.filter(
        Q(from_ticket_id=ticket_id, to_ticket__in=seen) | Q(to_ticket_id=ticket_id, from_ticket__in=seen)
    )
    return list(rows.select_related("from_ticket", "to_ticket").order_by("id"))


def escalations(ticket_id: int, *, by: Actor) -> list[Escalation]:
    """Hand-over records of a ticket, newest first, teams at hand. Raises NotFound."""
    Ticket.objects.get_visible(ticket_id, by)
    return list(
        Escalation.objects.filter(ticket_id=ticket_id)
        .select_related("from_team", "from_agent", "to_team")
        .order_by("-id")
    )


def standing_escalation(ticket_id: int, *, by: Actor) -> Escalation | None:
    """The escalation that waits for an answer, if one does."""
    return next((row for row in escalations(ticket_id, by=by) if row.returned_at is None), None)


def merges(ticket_id: int, *, by: Actor) -> list[TicketMerge]:
    """Standing merges into a ticket, newest first, with the absorbed ticket at hand. Raises NotFound."""
    Ticket.objects.get_visible(ticket_id, by)
    rows = TicketMerge.objects.filter(survivor_id=ticket_id, undone_at=None)
    return list(rows.select_related("absorbed").order_by("-id"))


def splits(ticket_id: int, *, by: Actor) -> list[TicketSplit]:
    """Standing splits off a ticket, newest first, with the new ticket at hand. Raises NotFound."""
    Ticket.objects.get_visible(ticket_id, by)
    rows = TicketSplit.objects.filter(source_id=ticket_id, undone_at=None)
    return list(rows.select_related("result").order_by("-id"))
