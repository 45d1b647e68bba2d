"""Inboxes: list, form drawn from the adapter, trying the connection, switching off and on, deleting; the first one."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from madoguchi.channels import queries, reasons, registry
from madoguchi.channels.base.adapter import Can
from madoguchi.channels.models import Inbox
from madoguchi.channels.permissions import ChannelPermission
from madoguchi.channels.services import inboxes
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.web.doors import DeskRequest
from madoguchi.web.forms import accepted, id_in
from madoguchi.web.rendering import page
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.editing import Screen, confirm
from madoguchi.web.setup.inbox_form import SETTING, InboxForm, adapter_for, initial_of
from madoguchi.web.setup.navigation import setup_page


@needs(ChannelPermission.INBOX_MANAGE)
def index(request: DeskRequest) -> HttpResponse:
    """All inboxes with their health."""
    labels = {kind: str(adapter.label) for kind, adapter in registry.all_adapters().items()}
    rows = [
        (inbox, labels.get(inbox.kind, inbox.kind), reasons.explain(inbox.last_error)) for inbox in queries.inboxes()
    ]
    return setup_page(request, "setup/inboxes.html", {"rows": rows, "kinds": sorted(labels.items())})


@needs(ChannelPermission.INBOX_MANAGE)
def add(request: DeskRequest, kind: str) -> HttpResponse:
    """A new inbox of a kind."""
    adapter = adapter_for(kind)
    form = InboxForm(request.POST or None, adapter=adapter, initial={"salutation": True, "undo_seconds": 10})
    screen = _screen(_("New inbox: %(kind)s") % {"kind": adapter.label})
    return _edit(request, form, screen=screen, done=reverse("setup_inboxes"))


@needs(ChannelPermission.INBOX_MANAGE)
def first(request: DeskRequest) -> HttpResponse:
    """The first mailbox of a new installation; it may be skipped."""
    initial = {"salutation": True, "undo_seconds": 10, "receipt_enabled": True}
    teams = sorted(request.actor.team_ids)
    if teams:
        initial["team_id"] = teams[0]
    form = InboxForm(request.POST or None, adapter=adapter_for("mail"), initial=initial)
    screen = Screen(_("Connect the first mailbox"), "/desk", "", _("Mail to this address becomes tickets."))
    return _edit(request, form, screen=screen, done="/desk", skip="/desk")


@needs(ChannelPermission.INBOX_MANAGE)
def change(request: DeskRequest, inbox_id: int) -> HttpResponse:
    """An inbox's form."""
    inbox = _found(inbox_id)
    shown = inboxes.shown_settings(inbox_id, by=request.actor)
    form = InboxForm(
        request.POST or None, adapter=adapter_for(inbox.kind), saved=True, initial=initial_of(inbox, shown)
    )
    screen = Screen(
        inbox.name,
        reverse("setup_inboxes"),
        _("Inboxes"),
        removal=reverse("setup_inbox_state", args=[inbox_id]),
        removal_label=_("Switch off …") if inbox.active else _("Switch on …"),
    )
    return _edit(request, form, screen=screen, done=reverse("setup_inboxes"), inbox=inbox)


@needs(ChannelPermission.INBOX_MANAGE)
def test(request: DeskRequest, kind: str) -> HttpResponse:
    """Tries the connection with the posted values, saved or not, and says in plain words what works."""
    form = InboxForm(request.POST, adapter=adapter_for(kind))
    steps = _try(request, form, id_in(request.POST.get("inbox_id", "")))
    return page(request, "setup/_connection.html", {"steps": steps})


@needs(ChannelPermission.INBOX_MANAGE)
def state(request: DeskRequest, inbox_id: int) -> HttpResponse:
    """Switches an inbox off or on."""
    inbox = _found(inbox_id)
    if inbox.active:
        return confirm(
            request,
            lambda: inboxes.deactivate(inbox_id, by=request.actor),
            screen=_screen(_("Switch off “%(name)s”?") % {"name": inbox.name}),
            text=_("Nothing comes in or goes out through it any more. Its tickets stay. You can switch it on again."),
            action=_("Switch off"),
            done=_("The inbox is switched off."),
        )
    return confirm(
        request,
        lambda: inboxes.activate(inbox_id, by=request.actor),
        screen=_screen(_("Switch on “%(name)s”?") % {"name": inbox.name}),
        text=_("Messages come in and go out through it again."),
        action=_("Switch on"),
        done=_("The inbox is switched on."),
    )


@needs(ChannelPermission.INBOX_MANAGE)
def remove(request: DeskRequest, inbox_id: int) -> HttpResponse:
    """Deletes an inbox that was never used."""
    inbox = _found(inbox_id)
    return confirm(
        request,
        lambda: inboxes.delete(inbox_id, by=request.actor),
        screen=_screen(_("Delete “%(name)s”?") % {"name": inbox.name}),
        text=_("Only an inbox through which nothing ever came can be deleted. Others are switched off."),
        action=_("Delete"),
        done=_("The inbox is deleted."),
    )


def _edit(
    request: DeskRequest, form: InboxForm, *, screen: Screen, done: str, inbox: Inbox | None = None, skip: str = ""
) -> HttpResponse:
    steps: list[tuple[str, bool, str]] = []
    if request.POST.get("action") == "test":
        steps = _try(request, form, inbox.id if inbox else None)
    elif accepted(request, form, lambda _values: _save(request, form, inbox)):
        messages.success(request, _("The inbox is saved."))
        return HttpResponseRedirect(done)
    context = {
        "form": form,
        "screen": screen,
        "inbox": inbox,
        "kind": form.adapter.kind,
        "can_test": Can.FETCH in form.adapter.can or Can.SEND in form.adapter.can,
        "steps": steps,
        "skip": skip,
        "problem": reasons.explain(inbox.last_error) if inbox else "",
    }
    failed = request.method == "POST" and not steps
    return setup_page(request, "setup/inbox.html", context, status=422 if failed else 200)


def _save(request: DeskRequest, form: InboxForm, inbox: Inbox | None) -> None:
    try:
        if inbox is None:
            inboxes.create(kind=form.adapter.kind, **form.arguments(), by=request.actor)
        else:
            inboxes.update(inbox.id, **form.arguments(), by=request.actor)
    except Invalid as refusal:
        named = SETTING + str(refusal.details.get("name", ""))
        if named not in form.fields:
            raise
        raise Invalid(field=named, reason=refusal.details["reason"]) from refusal


def _try(request: DeskRequest, form: InboxForm, inbox_id: int | None) -> list[tuple[str, bool, str]]:
    form.is_valid()
    return inboxes.try_connection(
        kind=form.adapter.kind, settings=form.settings_values(), inbox_id=inbox_id, by=request.actor
    )


def _screen(title: str) -> Screen:
    return Screen(title, reverse("setup_inboxes"), _("Inboxes"))


def _found(inbox_id: int) -> Inbox:
    inbox = queries.inbox(inbox_id)
    if inbox is None:
        raise NotFound
    return inbox
