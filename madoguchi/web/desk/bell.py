"""The bell: what concerns me."""

from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from madoguchi.notifications import queries
from madoguchi.notifications.services import reading
from madoguchi.web.doors import DeskRequest, signed_in
from madoguchi.web.rendering import page


@signed_in
def count(request: DeskRequest) -> HttpResponseBase:
    """How many unread."""
    return JsonResponse({"unread": queries.unread_count(by=request.actor)})


@signed_in
def show(request: DeskRequest) -> HttpResponseBase:
    """The newest lines."""
    return page(request, "desk/_bell.html", {"lines": queries.latest(by=request.actor, limit=30)})


@signed_in
def read_all(request: DeskRequest) -> HttpResponseBase:
    """All read."""
    reading.mark_all_read(by=request.actor)
    return HttpResponse(status=204)
