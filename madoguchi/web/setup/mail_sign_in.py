"""Connecting an inbox with OAuth2: to the mail provider's own sign-in page, and back."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from madoguchi.channels.errors import SignInFailed
from madoguchi.channels.permissions import ChannelPermission
from madoguchi.channels.services import signing_in
from madoguchi.web.doors import DeskRequest
from madoguchi.web.setup.doors import needs

KEPT = "mail_sign_in"


@needs(ChannelPermission.INBOX_MANAGE)
def begin(request: DeskRequest, inbox_id: int) -> HttpResponse:
    """Sends the browser to the provider; what the answer is checked against stays in the session."""
    try:
        url, pending = signing_in.begin(inbox_id, redirect_uri=redirect_uri(), by=request.actor)
    except SignInFailed as problem:
        messages.error(request, problem.message)
        return HttpResponseRedirect(reverse("setup_inbox", args=[inbox_id]))
    request.session[KEPT] = pending
    return HttpResponseRedirect(url)


@needs(ChannelPermission.INBOX_MANAGE)
def complete(request: DeskRequest) -> HttpResponse:
    """The way back. An answer nobody has asked for leads to the list of inboxes."""
    pending = request.session.pop(KEPT, None)
    if not pending:
        messages.error(request, _("This sign-in was not started here. Please begin again."))
        return HttpResponseRedirect(reverse("setup_inboxes"))
    try:
        signing_in.complete(pending, answer=request.GET.dict(), by=request.actor)
    except SignInFailed as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, _("The mailbox is connected."))
    return HttpResponseRedirect(reverse("setup_inbox", args=[int(pending["inbox_id"])]))


def redirect_uri() -> str:
    """The address that must be registered at the provider."""
    return f"{settings.PUBLIC_URL}{reverse('setup_mail_sign_in')}"
