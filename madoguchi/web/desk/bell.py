"""The bell: what concerns me."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from madoguchi.notifications import queries
from madoguchi.notifications.services import reading
from madoguchi.web.doors import DeskRequest, signed_in
from madoguchi.web.forms import id_in
from madoguchi.web.rendering import page


@signed_in
def count(request: DeskRequest) -> HttpResponseBase:
    """How many unread, and the newest line; with ?after=<line> what came since and is wanted on the desktop."""
    actor, after = request.actor, id_in(request.GET.get("after", ""))
    told: dict[str, Any] = {"unread": queries.unread_count(by=actor), "newest": queries.newest_id(by=actor)}
    if after is not None:
        lines = queries.for_desktop(by=actor, after_id=after)
        told["lines"] = [
            {"id": line.id, "text": line.text, "ticket": line.ticket_id, "subject": line.subject} for line in lines
        ]
    return JsonResponse(told)


@signed_in
def show(request: DeskRequest) -> HttpResponseBase:
    """The newest lines."""
    return page(request, "desk/_bell.html", {"lines": queries.latest(by=request.actor, limit=30)})


@signed_in
def read_all(request: DeskRequest) -> HttpResponseBase:
    """All read."""
    reading.mark_all_read(by=request.actor)
    return HttpResponse(status=204)
