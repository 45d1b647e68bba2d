"""Macros: the set of them, a filled text, and using one on a ticket."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from madoguchi.api import rows
from madoguchi.api.answers import answer, nothing
from madoguchi.api.door import actor_of
from madoguchi.api.shapes import Id, MacroBody, MacroUse
from madoguchi.kernel.actors import Actor
from madoguchi.tickets import setup_queries
from madoguchi.tickets.services import macros
from madoguchi.tickets.services.macros import Rendered

router = Router(tags=["macros"])


@router.get("/macros", operation_id="list_macros")
def list_macros(request: HttpRequest) -> HttpResponse:
    """One's own macros, those of one's teams, and everyone's."""
    found = setup_queries.macros(by=actor_of(request), active_only=False)
    return answer({"items": [rows.macro(row) for row in found]})


@router.post("/macros", operation_id="make_macro")
def make(request: HttpRequest, body: MacroBody) -> HttpResponse:
    """Makes a macro."""
    actor = actor_of(request)
    row = macros.save(**_owned(body, actor), by=actor)
    return answer(rows.macro(row), status=201, location=f"/macros/{row.id}")


@router.get("/macros/{int:macro_id}", operation_id="read_macro")
def read(request: HttpRequest, macro_id: Id) -> HttpResponse:
    """One macro."""
    return answer(rows.macro(setup_queries.macro_of(macro_id, by=actor_of(request))))


@router.put("/macros/{int:macro_id}", operation_id="change_macro")
def change(request: HttpRequest, macro_id: Id, body: MacroBody) -> HttpResponse:
    """Puts a macro in the place of the old one."""
    actor = actor_of(request)
    return answer(rows.macro(macros.save(macro_id, **_owned(body, actor), by=actor)))


@router.delete("/macros/{int:macro_id}", operation_id="delete_macro")
def delete(request: HttpRequest, macro_id: Id) -> HttpResponse:
    """Takes a macro away."""
    macros.delete(macro_id, by=actor_of(request))
    return nothing()


@router.get("/macros/{int:macro_id}/text", operation_id="fill_macro")
def fill(request: HttpRequest, macro_id: Id, ticket_id: Id | None = None) -> HttpResponse:
    """The macro filled for a ticket, or with examples; nothing changes."""
    return answer(_rendered(macros.render(macro_id, ticket_id=ticket_id, by=actor_of(request))))


@router.post("/tickets/{int:ticket_id}/macro-uses", operation_id="use_macro")
def use(request: HttpRequest, ticket_id: Id, body: MacroUse) -> HttpResponse:
    """Makes the macro's changes to the ticket and gives its text, ready to be sent as a reply."""
    rendered = macros.apply(body.macro_id, ticket_id=ticket_id, by=actor_of(request))
    return answer(_rendered(rendered), status=201)


def _owned(body: MacroBody, actor: Actor) -> dict[str, Any]:
    values = body.model_dump()
    audience, team_id = values.pop("audience"), values.pop("team_id")
    return {**values, **owner(audience, team_id, actor)}


def owner(audience: str, team_id: int | None, actor: Actor) -> dict[str, int | None]:
    """Whose a view or macro will be."""
    return {
        "agent_id": (actor.agent_id or 0) if audience == "me" else None,
        "team_id": (team_id or 0) if audience == "team" else None,
    }


def _rendered(rendered: Rendered) -> dict[str, Any]:
    return {"text": rendered.text, "changes": rendered.changes, "unknown": rendered.unknown}
