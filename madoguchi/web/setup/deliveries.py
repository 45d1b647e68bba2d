"""Failed sendings: replies that did not reach the customer, or of which it is unknown; trying again."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from madoguchi.channels import queries, reasons
from madoguchi.channels.permissions import ChannelPermission
from madoguchi.kernel.errors import Conflict
from madoguchi.tickets.services import replying
from madoguchi.web.doors import DeskRequest
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.navigation import setup_page

MOST = 100


@needs(ChannelPermission.RAW_READ)
def index(request: DeskRequest) -> HttpResponse:
    """The newest ones."""
    rows = [(row, reasons.explain(row.last_error)) for row in queries.failed_deliveries(by=request.actor)[:MOST]]
    return setup_page(request, "setup/deliveries.html", {"rows": rows})


@needs(ChannelPermission.RAW_READ)
def retry(request: DeskRequest, message_id: int) -> HttpResponse:
    """Sends it again under the same Message-ID."""
    if request.method == "POST":
        try:
            replying.retry(message_id, by=request.actor)
            messages.success(request, _("The message is on its way again."))
        except Conflict as refusal:
            messages.error(request, refusal.message)
    return HttpResponseRedirect(reverse("setup_deliveries"))
