"""Who is on a ticket, and who is writing: the first two layers against answering twice."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from madoguchi.customers.permissions import CustomerPermission
from madoguchi.customers.services import viewing
from madoguchi.notifications.services import reading as marking
from madoguchi.tickets import reading
from madoguchi.tickets.services import presence
from madoguchi.web.doors import DeskRequest, signed_in


@signed_in
def stay(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """Says the ticket has been open for a second (the only thing that counts as reading); tells who else is there."""
    others = presence.look(ticket_id, by=request.actor)
    if request.actor.has(CustomerPermission.READ):
        viewing.record(reading.ticket(ticket_id, by=request.actor)["customer_id"], by=request.actor)
    marking.mark_ticket_read(ticket_id, by=request.actor)
    return JsonResponse({"others": [_plain(person) for person in others]})


@signed_in
def leave(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """Says the ticket is no longer open here."""
    presence.leave(ticket_id, by=request.actor)
    return HttpResponse(status=204)


@signed_in
def edit(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """Takes the soft lock of the composer; ?take_over=yes takes it from a colleague, which is logged."""
    others = presence.edit(ticket_id, take_over=request.POST.get("take_over") == "yes", by=request.actor)
    return JsonResponse({"others": [_plain(person) for person in others]})


@signed_in
def release(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """Gives the soft lock back."""
    presence.leave(ticket_id, only_editing=True, by=request.actor)
    return HttpResponse(status=204)


@signed_in
def of_list(request: DeskRequest) -> HttpResponseBase:
    """Colleagues on the tickets of the list: ?ids=1,2,3."""
    ids = [int(text) for text in request.GET.get("ids", "").split(",") if text.isdecimal() and len(text) < 18][:250]
    return JsonResponse({"present": [_plain(person) for person in presence.present(ids, by=request.actor)]})


def _plain(person: presence.Present) -> dict[str, Any]:
    return {
        "ticket_id": person.ticket_id,
        "agent_id": person.agent_id,
        "name": person.name,
        "editing": person.editing,
    }
