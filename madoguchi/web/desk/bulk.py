"""Changing many tickets at once: by their numbers, or everything in the list on screen."""

from typing import Any

from django.http import JsonResponse
from django.http.response import HttpResponseBase

from madoguchi.kernel.errors import Invalid
from madoguchi.tickets.models import BulkChange
from madoguchi.tickets.services import bulk, selecting
from madoguchi.web.desk import forms
from madoguchi.web.desk.boxes import place_of
from madoguchi.web.desk.inbox import conditions_of
from madoguchi.web.doors import DeskRequest, signed_in


@signed_in
def change(request: DeskRequest) -> HttpResponseBase:
    """`changes` as JSON; `ids`, or a `selection` with the numbers taken out of it again (`without`)."""
    changes = forms.structure(request, "changes")
    if not isinstance(changes, dict):
        raise Invalid(field="changes", reason="")
    chosen = forms.optional_number(request, "selection")
    if chosen is not None:
        without = forms.numbers(request, "without")
        row = selecting.change(chosen, changes=changes, without=without, by=request.actor)
    else:
        row = bulk.change(changes=changes, ticket_ids=forms.numbers(request, "ids"), by=request.actor)
    return JsonResponse(_plain(row), status=202)


@signed_in
def select(request: DeskRequest) -> HttpResponseBase:
    """Everything in the list of the address's place, as it is now: a number for it, and how many they are."""
    row = selecting.select(conditions=conditions_of(place_of(request), request.actor), by=request.actor)
    return JsonResponse({"id": row.id, "total": row.total}, status=201)


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
        "undone": row.undone,
    }
