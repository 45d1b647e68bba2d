"""Promises to customers (お約束): those of a ticket, and what became of each."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from madoguchi.api import rows
from madoguchi.api.answers import answer
from madoguchi.api.door import actor_of
from madoguchi.api.shapes import CommitmentOutcome, CommitmentTime, Id
from madoguchi.tickets import commitments
from madoguchi.tickets.services import settling

router = Router(tags=["commitments"])


@router.get("/tickets/{int:ticket_id}/commitments", operation_id="list_commitments")
def list_commitments(request: HttpRequest, ticket_id: Id) -> HttpResponse:
    """Every promise of the ticket, open or not, by due time. Replies make them: see `reply`."""
    found = commitments.all_on(ticket_id, by=actor_of(request))
    return answer({"items": [rows.commitment(row) for row in found]})


@router.put("/tickets/{int:ticket_id}/commitments/{int:commitment_id}", operation_id="reschedule_commitment")
def reschedule(request: HttpRequest, ticket_id: Id, commitment_id: Id, body: CommitmentTime) -> HttpResponse:
    """Another time was agreed for an open promise."""
    row = settling.reschedule(ticket_id, commitment_id=commitment_id, due_at=body.due_at, by=actor_of(request))
    return answer(rows.commitment(row))


@router.put("/tickets/{int:ticket_id}/commitments/{int:commitment_id}/outcome", operation_id="settle_commitment")
def settle(request: HttpRequest, ticket_id: Id, commitment_id: Id, body: CommitmentOutcome) -> HttpResponse:
    """Says what became of an open promise: kept, broken or dropped."""
    row = settling.settle(ticket_id, commitment_id=commitment_id, state=body.state, by=actor_of(request))
    return answer(rows.commitment(row))


@router.delete("/tickets/{int:ticket_id}/commitments/{int:commitment_id}/outcome", operation_id="reopen_commitment")
def reopen(request: HttpRequest, ticket_id: Id, commitment_id: Id) -> HttpResponse:
    """The promise is still to be kept after all."""
    return answer(rows.commitment(settling.reopen(ticket_id, commitment_id=commitment_id, by=actor_of(request))))
