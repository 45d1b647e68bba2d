"""What ties tickets together or takes them apart: merges, splits, links, escalations."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from madoguchi.api import rows
from madoguchi.api.answers import answer, nothing
from madoguchi.api.door import actor_of
from madoguchi.api.shapes import Id, NewEscalation, NewHandBack, NewLink, NewMerge, NewSplit
from madoguchi.api.tickets import changed
from madoguchi.tickets import structure_queries
from madoguchi.tickets.services import escalating, linking, merging, splitting

router = Router(tags=["structure"])


@router.post("/tickets/{int:ticket_id}/merges", operation_id="merge_ticket")
def merge(request: HttpRequest, ticket_id: Id, body: NewMerge) -> HttpResponse:
    """Merges another ticket into this one. 409 `different_customers` unless confirmed. 201 with the merge."""
    row = merging.merge(ticket_id, **body.given(), by=actor_of(request))
    data = {
        "id": row.id,
        "survivor_id": row.survivor_id,
        "absorbed_id": row.absorbed_id,
        "merged_at": row.merged_at,
        "message_ids": row.moved["messages"],
    }
    return answer(data, status=201, location=f"/merges/{row.id}")


@router.delete("/merges/{int:merge_id}", operation_id="undo_merge")
def undo_merge(request: HttpRequest, merge_id: Id) -> HttpResponse:
    """Takes a merge back; answers with the ticket that stands on its own again."""
    actor = actor_of(request)
    return changed(merging.undo(merge_id, by=actor).absorbed_id, actor)


@router.post("/tickets/{int:ticket_id}/splits", operation_id="split_ticket")
def split(request: HttpRequest, ticket_id: Id, body: NewSplit) -> HttpResponse:
    """Moves messages into a new ticket. 201 with the split and the new ticket's id."""
    row = splitting.split(ticket_id, **body.given(), by=actor_of(request))
    data = {
        "id": row.id,
        "source_id": row.source_id,
        "result_id": row.result_id,
        "message_ids": row.message_ids,
        "split_at": row.split_at,
    }
    return answer(data, status=201, location=f"/splits/{row.id}")


@router.delete("/splits/{int:split_id}", operation_id="undo_split")
def undo_split(request: HttpRequest, split_id: Id) -> HttpResponse:
    """Puts the messages back, while nobody has touched the new ticket; answers with the old one."""
    actor = actor_of(request)
    return changed(splitting.undo(split_id, by=actor).source_id, actor)


@router.get("/tickets/{int:ticket_id}/links", operation_id="list_links")
def list_links(request: HttpRequest, ticket_id: Id) -> HttpResponse:
    """Links to tickets the key may see."""
    found = structure_queries.links(ticket_id, by=actor_of(request))
    return answer({"items": [rows.link(row) for row in found]})


@router.post("/tickets/{int:ticket_id}/links", operation_id="link_ticket")
def link(request: HttpRequest, ticket_id: Id, body: NewLink) -> HttpResponse:
    """Links the ticket to another one the key may see too."""
    row = linking.link(ticket_id, **body.given(), by=actor_of(request))
    return answer(rows.link(row), status=201, location=f"/links/{row.id}")


@router.delete("/links/{int:link_id}", operation_id="unlink_ticket")
def unlink(request: HttpRequest, link_id: Id) -> HttpResponse:
    """Takes a link away."""
    linking.unlink(link_id, by=actor_of(request))
    return nothing()


@router.get("/tickets/{int:ticket_id}/escalations", operation_id="list_escalations")
def list_escalations(request: HttpRequest, ticket_id: Id) -> HttpResponse:
    """The hand-over records of the ticket, newest first."""
    found = structure_queries.escalations(ticket_id, by=actor_of(request))
    return answer({"items": [rows.escalation(row) for row in found]})


@router.post("/tickets/{int:ticket_id}/escalations", operation_id="escalate_ticket")
def escalate(request: HttpRequest, ticket_id: Id, body: NewEscalation) -> HttpResponse:
    """Hands the ticket to another tier, with what was asked, tried and wanted."""
    row = escalating.escalate(ticket_id, **body.given(), by=actor_of(request))
    return answer(rows.escalation(row), status=201)


@router.post("/tickets/{int:ticket_id}/hand-backs", operation_id="hand_back_ticket")
def hand_back(request: HttpRequest, ticket_id: Id, body: NewHandBack) -> HttpResponse:
    """Gives an escalated ticket back with the answer."""
    row = escalating.hand_back(ticket_id, answer=body.answer, by=actor_of(request))
    return answer(rows.escalation(row), status=201)
