"""Quarantine: what came in and could not be read, by reason; reading one or all of a reason again, with progress."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from madoguchi.channels import queries, reasons
from madoguchi.channels.permissions import ChannelPermission
from madoguchi.channels.services import quarantine
from madoguchi.kernel.errors import Conflict
from madoguchi.web.doors import DeskRequest
from madoguchi.web.forms import id_in
from madoguchi.web.rendering import page
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.navigation import setup_page

PER_PAGE = 50


@needs(ChannelPermission.RAW_READ)
def index(request: DeskRequest) -> HttpResponse:
    """The reasons with their numbers, and the newest messages, all or of one reason."""
    code = request.GET.get("reason", "")
    before = id_in(request.GET.get("before", ""))
    rows = queries.quarantined(by=request.actor, code=code)
    found = list((rows if before is None else rows.filter(pk__lt=before))[: PER_PAGE + 1])
    kept = f"reason={code}&" if code else ""
    context = {
        "rows": [(raw, reasons.explain(raw.reason)) for raw in found[:PER_PAGE]],
        "reasons": [(one, reasons.explain(one), count) for one, count in queries.quarantine_reasons(by=request.actor)],
        "code": code,
        "next": f"?{kept}before={found[PER_PAGE - 1].id}" if len(found) > PER_PAGE else "",
        "first": f"?{kept}" if before else "",
        "progress": _progress(request),
        "may_retry": request.actor.has(ChannelPermission.RAW_RETRY),
    }
    return setup_page(request, "setup/quarantine.html", context)


@needs(ChannelPermission.RAW_RETRY)
def retry(request: DeskRequest, raw_id: int) -> HttpResponse:
    """Reads one once more."""
    if request.method == "POST":
        try:
            quarantine.retry(raw_id, by=request.actor)
            messages.success(
                request, _("The message is read once more. If it still cannot be read, it comes back here.")
            )
        except Conflict as refusal:
            messages.error(request, refusal.message)
    return HttpResponseRedirect(reverse("setup_quarantine"))


@needs(ChannelPermission.RAW_RETRY)
def retry_all(request: DeskRequest) -> HttpResponse:
    """Reads all of one reason once more; the page then follows the round."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("setup_quarantine"))
    round_at = quarantine.retry_all(request.POST.get("reason", ""), by=request.actor)
    return HttpResponseRedirect(f"{reverse('setup_quarantine')}?round={round_at.isoformat().replace('+', '%2B')}")


@needs(ChannelPermission.RAW_READ)
def progress(request: DeskRequest) -> HttpResponse:
    """How far a round is."""
    return page(request, "setup/_round.html", {"progress": _progress(request)})


def _progress(request: DeskRequest) -> dict[str, Any] | None:
    text = request.GET.get("round", "")
    try:
        round_at = parse_datetime(text)
    except ValueError:
        return None
    if round_at is None or round_at.tzinfo is None:
        return None
    numbers = queries.retry_round(round_at, by=request.actor)
    return {"round": text, **numbers} if numbers["all"] else None
