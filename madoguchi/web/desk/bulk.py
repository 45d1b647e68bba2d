"""Changing many tickets at once: by their numbers, or everything in the list on screen."""

from typing import Any

from django.http import JsonResponse
from django.http.response import HttpResponseBase

from madoguchi.kernel.errors import Invalid
from madoguchi.tickets.models import BulkChange
from madoguchi.tickets.services import bulk
from madoguchi.web.desk import forms
from madoguchi.web.desk.boxes import place_of
from madoguchi.web.desk.inbox import conditions_of
from madoguchi.web.doors import DeskRequest, signed_in


@signed_in
def change(request: DeskRequest) -> HttpResponseBase:
    """`changes` as JSON; `ids`, or `all=yes` for the whole list of the address's place."""
    changes = forms.structure(request, "changes")
    if not isinstance(changes, dict):
        raise Invalid(field="changes", reason="")
    if request.POST.get("all") == "yes":
        conditions = conditions_of(place_of(request), request.actor)
        row = bulk.change(changes=changes, conditions=conditions, by=request.actor)
    else:
        row = bulk.change(changes=changes, ticket_ids=forms.numbers(request, "ids"), by=request.actor)
    return JsonResponse(_plain(row), status=202)


@signed_in
def progress(request: DeskRequest, bulk_id: int) -> HttpResponseBase:
    """How far it is."""
    return JsonResponse(_plain(bulk.progress(bulk_id, by=request.actor)))


@signed_in
def undo(request: DeskRequest, bulk_id: int) -> HttpResponseBase:
    """Gives the former values back."""
    return JsonResponse(_plain(bulk.undo(bulk_id, by=request.actor)))


def _plain(row: BulkChange) -> dict[str, Any]:
    return {
        "id": row.id,
        "done": row.done,
        "total": row.total,
        "failed": len(row.failed),
        "finished": row.finished_at is not None,
    }
