"""Choosing all tickets of a list for a bulk change: kept on the server as they are at that moment, under a number."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import NotFound
from madoguchi.people.permissions import require
from madoguchi.tickets.models import BulkChange
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.services import bulk

NOTHING: dict[str, object] = {}
"""A bulk change that changes nothing yet is a selection."""


@transaction.atomic
def select(*, conditions: object, by: Actor, at: datetime | None = None) -> BulkChange:
    """All tickets that meet the conditions now, at most 10,000; takes the place of one's earlier unused selection."""
    require(by, TicketPermission.BULK)
    ids = bulk.selection(None, conditions, by=by)
    _of(by).delete()
    return BulkChange.objects.create(
        change=NOTHING, ticket_ids=ids, total=len(ids), by_kind=by.kind, by_id=by.id, started_at=at or clock.now()
    )


@transaction.atomic
def change(selection_id: int, *, changes: object, by: Actor, without: Iterable[int] = ()) -> BulkChange:
    """Makes the changes to the selected tickets but for those `without`. Anybody else’s is not found."""
    row = _of(by).filter(pk=selection_id).first()
    if row is None:
        raise NotFound
    out = set(without)
    wanted = [number for number in row.ticket_ids if number not in out]
    made = bulk.change(changes=changes, ticket_ids=bulk.selection(wanted, None, by=by, all_seen=False), by=by)
    row.delete()
    return made


def _of(by: Actor) -> QuerySet[BulkChange]:
    return BulkChange.objects.filter(by_kind=by.kind, by_id=by.id, change=NOTHING)
