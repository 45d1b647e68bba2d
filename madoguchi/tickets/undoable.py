"""What can still be taken back on a ticket: merges, splits, its way into spam or bin, and one's own bulk changes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import F, Q

from madoguchi.kernel.actors import Actor
from madoguchi.tickets.models import BulkChange, Ticket, TicketMerge, TicketSplit
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.statuses import Status

MOST = 20


@dataclass(frozen=True, slots=True)
class Act:
    """`number` is what the undo asks for (of a merge, a split, a bulk change, or the ticket); `about` the other ticket,
    or how many tickets a bulk change changed."""

    kind: Literal["merge", "split", "bulk", "shelf"]
    number: int
    at: datetime
    about: int


def acts(ticket_id: int, *, by: Actor) -> list[Act]:
    """Newest first; only what the actor may take back. The undo itself checks again. Raises NotFound."""
    ticket = Ticket.objects.get_visible(ticket_id, by)
    found: list[Act] = []
    if by.has(TicketPermission.DELETE) and ticket.status in (Status.SPAM, Status.BIN):
        found.append(Act("shelf", ticket.id, ticket.updated_at, ticket.id))
    if by.has(TicketPermission.MERGE):
        found += [*_merges(ticket), *_splits(ticket)]
    if by.has(TicketPermission.BULK):
        found += _bulk_changes(ticket, by)
    return sorted(found, key=lambda act: act.at, reverse=True)


def _merges(ticket: Ticket) -> list[Act]:
    rows = TicketMerge.objects.filter(Q(survivor=ticket) | Q(absorbed=ticket), undone_at=None)
    rows = rows.filter(absorbed__merged_into_id=F("survivor_id")).order_by("-id")[:MOST]
    return [
        Act("merge", row.id, row.merged_at, row.absorbed_id if row.survivor_id == ticket.id else row.survivor_id)
        for row in rows
    ]


def _splits(ticket: Ticket) -> list[Act]:
    rows = TicketSplit.objects.filter(Q(source=ticket) | Q(result=ticket), undone_at=None)
    untouched = rows.filter(result__updated_at=F("split_at")).order_by("-id")[:MOST]
    return [
        Act("split", row.id, row.split_at, row.result_id if row.source_id == ticket.id else row.source_id)
        for row in untouched
    ]


def _bulk_changes(ticket: Ticket, by: Actor) -> list[Act]:
    mine = BulkChange.objects.filter(by_kind=by.kind, by_id=by.id, undone_at=None, finished_at__isnull=False)
    rows = mine.order_by("-id").values_list("id", "started_at", "total", "ticket_ids")[:MOST]
    return [Act("bulk", number, at, total) for number, at, total, ids in rows if ticket.id in ids]
