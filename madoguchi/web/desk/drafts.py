"""Drafts kept on the server."""

from dataclasses import asdict

from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from madoguchi.kernel.errors import Invalid
from madoguchi.people.services import profile
from madoguchi.tickets.errors import DraftConflict
from madoguchi.tickets.services import drafting
from madoguchi.web.desk import forms
from madoguchi.web.doors import DeskRequest, signed_in


@signed_in
def show(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """One's own drafts on the ticket, {kind: {body, revision}}, and under `others` what colleagues have begun."""
    found = drafting.of_ticket(ticket_id, by=request.actor)
    own = {kind: {"body": row.body, "revision": row.revision} for kind, row in found.items()}
    others = [asdict(begun) for begun in drafting.of_colleagues(ticket_id, by=request.actor)]
    return JsonResponse({**own, "others": others})


@signed_in
def save(request: DeskRequest, ticket_id: int, kind: str) -> HttpResponseBase:
    """Saves over `revision`; 409 answers with the draft that is there, so that the writer can choose."""
    body = forms.structure(request, "body")
    if not isinstance(body, dict):
        raise Invalid(field="body", reason="")
    try:
        row = drafting.save(
            ticket_id, kind=kind, body=body, revision=forms.optional_number(request, "revision") or 0, by=request.actor
        )
    except DraftConflict as conflict:
        return JsonResponse({"code": conflict.code, "message": conflict.message, **conflict.details}, status=409)
    return JsonResponse({"revision": row.revision})


@signed_in
def discard(request: DeskRequest, ticket_id: int, kind: str) -> HttpResponseBase:
    """Throws it away."""
    drafting.discard(ticket_id, kind=kind, by=request.actor)
    return HttpResponse(status=204)


@signed_in
def take_over(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """Takes a colleague's draft over (`draft_id`); answers with what it holds."""
    taken = drafting.take_over(ticket_id, draft_id=forms.number(request, "draft_id"), by=request.actor)
    return JsonResponse({"kind": taken.kind, "body": taken.body})


@signed_in
def prefer(request: DeskRequest) -> HttpResponseBase:
    """Remembers whether the agent writes plain text (`plain_text=yes|no`)."""
    profile.update_profile(
        request.agent.id, preferences={"plain_text": request.POST.get("plain_text") == "yes"}, by=request.actor
    )
    return HttpResponse(status=204)
