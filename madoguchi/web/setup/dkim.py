"""Signing an inbox's mail: make a key, publish its record, look whether it is there, switch on."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from madoguchi.channels import queries
from madoguchi.channels.permissions import ChannelPermission
from madoguchi.channels.services import signing_mail
from madoguchi.kernel.errors import NotFound
from madoguchi.web.doors import DeskRequest
from madoguchi.web.rendering import page
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.editing import Screen
from madoguchi.web.setup.navigation import setup_page


@needs(ChannelPermission.INBOX_MANAGE)
def show(request: DeskRequest, inbox_id: int) -> HttpResponse:
    """The record to publish, and where it stands; POST makes a key or switches signing on or off."""
    inbox = queries.inbox(inbox_id)
    if inbox is None or inbox.kind != "mail":
        raise NotFound
    if request.method == "POST":
        _act(request, inbox_id, request.POST.get("action", ""))
        return HttpResponseRedirect(reverse("setup_inbox_dkim", args=[inbox_id]))
    screen = Screen(_("Sign mail (DKIM)"), reverse("setup_inbox", args=[inbox_id]), inbox.name)
    context: dict[str, object] = {"inbox": inbox, "record": signing_mail.record_of(inbox), "screen": screen}
    return setup_page(request, "setup/dkim.html", context)


@needs(ChannelPermission.INBOX_MANAGE)
def look(request: DeskRequest, inbox_id: int) -> HttpResponse:
    """Asks the DNS."""
    published, words = signing_mail.look(inbox_id, by=request.actor)
    return page(request, "setup/_dkim_found.html", {"published": published, "words": words})


def _act(request: DeskRequest, inbox_id: int, action: str) -> None:
    if action == "make":
        signing_mail.make_key(inbox_id, by=request.actor)
        messages.success(request, _("The key is made. Publish its record now."))
    elif action in ("on", "off"):
        signing_mail.switch(inbox_id, on=action == "on", by=request.actor)
        messages.success(
            request, _("Mail is signed from now on.") if action == "on" else _("Mail is no longer signed.")
        )
