"""How the inboxes stand: for their list, for the ledger of one, and for the banner of administrators on the desk."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from madoguchi.channels import mailboxes, queries, reasons
from madoguchi.channels.mailboxes import InboxHealth
from madoguchi.channels.models import Inbox
from madoguchi.channels.permissions import ChannelPermission
from madoguchi.channels.services import fetching, reconciling
from madoguchi.kernel import clock
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.errors import NotFound
from madoguchi.web.doors import DeskRequest
from madoguchi.web.rendering import page
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.editing import Screen
from madoguchi.web.setup.navigation import setup_page

PATIENCE = timedelta(minutes=5)
MOST_DIFFERENCES = 100
BADGES = {"well": "good", "catching_up": "key", "failing": "error", "reconnect": "error", "off": "plain"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list of inboxes."""

    inbox: Inbox
    kind: str
    health: InboxHealth
    state: str
    badge: str
    came: int
    left: int
    delay: str
    sending: str


def rows(labels: dict[str, str]) -> list[Row]:
    """Every inbox with how it stands and what came and went today, for who may set inboxes up."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    counts = queries.today(since=midnight)
    known = {one.inbox_id: one for one in mailboxes.health(by=SYSTEM)}
    found = []
    for inbox in queries.inboxes():
        health = known[inbox.id]
        came, left = counts.get(inbox.id, (0, 0))
        found.append(
            Row(
                inbox,
                labels.get(inbox.kind, inbox.kind),
                health,
                state_words(health),
                BADGES.get(health.state, "plain"),
                came,
                left,
                delay_words(health.delay_seconds),
                reasons.explain(inbox.sending_problem) if inbox.sending_problem else "",
            )
        )
    return found


def state_words(health: InboxHealth) -> str:
    """The state as people call it."""
    return {
        "off": _("Switched off"),
        "well": _("In use"),
        "catching_up": _("Catching up"),
        "failing": _("Trouble"),
        "reconnect": _("Sign in again"),
    }.get(health.state, health.state)


def delay_words(seconds: int | None) -> str:
    """How long the last mail lay on the server before it was here."""
    if seconds is None:
        return ""
    if seconds < 120:
        return ngettext("%(num)s second", "%(num)s seconds", seconds) % {"num": seconds}
    minutes = seconds // 60
    return ngettext("%(num)s minute", "%(num)s minutes", minutes) % {"num": minutes}


def connection(inbox: Inbox) -> object | None:
    """The sign-in at the provider, for an inbox that has one."""
    return getattr(inbox, "grant", None)


@needs(ChannelPermission.RAW_READ)
def ledger(request: DeskRequest, inbox_id: int) -> HttpResponse:
    """The folders of one inbox, what was fetched, and where server and desk differ."""
    inbox = queries.inbox(inbox_id)
    if inbox is None:
        raise NotFound
    health = next(one for one in mailboxes.health(by=request.actor) if one.inbox_id == inbox_id)
    context = {
        "screen": Screen(_("Mailbox of “%(name)s”") % {"name": inbox.name}, reverse("setup_inboxes"), _("Inboxes")),
        "inbox": inbox,
        "health": health,
        "state": state_words(health),
        "badge": BADGES.get(health.state, "plain"),
        "folders": [
            (one, reasons.explain(one.last_error) if one.last_error else "", delay_words(one.delay_seconds))
            for one in mailboxes.folders(inbox_id=inbox_id, by=request.actor)
        ],
        "differences": [
            (one, one.get_kind_display())
            for one in mailboxes.differences(inbox_id=inbox_id, by=request.actor)[:MOST_DIFFERENCES]
        ],
        "may_look": request.actor.has(ChannelPermission.RAW_RETRY),
    }
    return setup_page(request, "setup/ledger.html", context)


@needs(ChannelPermission.RAW_RETRY)
def look(request: DeskRequest, inbox_id: int) -> HttpResponse:
    """Looks into the mailbox at once."""
    if request.method == "POST":
        fetching.look_now(inbox_id, by=request.actor)
        messages.success(request, _("The mailbox is being looked into."))
    return HttpResponseRedirect(reverse("setup_ledger", args=[inbox_id]))


@needs(ChannelPermission.RAW_RETRY)
def compare(request: DeskRequest, inbox_id: int) -> HttpResponse:
    """Compares the server with what is here at once; by itself this happens every hour."""
    if request.method == "POST":
        checks = reconciling.reconcile(inbox_id, by=request.actor)
        problems = [check.problem for check in checks if check.problem]
        missing = sum(check.missing for check in checks)
        if problems:
            messages.error(request, reasons.explain(problems[0]))
        elif missing:
            text = ngettext(
                "%(num)s mail was not here yet; it is being fetched.",
                "%(num)s mails were not here yet; they are being fetched.",
                missing,
            )
            messages.warning(request, text % {"num": missing})
        else:
            messages.success(request, _("Server and desk agree: nothing is missing."))
    return HttpResponseRedirect(reverse("setup_ledger", args=[inbox_id]))


@needs(ChannelPermission.RAW_READ)
def banner(request: DeskRequest) -> HttpResponse:
    """What administrators should know while they work: a mailbox that fails for minutes, mail in quarantine."""
    troubled = [
        one
        for one in mailboxes.health(by=request.actor)
        if one.state == "reconnect"
        or (one.state == "failing" and one.failing_since and clock.now() - one.failing_since > PATIENCE)
    ]
    waiting = sum(count for _code, count in queries.quarantine_reasons(by=request.actor))
    return page(request, "setup/_banner.html", {"troubled": troubled, "waiting": waiting})
