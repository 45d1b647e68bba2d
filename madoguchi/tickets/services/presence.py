"""Who has a ticket open, and who is writing on it: the first two layers against answering twice (desk.md 3.2).

Told live as passing announcements. The third layer, the check at sending, is in `replying` and holds without these.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from madoguchi.kernel import clock, live
from madoguchi.kernel.actors import Actor
from madoguchi.people.permissions import require
from madoguchi.people.queries import agent_names
from madoguchi.tickets.errors import BeingEdited
from madoguchi.tickets.events_structure import TicketTakenOver
from madoguchi.tickets.models import Presence, Ticket
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recording import tell

IDLE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Present:
    """A colleague on a ticket."""

    ticket_id: int
    agent_id: int
    name: str
    editing: bool
    seen_at: datetime


@transaction.atomic
def look(ticket_id: int, *, by: Actor) -> list[Present]:
    """Says that the actor has the ticket open (again, at least once a minute); returns the others on it."""
    ticket = Ticket.objects.get_visible(ticket_id, by)
    _stay(ticket, editing=False, by=by)
    return present([ticket_id], by=by)


@transaction.atomic
def edit(ticket_id: int, *, by: Actor, take_over: bool = False) -> list[Present]:
    """Takes the soft lock for writing a reply. Raises BeingEdited while a colleague holds it, unless taken over."""
    ticket = Ticket.objects.visible_to(by).select_for_update().get_visible(ticket_id, by)
    require(by, TicketPermission.REPLY)
    holder = _fresh(ticket_id).filter(editing=True).exclude(agent_id=by.agent_id or 0).order_by("-seen_at").first()
    if holder is not None:
        if not take_over:
            name = agent_names([holder.agent_id]).get(holder.agent_id, "")
            raise BeingEdited(agent_id=holder.agent_id, name=name)
        Presence.objects.filter(ticket=ticket).exclude(agent_id=by.agent_id or 0).update(editing=False)
        tell(ticket, TicketTakenOver(ticket_id=ticket_id, from_agent_id=holder.agent_id), by=by)
    _stay(ticket, editing=True, by=by)
    return present([ticket_id], by=by)


@transaction.atomic
def leave(ticket_id: int, *, by: Actor, only_editing: bool = False) -> None:
    """Says that the actor closed the ticket, or (`only_editing`) just stopped writing."""
    mine = Presence.objects.filter(ticket_id=ticket_id, agent_id=by.agent_id or 0)
    gone = mine.filter(editing=True).update(editing=False) if only_editing else mine.delete()[0]
    if gone:
        ticket = Ticket.objects.visible_to(by).filter(pk=ticket_id).first()
        if ticket is not None:
            _announce(ticket, by)


@transaction.atomic
def forget_stale(*, by: Actor) -> int:
    """Deletes rows of a day ago; returns how many."""
    require(by, TicketPermission.READ)
    return Presence.objects.filter(seen_at__lt=clock.now() - timedelta(days=1)).delete()[0]


def present(ticket_ids: list[int], *, by: Actor) -> list[Present]:
    """The colleagues (not the actor) who are on these tickets now, for list and header; unseen tickets give none."""
    visible = Ticket.objects.visible_to(by).filter(pk__in=ticket_ids)
    rows = (
        Presence.objects.filter(ticket__in=visible, seen_at__gt=clock.now() - IDLE)
        .exclude(agent_id=by.agent_id or 0)
        .order_by("-editing", "seen_at")
    )
    return [Present(*row) for row in rows.values_list("ticket_id", "agent_id", "agent__name", "editing", "seen_at")]


def by_ticket(ticket_ids: list[int], *, by: Actor) -> dict[int, list[Present]]:
    """The same by ticket, for the rows of a list."""
    grouped: dict[int, list[Present]] = {}
    for colleague in present(ticket_ids, by=by):
        grouped.setdefault(colleague.ticket_id, []).append(colleague)
    return grouped


def _fresh(ticket_id: int) -> QuerySet[Presence]:
    return Presence.objects.filter(ticket_id=ticket_id, seen_at__gt=clock.now() - IDLE)


def _stay(ticket: Ticket, *, editing: bool, by: Actor) -> None:
    if by.agent_id is None:
        return
    now = clock.now()
    row = Presence.objects.filter(ticket=ticket, agent_id=by.agent_id).first()
    news = row is None or row.seen_at <= now - IDLE or (editing and not row.editing)
    keep_lock = editing or (row is not None and row.editing and row.seen_at > now - IDLE)
    Presence.objects.update_or_create(
        ticket=ticket, agent_id=by.agent_id, defaults={"editing": keep_lock, "seen_at": now}
    )
    if news:
        _announce(ticket, by)


def _announce(ticket: Ticket, by: Actor) -> None:
    live.announce(
        live.Announcement(
            id=0,
            name="presence.changed",
            ticket_id=ticket.id,
            team_id=ticket.team_id,
            assignee_id=ticket.assignee_id,
            actor_id=by.agent_id,
        )
    )
