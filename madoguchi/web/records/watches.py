"""The actor's own watch list."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from madoguchi.tickets import watches
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.services import watching
from madoguchi.tickets.statuses import STATUS_LABELS
from madoguchi.web.doors import DeskRequest
from madoguchi.web.records.complaints import tabs
from madoguchi.web.records.pages import done_or_told, record_page
from madoguchi.web.setup.doors import needs


@needs(TicketPermission.READ)
def index(request: DeskRequest) -> HttpResponse:
    """Tickets and customers with their reasons."""
    context = {
        "tabs": tabs(request.actor, "watches"),
        "rows": list(watches.of_agent(by=request.actor)),
        "statuses": STATUS_LABELS,
    }
    return record_page(request, "records/watches.html", context)


@needs(TicketPermission.READ)
def remove(request: DeskRequest, watch_id: int) -> HttpResponse:
    """Takes one off."""
    return done_or_told(
        request,
        lambda: watching.leave(watch_id, by=request.actor),
        done=_("No longer on your watch list"),
        to=reverse("watch_list"),
    )
