"""Hands out the short-lived ticket with which a browser opens its one live stream."""

from django.http import JsonResponse
from django.http.response import HttpResponseBase

from madoguchi.kernel.live import stream_ticket
from madoguchi.web.doors import DeskRequest, signed_in


@signed_in
def ticket(request: DeskRequest) -> HttpResponseBase:
    """{"ticket": ...} for /live?ticket=."""
    return JsonResponse({"ticket": stream_ticket(request.actor)})
