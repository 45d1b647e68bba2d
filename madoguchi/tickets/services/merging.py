"""Merging two tickets into one, and undoing that."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from madoguchi.kernel import clock, search
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.tickets.access import access
from madoguchi.tickets.errors import DifferentCustomers, NotUndoable, TicketIsMerged
from madoguchi.tickets.events_structure import TicketAbsorbed, TicketMerged, TicketReleased, TicketUnmerged
from madoguchi.tickets.models import Message, Snooze, Ticket, TicketMerge, TicketTag
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recording import tell
from madoguchi.tickets.recounting import recount
from madoguchi.tickets.services import approving, complaining, opening
from madoguchi.tickets.statuses import LIVE_STATUSES, Status


@transaction.atomic
def merge(
    survivor_id: int,
    *,
    absorbed_id: int,
    by: Actor,
    confirm_different_customers: bool = False,
    at: datetime | None = None,
) -> TicketMerge:
    """Moves all messages of one ticket into another; the first one lives on there, and so does mail that answers it.

    Raises Invalid (the same ticket, spam, bin), TicketIsMerged, and DifferentCustomers unless confirmed.
    """
    survivor, absorbed = _both(survivor_id, absorbed_id, by)
    if survivor.customer_id != absorbed.customer_id and not confirm_different_customers:
        raise DifferentCustomers
    moment = at or clock.now()
    status_before = survivor.status
    moved: dict[str, Any] = {"absorbed": _state_of(absorbed), "tags": _share_tags(absorbed, survivor)}
    moved |= _move(absorbed, survivor)
    wake_up(survivor, absorbed.status, by=by, at=moment)
    moved["survivor_status"] = [status_before, survivor.status]
    if absorbed.approval_asked_at is not None:
        approving.follow(absorbed, survivor, by=by)
    moved["complaint"] = complaining.follow(absorbed, survivor)
    absorbed.status, absorbed.merged_into, absorbed.wake_at = Status.CLOSED, survivor, None
    absorbed.updated_at = survivor.updated_at = moment
    for ticket in (survivor, absorbed):
        recount(ticket)
        ticket.save()
    row = TicketMerge.objects.create(
        survivor=survivor, absorbed=absorbed, moved=moved, by_kind=by.kind, by_id=by.id, merged_at=moment
    )
    tell(survivor, TicketMerged(ticket_id=survivor.id, absorbed_id=absorbed.id, merge_id=row.id), by=by, at=moment)
    tell(absorbed, TicketAbsorbed(ticket_id=absorbed.id, survivor_id=survivor.id, merge_id=row.id), by=by, at=moment)
    return row


@transaction.atomic
def undo(merge_id: int, *, by: Actor) -> TicketMerge:
    """Takes a merge back: the messages that came along return; what came in since stays with the survivor."""
    row = TicketMerge.objects.filter(pk=merge_id).first()
    if row is None:
        raise NotFound
    tickets = {number: access(number, TicketPermission.MERGE, by=by) for number in sorted(_pair(row))}
    survivor, absorbed = tickets[row.survivor_id], tickets[row.absorbed_id]
    row.refresh_from_db()
    if row.undone_at is not None or absorbed.merged_into_id != survivor.id:
        raise NotUndoable
    if survivor.merged_into_id is not None:
        raise TicketIsMerged(survivor_id=survivor.merged_into_id)
    moment = clock.now()
    theirs = list(Message.objects.filter(pk__in=row.moved["messages"], ticket=survivor).values_list("id", flat=True))
    Message.objects.filter(pk__in=theirs).update(ticket=absorbed)
    search.move("ticket", "message", theirs, absorbed.id)
    for message_id, key in row.moved.get("client_keys", {}).items():
        Message.objects.filter(pk=int(message_id), ticket=absorbed).update(client_key=key)
    TicketTag.objects.filter(ticket=survivor, tag_id__in=row.moved["tags"]).delete()
    former, given = row.moved["survivor_status"]
    if survivor.status == given and former in LIVE_STATUSES and former != Status.HELD:
        survivor.status = former
    _restore(absorbed, row.moved["absorbed"])
    if row.moved.get("complaint"):
        complaining.follow(survivor, absorbed)
    absorbed.updated_at = survivor.updated_at = moment
    for ticket in (survivor, absorbed):
        recount(ticket)
        ticket.save()
    row.undone_at = moment
    row.save(update_fields=["undone_at"])
    tell(survivor, TicketUnmerged(ticket_id=survivor.id, absorbed_id=absorbed.id, merge_id=row.id), by=by, at=moment)
    tell(absorbed, TicketReleased(ticket_id=absorbed.id, survivor_id=survivor.id, merge_id=row.id), by=by, at=moment)
    return row


def _pair(row: TicketMerge) -> tuple[int, int]:
    return row.survivor_id, row.absorbed_id


def _both(survivor_id: int, absorbed_id: int, by: Actor) -> tuple[Ticket, Ticket]:
    if survivor_id == absorbed_id:
        raise Invalid(field="absorbed_id", reason=_("A ticket cannot be merged into itself."))
    tickets = {number: access(number, TicketPermission.MERGE, by=by) for number in sorted((survivor_id, absorbed_id))}
    for ticket in tickets.values():
        if ticket.merged_into_id is not None:
            raise TicketIsMerged(survivor_id=ticket.merged_into_id)
        if ticket.status in (Status.SPAM, Status.BIN):
            raise Invalid(field="absorbed_id", reason=_("Take #%(id)s out of spam or bin first.") % {"id": ticket.id})
    return tickets[survivor_id], tickets[absorbed_id]


def _state_of(ticket: Ticket) -> dict[str, Any]:
    return {
        "status": ticket.status,
        "closed_at": ticket.closed_at.isoformat() if ticket.closed_at else None,
        "wake_at": ticket.wake_at.isoformat() if ticket.wake_at else None,
    }


def _restore(ticket: Ticket, state: dict[str, Any]) -> None:
    ticket.merged_into = None
    ticket.status = state["status"]
    ticket.closed_at = parse_datetime(state["closed_at"]) if state["closed_at"] else None
    ticket.wake_at = parse_datetime(state["wake_at"]) if state["wake_at"] else None


def _share_tags(absorbed: Ticket, survivor: Ticket) -> list[int]:
    has = set(TicketTag.objects.filter(ticket=survivor).values_list("tag_id", flat=True))
    new = [tag for tag in TicketTag.objects.filter(ticket=absorbed).values_list("tag_id", flat=True) if tag not in has]
    TicketTag.objects.bulk_create(TicketTag(ticket=survivor, tag_id=tag) for tag in new)
    return new


def _move(absorbed: Ticket, survivor: Ticket) -> dict[str, Any]:
    theirs = Message.objects.filter(ticket=survivor, client_key__isnull=False).values_list("client_key", flat=True)
    twins = dict(Message.objects.filter(ticket=absorbed, client_key__in=list(theirs)).values_list("id", "client_key"))
    Message.objects.filter(pk__in=twins).update(client_key=None)
    ids = list(Message.objects.filter(ticket=absorbed).order_by("id").values_list("id", flat=True))
    Message.objects.filter(ticket=absorbed).update(ticket=survivor)
    search.move("ticket", "message", ids, survivor.id)
    return {"messages": ids, "client_keys": {str(number): key for number, key in twins.items()}}


def wake_up(ticket: Ticket, status: str, *, by: Actor, at: datetime) -> None:
    """Brings a locked ticket back to work when it takes in what waited for an answer elsewhere, under `status`."""
    if status not in (Status.NEW, Status.OPEN):
        return
    if ticket.status == Status.CLOSED:
        opening.reopen(ticket, by=by, at=at)
    elif ticket.status == Status.HELD:
        Snooze.objects.filter(ticket=ticket, woken_at=None).update(woken_at=at)
        ticket.status, ticket.wake_at = Status.OPEN, None
    elif ticket.status == Status.WAITING:
        ticket.status = Status.OPEN
