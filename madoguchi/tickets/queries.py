"""Reads with meaning. Rows are reached only through `visible_to`; hot lists are plain columns."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from madoguchi.kernel.actors import Actor, Ladder
from madoguchi.kernel.errors import NotFound
from madoguchi.tickets.statuses import Status

if TYPE_CHECKING:
    from madoguchi.tickets.models import Ticket


class TicketQuerySet(models.QuerySet["Ticket"]):
    """Tickets as an actor may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """The read ladder: assigned to me < my teams < and unassigned ones < all. Nobody else sees anything."""
        if not actor.has("ticket:read"):
            return self.none()
        if actor.ladder == Ladder.ALL:
            return self
        allowed = Q(assignee_id=actor.agent_id) if actor.agent_id is not None else Q(pk__in=())
        if actor.ladder in (Ladder.TEAM, Ladder.UNASSIGNED):
            allowed |= Q(team_id__in=actor.team_ids)
        if actor.ladder == Ladder.UNASSIGNED:
            allowed |= Q(assignee_id=None)
        return self.filter(allowed)

    def get_visible(self, ticket_id: int, actor: Actor) -> "Ticket":
        """The ticket, or NotFound, whether it is missing or forbidden."""
        ticket = self.visible_to(actor).filter(pk=ticket_id).first()
        if ticket is None:
            raise NotFound
        return ticket

    def waiting(self) -> Self:
        """Tickets on which we owe the next step."""
        return self.filter(status__in=(Status.NEW, Status.OPEN))


class TicketManager(models.Manager["Ticket"]):
    """The door to ticket rows: starts from what an actor may see."""

    def get_queryset(self) -> TicketQuerySet:
        """All rows, as a TicketQuerySet; only this room may use it unfiltered."""
        return TicketQuerySet(self.model, using=self._db)

    def visible_to(self, actor: Actor) -> TicketQuerySet:
        """See TicketQuerySet.visible_to."""
        return self.get_queryset().visible_to(actor)

    def get_visible(self, ticket_id: int, actor: Actor) -> "Ticket":
        """See TicketQuerySet.get_visible."""
        return self.get_queryset().get_visible(ticket_id, actor)
