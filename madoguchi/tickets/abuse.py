"""Abusive contacts (カスハラ) as pages show them: the warning a customer carries, the list of supervisors, who has a
break. Reads only."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import NotFound
from madoguchi.people.permissions import require
from madoguchi.tickets.models import AbusiveContact, CoolOff, Message, Ticket
from madoguchi.tickets.models.abuse import StepKind
from madoguchi.tickets.permissions import TicketPermission


@dataclass(frozen=True, slots=True)
class Warning:
    """What a customer carries: how many reports stand, the kinds, the latest, and whether contact is refused."""

    number: int
    kinds: tuple[str, ...]
    last_at: datetime
    refused: bool


def warning(customer_id: int, *, by: Actor) -> Warning | None:
    """The warning on a customer; None when there is none, or the actor is not one to see it."""
    if not by.has(TicketPermission.ABUSE_REPORT):
        return None
    rows = list(AbusiveContact.objects.filter(customer_id=customer_id, lifted_at=None).order_by("-reported_at"))
    if not rows:
        return None
    kinds = tuple(dict.fromkeys(str(row.get_kind_display()) for row in rows))
    refused = any(step.kind == StepKind.REFUSED for row in rows for step in row.steps.all())
    return Warning(len(rows), kinds, rows[0].reported_at, refused)


def contacts(*, by: Actor, standing: bool = True) -> QuerySet[AbusiveContact]:
    """Reports on tickets the actor sees, the latest first. Raises NotAllowed without `abuse:manage`."""
    require(by, TicketPermission.ABUSE_MANAGE)
    rows = AbusiveContact.objects.filter(ticket__in=Ticket.objects.visible_to(by).values("pk"))
    rows = rows.filter(lifted_at=None) if standing else rows
    related = rows.select_related("ticket", "customer", "agent", "handed_to")
    return related.prefetch_related("steps__agent", "cool_offs").order_by("-reported_at")


def contact(abuse_id: int, *, by: Actor) -> AbusiveContact:
    """One of them. Raises NotAllowed, NotFound."""
    row = contacts(by=by, standing=False).filter(pk=abuse_id).first()
    if row is None:
        raise NotFound
    return row


def evidence(row: AbusiveContact, *, by: Actor) -> list[Message]:
    """The messages a report points at, as far as they are still on tickets the actor sees."""
    seen = Ticket.objects.visible_to(by).values("pk")
    return list(Message.objects.filter(pk__in=row.message_ids, ticket__in=seen).order_by("id"))


def rest_of(agent_id: int) -> CoolOff | None:
    """The break an agent has at this moment."""
    rows = CoolOff.objects.filter(agent_id=agent_id, ended_at=None, until__gt=clock.now())
    return rows.select_related("contact").order_by("-until").first()
