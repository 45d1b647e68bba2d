"""Steps of a ticket as resources: its closure, assignment, snooze, shelf, tags."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from madoguchi.api.answers import answer
from madoguchi.api.door import actor_of
from madoguchi.api.shapes import Id, NewAssignment, NewShelf, NewSnooze, TagNames
from madoguchi.api.tickets import changed
from madoguchi.tickets.services import assigning, closing, shelving, snoozing, tagging

router = Router(tags=["steps of a ticket"])


@router.post("/tickets/{int:ticket_id}/closure", operation_id="close_ticket")
def close_ticket(request: HttpRequest, ticket_id: Id) -> HttpResponse:
    """Marks the ticket done."""
    actor = actor_of(request)
    closing.close(ticket_id, by=actor)
    return changed(ticket_id, actor)


@router.delete("/tickets/{int:ticket_id}/closure", operation_id="reopen_ticket")
def reopen_ticket(request: HttpRequest, ticket_id: Id) -> HttpResponse:
    """Takes the closure back."""
    actor = actor_of(request)
    closing.reopen(ticket_id, by=actor)
    return changed(ticket_id, actor)


@router.put("/tickets/{int:ticket_id}/assignment", operation_id="assign_ticket")
def assign_ticket(request: HttpRequest, ticket_id: Id, body: NewAssignment) -> HttpResponse:
    """Puts an agent, a team or nobody in charge. 204 when the key no longer sees the ticket afterwards."""
    actor = actor_of(request)
    assigning.assign(ticket_id, **body.given(), by=actor)
    return changed(ticket_id, actor)


@router.put("/tickets/{int:ticket_id}/snooze", operation_id="snooze_ticket")
def snooze_ticket(request: HttpRequest, ticket_id: Id, body: NewSnooze) -> HttpResponse:
    """Holds the ticket until a time."""
    actor = actor_of(request)
    snoozing.snooze(ticket_id, until=body.until, reason=body.reason, by=actor)
    return changed(ticket_id, actor)


@router.delete("/tickets/{int:ticket_id}/snooze", operation_id="wake_ticket")
def wake_ticket(request: HttpRequest, ticket_id: Id) -> HttpResponse:
    """Takes the ticket off hold."""
    actor = actor_of(request)
    snoozing.wake(ticket_id, by=actor)
    return changed(ticket_id, actor)


@router.put("/tickets/{int:ticket_id}/shelf", operation_id="shelve_ticket")
def shelve_ticket(request: HttpRequest, ticket_id: Id, body: NewShelf) -> HttpResponse:
    """Moves the ticket among spam or into the bin."""
    actor = actor_of(request)
    shelving.shelve(ticket_id, status=body.status, by=actor)
    return changed(ticket_id, actor)


@router.delete("/tickets/{int:ticket_id}/shelf", operation_id="restore_ticket")
def restore_ticket(request: HttpRequest, ticket_id: Id) -> HttpResponse:
    """Takes the ticket back out of spam or bin."""
    actor = actor_of(request)
    shelving.restore(ticket_id, by=actor)
    return changed(ticket_id, actor)


@router.put("/tickets/{int:ticket_id}/tags", operation_id="set_tags")
def set_tags(request: HttpRequest, ticket_id: Id, body: TagNames) -> HttpResponse:
    """Makes these the ticket's tags."""
    return answer({"items": tagging.set_tags(ticket_id, names=body.names, by=actor_of(request))})


@router.post("/tickets/{int:ticket_id}/tags", operation_id="add_tags")
def add_tags(request: HttpRequest, ticket_id: Id, body: TagNames) -> HttpResponse:
    """Adds tags."""
    return answer({"items": tagging.add(ticket_id, names=body.names, by=actor_of(request))})


@router.delete("/tickets/{int:ticket_id}/tags/{str:name}", operation_id="remove_tag")
def remove_tag(request: HttpRequest, ticket_id: Id, name: str) -> HttpResponse:
    """Removes a tag."""
    return answer({"items": tagging.remove(ticket_id, names=[name], by=actor_of(request))})
