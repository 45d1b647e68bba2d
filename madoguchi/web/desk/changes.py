"""Small changes of a ticket: assignment, closure, snooze, properties, tags, shelf. Each answers with what changed."""

from typing import Any

from django.http import JsonResponse
from django.http.response import HttpResponseBase

from madoguchi.tickets.services import applying, assigning, changing, closing, shelving, snoozing, tagging, taking
from madoguchi.web.desk import forms
from madoguchi.web.desk.ticket import changed
from madoguchi.web.doors import DeskRequest, signed_in


@signed_in
def assign(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """`agent_id` and `team_id`: a number, empty for nobody, missing to leave as it is."""
    keep: Any = assigning.KEEP
    assigning.assign(
        ticket_id,
        agent_id=forms.optional_number(request, "agent_id") if "agent_id" in request.POST else keep,
        team_id=forms.optional_number(request, "team_id") if "team_id" in request.POST else keep,
        by=request.actor,
    )
    return changed(request, ticket_id)


@signed_in
def take_next(request: DeskRequest) -> HttpResponseBase:
    """次の1件: {"ticket_id"} of the ticket that is now one's own, null when nobody waits."""
    ticket = taking.take_next(by=request.actor)
    return JsonResponse({"ticket_id": ticket.id if ticket is not None else None})


@signed_in
def close(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """Done. `promises` still open on it are asked about unless it is `keep` or `leave`."""
    said = request.POST.get("promises", "")
    promises: closing.Promises = "keep" if said == "keep" else "leave" if said == "leave" else "ask"
    closing.close(ticket_id, promises=promises, by=request.actor)
    return changed(request, ticket_id)


@signed_in
def reopen(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """Not done after all."""
    closing.reopen(ticket_id, by=request.actor)
    return changed(request, ticket_id)


@signed_in
def snooze(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """Holds it until a time."""
    snoozing.snooze(
        ticket_id, until=forms.moment(request, "until"), reason=request.POST.get("reason", ""), by=request.actor
    )
    return changed(request, ticket_id)


@signed_in
def wake(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """Takes it off hold."""
    snoozing.wake(ticket_id, by=request.actor)
    return changed(request, ticket_id)


@signed_in
def change(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """Any of subject, priority, category_id, status, fields (a JSON object)."""
    wanted: dict[str, Any] = {}
    if "status" in request.POST:
        applying.move(ticket_id, status=request.POST["status"], by=request.actor)
    if "subject" in request.POST:
        wanted["subject"] = request.POST["subject"]
    if "priority" in request.POST:
        wanted["priority"] = forms.number(request, "priority")
    if "category_id" in request.POST:
        wanted["category_id"] = forms.optional_number(request, "category_id")
    if "fields" in request.POST:
        wanted["fields"] = forms.structure(request, "fields")
    if wanted:
        changing.change(ticket_id, **wanted, by=request.actor)
    return changed(request, ticket_id)


@signed_in
def tag(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """The whole new list of tags."""
    tagging.set_tags(ticket_id, names=[name for name in request.POST.getlist("tags") if name.strip()], by=request.actor)
    return changed(request, ticket_id)


@signed_in
def shelve(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """To spam or bin."""
    shelving.shelve(ticket_id, status=request.POST.get("status", ""), by=request.actor)
    return changed(request, ticket_id)


@signed_in
def restore(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """Back from spam or bin."""
    shelving.restore(ticket_id, by=request.actor)
    return changed(request, ticket_id)
