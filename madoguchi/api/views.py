"""Saved views and the tickets in them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from madoguchi.api import rows
from madoguchi.api.answers import answer, nothing
from madoguchi.api.door import actor_of
from madoguchi.api.macros import owner
from madoguchi.api.shapes import Id, ViewBody
from madoguchi.kernel.actors import Actor
from madoguchi.tickets import listing, setup_queries
from madoguchi.tickets.conditions import CONDITION_FIELDS, OPERATOR_LABELS
from madoguchi.tickets.services import viewing

router = Router(tags=["views"])


@router.get("/views", operation_id="list_views")
def list_views(request: HttpRequest) -> HttpResponse:
    """One's own views, those of one's teams, and everyone's."""
    return answer({"items": [rows.view(row) for row in setup_queries.views(by=actor_of(request))]})


@router.get("/views/conditions", operation_id="list_conditions")
def list_conditions(request: HttpRequest) -> HttpResponse:
    """Fields and operators that a view's conditions may use, in the language of the request."""
    items = [
        {
            "field": name,
            "label": field.label,
            "kind": field.kind,
            "operators": [{"operator": operator, "label": OPERATOR_LABELS[operator]} for operator in field.operators],
        }
        for name, field in CONDITION_FIELDS.items()
    ]
    return answer({"items": items, "orders": list(listing.ORDERS)})


@router.post("/views", operation_id="make_view")
def make(request: HttpRequest, body: ViewBody) -> HttpResponse:
    """Makes a view."""
    actor = actor_of(request)
    row = viewing.save(**_owned(body, actor), by=actor)
    return answer(rows.view(row), status=201, location=f"/views/{row.id}")


@router.get("/views/{int:view_id}", operation_id="read_view")
def read(request: HttpRequest, view_id: Id) -> HttpResponse:
    """One view."""
    return answer(rows.view(setup_queries.view_of(view_id, by=actor_of(request))))


@router.put("/views/{int:view_id}", operation_id="change_view")
def change(request: HttpRequest, view_id: Id, body: ViewBody) -> HttpResponse:
    """Puts a view in the place of the old one."""
    actor = actor_of(request)
    return answer(rows.view(viewing.save(view_id, **_owned(body, actor), by=actor)))


@router.delete("/views/{int:view_id}", operation_id="delete_view")
def delete(request: HttpRequest, view_id: Id) -> HttpResponse:
    """Takes a view away."""
    viewing.delete(view_id, by=actor_of(request))
    return nothing()


def _owned(body: ViewBody, actor: Actor) -> dict[str, Any]:
    values = body.model_dump()
    audience, team_id = values.pop("audience"), values.pop("team_id")
    return {**values, **owner(audience, team_id, actor)}
