"""Failed sendings: replies that did not reach the customer, or of which it is unknown; saying so, or trying again."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from madoguchi.channels import queries, reasons
from madoguchi.channels.permissions import ChannelPermission
from madoguchi.kernel.errors import Conflict
from madoguchi.tickets.services import replying, resolving
from madoguchi.web.doors import DeskRequest
from madoguchi.web.forms import id_in
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.navigation import setup_page

PER_PAGE = 50


@needs(ChannelPermission.RAW_READ)
def index(request: DeskRequest) -> HttpResponse:
    """The newest ones."""
    before = id_in(request.GET.get("before", ""))
    rows = queries.failed_deliveries(by=request.actor)
    found = list((rows if before is None else rows.filter(pk__lt=before))[: PER_PAGE + 1])
    context: dict[str, object] = {
        "rows": [(row, reasons.explain(row.last_error)) for row in found[:PER_PAGE]],
        "next": f"?before={found[PER_PAGE - 1].id}" if len(found) > PER_PAGE else "",
        "first": reverse("setup_deliveries") if before else "",
    }
    return setup_page(request, "setup/deliveries.html", context)


@needs(ChannelPermission.RAW_READ)
def retry(request: DeskRequest, message_id: int) -> HttpResponse:
    """Sends it again under the same Message-ID."""
    return _settle(request, lambda: replying.retry(message_id, by=request.actor), _("The message is on its way again."))


@needs(ChannelPermission.RAW_READ)
def confirm(request: DeskRequest, message_id: int) -> HttpResponse:
    """A person knows that it arrived."""
    return _settle(
        request, lambda: resolving.confirm_sent(message_id, by=request.actor), _("Noted: the message did arrive.")
    )


def _settle(request: DeskRequest, act: Callable[[], object], done: str) -> HttpResponse:
    if request.method == "POST":
        try:
            act()
            messages.success(request, done)
        except Conflict as refusal:
            messages.error(request, refusal.message)
    return HttpResponseRedirect(reverse("setup_deliveries"))
