"""Messages of a ticket: reading them, replying, noting, and what became of a sending."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from madoguchi.api import rows
from madoguchi.api.answers import answer
from madoguchi.api.door import actor_of
from madoguchi.api.message_keys import client_key
from madoguchi.api.shapes import Id, NewNote, NewReply
from madoguchi.tickets import reading
from madoguchi.tickets.services import checking, noting, replying

router = Router(tags=["messages"])


@router.get("/tickets/{int:ticket_id}/messages", operation_id="list_messages")
def list_messages(
    request: HttpRequest, ticket_id: Id, before: Id | None = None, after: Id | None = None, limit: int = 30
) -> HttpResponse:
    """The newest messages (those before or after one), oldest first. `more` tells of older ones."""
    actor = actor_of(request)
    reading.ticket(ticket_id, by=actor)
    found, more = reading.messages(ticket_id, by=actor, before=before, after=after, limit=max(1, min(limit, 100)))
    return answer({"items": [rows.message(row) for row in found], "more": more})


@router.get("/messages/{int:message_id}", operation_id="read_message")
def read_message(request: HttpRequest, message_id: Id) -> HttpResponse:
    """One message with its sanitised HTML."""
    actor = actor_of(request)
    ticket_id = reading.ticket_id_of(message_id, by=actor)
    found, _more = reading.messages(ticket_id, by=actor, before=message_id + 1, limit=1)
    html, _inline, _subject = reading.html_of(message_id, by=actor)
    return answer({**rows.message(found[0]), "ticket_id": ticket_id, "html": html})


@router.post("/tickets/{int:ticket_id}/replies", operation_id="reply")
def reply(request: HttpRequest, ticket_id: Id, body: NewReply) -> HttpResponse:
    """Answers the customer. 201 with the queued message; 409 `newer_message` when something newer is on the ticket."""
    given = body.given()
    given.setdefault("last_seen_id", None)
    checking.refuse_unapproved(by=actor_of(request))
    message = replying.reply(ticket_id, **given, client_key=client_key(request), by=actor_of(request))
    return answer(rows.written(message), status=201, location=f"/messages/{message.id}")


@router.post("/tickets/{int:ticket_id}/notes", operation_id="write_note")
def write_note(request: HttpRequest, ticket_id: Id, body: NewNote) -> HttpResponse:
    """Writes an internal note. 201 with the message."""
    message = noting.note(ticket_id, **body.given(), client_key=client_key(request), by=actor_of(request))
    return answer(rows.written(message), status=201, location=f"/messages/{message.id}")


@router.delete("/messages/{int:message_id}", operation_id="take_back_reply")
def take_back(request: HttpRequest, message_id: Id) -> HttpResponse:
    """Takes a reply back before it has left. 409 `too_late` afterwards."""
    return answer(rows.written(replying.take_back(message_id, by=actor_of(request))))


@router.post("/messages/{int:message_id}/attempts", operation_id="retry_message")
def retry(request: HttpRequest, message_id: Id) -> HttpResponse:
    """Sends a failed or unconfirmed message again, under the id it has."""
    return answer(rows.written(replying.retry(message_id, by=actor_of(request))))
