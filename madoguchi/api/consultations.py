"""Consultations (相談): what others were asked about a ticket, apart from the customer; and the tiers of escalation."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from madoguchi.api.answers import answer
from madoguchi.api.asking_shapes import NewConsultation, NewConsultationMessage
from madoguchi.api.door import actor_of
from madoguchi.api.shapes import Id
from madoguchi.people.permissions import require
from madoguchi.tickets import consultations, tiers
from madoguchi.tickets.consultations import Talk
from madoguchi.tickets.models import ConsultationMessage
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.services.asking import consulting

router = Router(tags=["consultations"])


@router.get("/tiers", operation_id="list_tiers")
def list_tiers(request: HttpRequest) -> HttpResponse:
    """The escalation ladder in order, with the teams that work on each tier."""
    require(actor_of(request), TicketPermission.READ)
    return answer(
        {
            "items": [
                {"number": step.number, "name": step.name, "team_ids": [team_id for team_id, _name in step.teams]}
                for step in tiers.ladder()
            ]
        }
    )


@router.get("/tickets/{int:ticket_id}/consultations", operation_id="list_consultations")
def list_consultations(request: HttpRequest, ticket_id: Id) -> HttpResponse:
    """Every consultation of the ticket with its messages, newest first. None of it is the customer's to see."""
    found = consultations.on_ticket(ticket_id, by=actor_of(request))
    return answer({"items": [_talk(talk) for talk in found]})


@router.post("/tickets/{int:ticket_id}/consultations", operation_id="consult")
def consult(request: HttpRequest, ticket_id: Id, body: NewConsultation) -> HttpResponse:
    """Asks by mail. 422 `customer_asked` for an address of the customer's."""
    actor = actor_of(request)
    row = consulting.consult(ticket_id, **body.given(), by=actor)
    return answer(_talk(consultations.one(row.id, by=actor)), status=201)


@router.post("/consultations/{int:consultation_id}/messages", operation_id="write_to_consulted")
def write(request: HttpRequest, consultation_id: Id, body: NewConsultationMessage) -> HttpResponse:
    """Writes to the same people again; a finished consultation goes on."""
    actor = actor_of(request)
    consulting.write(consultation_id, **body.given(), by=actor)
    return answer(_talk(consultations.one(consultation_id, by=actor)), status=201)


@router.post("/consultations/{int:consultation_id}/closure", operation_id="close_consultation")
def close(request: HttpRequest, consultation_id: Id) -> HttpResponse:
    """Nothing more is awaited."""
    actor = actor_of(request)
    consulting.close(consultation_id, by=actor)
    return answer(_talk(consultations.one(consultation_id, by=actor)), status=201)


@router.delete("/consultations/{int:consultation_id}/closure", operation_id="reopen_consultation")
def reopen(request: HttpRequest, consultation_id: Id) -> HttpResponse:
    """It goes on after all."""
    actor = actor_of(request)
    consulting.reopen(consultation_id, by=actor)
    return answer(_talk(consultations.one(consultation_id, by=actor)))


def _talk(talk: Talk) -> dict[str, Any]:
    names = ("id", "ticket_id", "reference", "subject", "people", "agent_id", "opened_at", "answered_at", "closed_at")
    return {name: getattr(talk.row, name) for name in names} | {
        "link_expires_at": talk.link.expires_at if talk.link is not None else None,
        "messages": [_message(message, talk) for message in talk.messages],
    }


def _message(message: ConsultationMessage, talk: Talk) -> dict[str, Any]:
    names = ("id", "inward", "by_link", "state", "author_name", "author_address", "text", "auto", "stranger", "failure")
    files = [{"name": file.name, "type": file.type, "size": file.size} for file in talk.files.get(message.id, [])]
    return {name: getattr(message, name) for name in (*names, "created_at")} | {"files": files}
