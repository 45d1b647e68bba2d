"""While somebody writes: presence on a ticket, and drafts."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from madoguchi.api import rows
from madoguchi.api.answers import answer, nothing
from madoguchi.api.door import actor_of
from madoguchi.api.shapes import DraftBody, Id, Looking
from madoguchi.tickets.services import drafting, presence

router = Router(tags=["presence and drafts"])


@router.put("/tickets/{int:ticket_id}/presence", operation_id="be_present")
def be_present(request: HttpRequest, ticket_id: Id, body: Looking) -> HttpResponse:
    """Says that the key's agent has the ticket open, or is writing; 409 `being_edited` while a colleague writes."""
    actor = actor_of(request)
    if body.editing:
        found = presence.edit(ticket_id, take_over=body.take_over, by=actor)
    else:
        found = presence.look(ticket_id, by=actor)
    return answer({"items": [rows.present(row) for row in found]})


@router.delete("/tickets/{int:ticket_id}/presence", operation_id="leave_ticket")
def leave(request: HttpRequest, ticket_id: Id, only_editing: bool = False) -> HttpResponse:
    """Says that the agent no longer looks at the ticket, or (`only_editing`) just stopped writing."""
    presence.leave(ticket_id, only_editing=only_editing, by=actor_of(request))
    return nothing()


@router.get("/tickets/{int:ticket_id}/drafts", operation_id="list_drafts")
def list_drafts(request: HttpRequest, ticket_id: Id) -> HttpResponse:
    """The drafts of the key's agent on the ticket."""
    found = drafting.of_ticket(ticket_id, by=actor_of(request))
    return answer({"items": [rows.draft(row) for row in found.values()]})


@router.put("/tickets/{int:ticket_id}/drafts/{str:kind}", operation_id="save_draft")
def save_draft(request: HttpRequest, ticket_id: Id, kind: str, body: DraftBody) -> HttpResponse:
    """Saves a draft (reply or note); 409 `draft_conflict` when it was changed elsewhere."""
    row = drafting.save(ticket_id, kind=kind, body=body.body, revision=body.revision, by=actor_of(request))
    return answer(rows.draft(row))


@router.delete("/tickets/{int:ticket_id}/drafts/{str:kind}", operation_id="discard_draft")
def discard_draft(request: HttpRequest, ticket_id: Id, kind: str) -> HttpResponse:
    """Throws a draft away."""
    drafting.discard(ticket_id, kind=kind, by=actor_of(request))
    return nothing()
