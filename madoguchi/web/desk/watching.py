"""要注意リスト: putting the ticket on screen, or its customer, on one's own watch list."""

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from madoguchi.tickets import reading, watches
from madoguchi.tickets.services import watching
from madoguchi.web.desk.answering import told
from madoguchi.web.doors import DeskRequest, signed_in
from madoguchi.web.rendering import page


@signed_in
def show(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """What to watch, and why; what is watched already can be let go."""
    ticket = reading.ticket(ticket_id, by=request.actor)
    own, whole = watches.on_ticket(ticket_id, by=request.actor)
    return page(request, "desk/_watch.html", {"ticket": ticket, "own": own, "whole": whole})


@signed_in
def watch(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """`what` ticket or customer, with `reason`."""
    customer = request.POST.get("what") == "customer"
    watching.watch(ticket_id, customer=customer, reason=request.POST.get("reason", ""), by=request.actor)
    return told(toast=_("On your watch list"))


@signed_in
def leave(request: DeskRequest, watch_id: int) -> HttpResponseBase:
    """Watches it no more."""
    watching.leave(watch_id, by=request.actor)
    return told(toast=_("No longer on your watch list"))
