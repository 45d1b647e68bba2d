"""Tickets: list, open, read, change, activity."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from madoguchi.api import rows
from madoguchi.api.answers import answer, nothing
from madoguchi.api.door import actor_of
from madoguchi.api.filters import TicketFilters, conditions
from madoguchi.api.message_keys import client_key
from madoguchi.api.shapes import Id, NewTicket, TicketChange
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import NotFound
from madoguchi.tickets import activity, listing, reading
from madoguchi.tickets import conditions as ticket_conditions
from madoguchi.tickets.searching import search_tickets
from madoguchi.tickets.services import changing, opening
from madoguchi.tickets.setup_queries import view_of

router = Router(tags=["tickets"])
MOST_FOUND = 200


@router.get("/tickets", operation_id="list_tickets")
def list_tickets(request: HttpRequest, filters: Query[TicketFilters]) -> HttpResponse:
    """Tickets the key may see, newest message first unless `order` says otherwise."""
    actor = actor_of(request)
    asked = ticket_conditions.clean(conditions(filters))
    order = filters.order or "-last_message_at"
    if filters.view_id is not None:
        view = view_of(filters.view_id, by=actor)
        asked, order = [*view.conditions, *asked], filters.order or view.order
    only = _found(filters.search, actor, asked) if filters.search else None
    page = listing.page(
        by=actor,
        conditions=asked,
        order=order,
        cursor=filters.cursor,
        size=filters.limit,
        merged=filters.merged == "true",
        only=only,
    )
    return answer({"items": [rows.ticket(row) for row in page.rows], "next_cursor": page.next_cursor})


def _found(words: str, actor: Actor, asked: list[dict[str, Any]]) -> list[int]:
    return search_tickets(words, by=actor, limit=MOST_FOUND, conditions=asked).ids


@router.post("/tickets", operation_id="open_ticket")
def open_ticket(request: HttpRequest, body: NewTicket) -> HttpResponse:
    """Opens a ticket for a customer. 201 with the ticket."""
    actor = actor_of(request)
    ticket = opening.open_ticket(**body.given(), client_key=client_key(request), by=actor)
    return changed(ticket.id, actor, status=201)


@router.get("/tickets/{int:ticket_id}", operation_id="read_ticket")
def read_ticket(request: HttpRequest, ticket_id: Id) -> HttpResponse:
    """One ticket. `merged_into_id` names where an absorbed one lives on."""
    return one(ticket_id, actor_of(request))


@router.patch("/tickets/{int:ticket_id}", operation_id="change_ticket")
def change_ticket(request: HttpRequest, ticket_id: Id, body: TicketChange) -> HttpResponse:
    """Changes what is named: subject, priority, category, custom fields, or the step it is at."""
    actor = actor_of(request)
    changing.change(ticket_id, **body.given(), by=actor)
    return changed(ticket_id, actor)


@router.get("/tickets/{int:ticket_id}/activity", operation_id="list_activity")
def list_activity(request: HttpRequest, ticket_id: Id, before: Id | None = None, limit: int = 50) -> HttpResponse:
    """What happened to the ticket, newest first, told in the language of the request."""
    found = activity.lines(ticket_id, by=actor_of(request), before=before, limit=limit)
    names = ("id", "at", "actor", "text", "name", "message_id")
    return answer({"items": [{name: getattr(line, name) for name in names} for line in found]})


def one(ticket_id: int, actor: Actor) -> HttpResponse:
    """The ticket as it is now. Raises NotFound."""
    return answer(rows.ticket(reading.ticket(ticket_id, by=actor)))


def changed(ticket_id: int, actor: Actor, *, status: int = 200) -> HttpResponse:
    """The ticket after a change, with `status`; 204 (or its bare id, when new) for one that has moved out of sight."""
    location = f"/tickets/{ticket_id}" if status == 201 else ""
    try:
        row = rows.ticket(reading.ticket(ticket_id, by=actor))
    except NotFound:
        return answer({"id": ticket_id}, status=status, location=location) if status == 201 else nothing()
    return answer(row, status=status, location=location)
