"""Macros in the composer."""

from django.http import JsonResponse
from django.http.response import HttpResponseBase

from madoguchi.tickets.services import macros
from madoguchi.web.doors import DeskRequest, signed_in


@signed_in
def show(request: DeskRequest, ticket_id: int, macro_id: int) -> HttpResponseBase:
    """Its text as it would stand in this ticket; nothing changes."""
    return JsonResponse({"text": macros.render(macro_id, ticket_id=ticket_id, by=request.actor).text})


@signed_in
def apply(request: DeskRequest, ticket_id: int, macro_id: int) -> HttpResponseBase:
    """Makes the macro's changes and answers with its text, filled for this ticket."""
    rendered = macros.apply(macro_id, ticket_id=ticket_id, by=request.actor)
    return JsonResponse({"text": rendered.text, "changed": bool(rendered.changes)})
