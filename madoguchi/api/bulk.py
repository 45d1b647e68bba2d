"""Bulk changes: start, watch, take back."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from madoguchi.api import rows
from madoguchi.api.answers import answer
from madoguchi.api.door import actor_of
from madoguchi.api.shapes import Id, NewBulkChange
from madoguchi.tickets.services import bulk

router = Router(tags=["bulk changes"])


@router.post("/bulk-changes", operation_id="start_bulk_change")
def start(request: HttpRequest, body: NewBulkChange) -> HttpResponse:
    """Changes up to 10,000 tickets: 201 when done at once (up to 100), 202 while a job goes on."""
    conditions = None if body.conditions is None else [row.model_dump() for row in body.conditions]
    row = bulk.change(changes=body.changes, ticket_ids=body.ticket_ids, conditions=conditions, by=actor_of(request))
    return answer(rows.bulk_change(row), status=201 if row.finished_at else 202, location=f"/bulk-changes/{row.id}")


@router.get("/bulk-changes/{int:bulk_id}", operation_id="read_bulk_change")
def read(request: HttpRequest, bulk_id: Id) -> HttpResponse:
    """Progress of a bulk change of one's own."""
    return answer(rows.bulk_change(bulk.progress(bulk_id, by=actor_of(request))))


@router.delete("/bulk-changes/{int:bulk_id}", operation_id="undo_bulk_change")
def undo(request: HttpRequest, bulk_id: Id) -> HttpResponse:
    """Gives the tickets their former values back."""
    return answer(rows.bulk_change(bulk.undo(bulk_id, by=actor_of(request))))
