"""Unreadable messages: why, what they look like, and trying again."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from madoguchi.channels import queries, reasons
from madoguchi.channels.permissions import ChannelPermission
from madoguchi.channels.services import quarantine
from madoguchi.kernel.errors import Conflict, NotFound
from madoguchi.web.doors import DeskRequest
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.editing import Screen
from madoguchi.web.setup.navigation import setup_page

MOST = 100


@needs(ChannelPermission.RAW_READ)
def index(request: DeskRequest) -> HttpResponse:
    """The newest ones."""
    rows = [(raw, reasons.explain(raw.reason)) for raw in queries.quarantined(by=request.actor)[:MOST]]
    return setup_page(request, "setup/quarantine.html", {"rows": rows})


@needs(ChannelPermission.RAW_READ)
def show(request: DeskRequest, raw_id: int) -> HttpResponse:
    """One as it came; each look is audited."""
    raw = queries.quarantined(by=request.actor).filter(pk=raw_id).first()
    if raw is None:
        raise NotFound
    screen = Screen(
        raw.subject or _("Message %(id)s") % {"id": raw.id}, reverse("setup_quarantine"), _("Unreadable messages")
    )
    context = {
        "screen": screen,
        "raw": raw,
        "reason": reasons.explain(raw.reason),
        "text": quarantine.preview(raw_id, by=request.actor),
    }
    return setup_page(request, "setup/raw.html", context)


@needs(ChannelPermission.RAW_RETRY)
def retry(request: DeskRequest, raw_id: int) -> HttpResponse:
    """Reads it once more."""
    if request.method == "POST":
        try:
            quarantine.retry(raw_id, by=request.actor)
            messages.success(
                request, _("The message is read once more. If it still cannot be read, it comes back here.")
            )
        except Conflict as refusal:
            messages.error(request, refusal.message)
    return HttpResponseRedirect(reverse("setup_quarantine"))
