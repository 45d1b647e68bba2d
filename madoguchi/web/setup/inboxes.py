"""Inboxes: list, form drawn from the adapter, trying the connection, switching off and on, deleting; the first one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from madoguchi.channels import queries, reasons, registry
from madoguchi.channels.base.adapter import Can
from madoguchi.channels.base.mail import presets
from madoguchi.channels.base.mail.preset import Preset
from madoguchi.channels.models import Inbox
from madoguchi.channels.permissions import ChannelPermission
from madoguchi.channels.services import inboxes
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.web.doors import DeskRequest
from madoguchi.web.forms import accepted, id_in
from madoguchi.web.rendering import page
from madoguchi.web.setup import inbox_health
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.editing import Screen, confirm
from madoguchi.web.setup.inbox_form import SETTING, InboxForm, adapter_for, initial_of
from madoguchi.web.setup.inbox_sections import sections
from madoguchi.web.setup.mail_sign_in import redirect_uri
from madoguchi.web.setup.navigation import setup_page


@needs(ChannelPermission.INBOX_MANAGE)
def index(request: DeskRequest) -> HttpResponse:
    """All inboxes with their health."""
    labels = {kind: str(adapter.label) for kind, adapter in registry.all_adapters().items()}
    context = {"rows": inbox_health.rows(labels), "kinds": sorted(labels.items())}
    return setup_page(request, "setup/inboxes.html", context)


@needs(ChannelPermission.INBOX_MANAGE)
def add(request: DeskRequest, kind: str) -> HttpResponse:
    """A new inbox of a kind. For mail the service is chosen first."""
    adapter = adapter_for(kind)
    screen = _screen(_("New inbox: %(kind)s") % {"kind": adapter.label})
    service = _service(request)
    if kind == "mail" and service is None and request.method != "POST":
        return _choose(request, screen)
    initial = {"salutation": True, "undo_seconds": 10, **_filled(service)}
    form = InboxForm(request.POST or None, adapter=adapter, initial=initial)
    return _edit(request, form, screen=screen, done=reverse("setup_inboxes"))


@needs(ChannelPermission.INBOX_MANAGE)
def first(request: DeskRequest) -> HttpResponse:
    """The first mailbox of a new installation; it may be skipped."""
    screen = Screen(_("Connect the first mailbox"), "/desk", "", _("Mail to this address becomes tickets."))
    service = _service(request)
    if service is None and request.method != "POST":
        return _choose(request, screen, skip="/desk")
    initial = {"salutation": True, "undo_seconds": 10, "receipt_enabled": True, **_filled(service)}
    teams = sorted(request.actor.team_ids)
    if teams:
        initial["team_id"] = teams[0]
    form = InboxForm(request.POST or None, adapter=adapter_for("mail"), initial=initial)
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
        "sections": sections(form),
        "service": form.service,
        "checked": date_format(presets.CHECKED, "YEAR_MONTH_FORMAT"),
        "redirect": redirect_uri() if form.adapter.kind == "mail" else "",
        "connection": inbox_health.connection(inbox) if inbox else None,
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
        kind=form.adapter.kind,
        settings=form.settings_values(),
        inbox_id=inbox_id,
        address=str(form.data.get("address", "")).strip(),
        by=request.actor,
    )


def _service(request: DeskRequest) -> Preset | None:
    return presets.find(request.POST.get("preset", "") or request.GET.get("service", ""))


def _filled(service: Preset | None) -> dict[str, Any]:
    """What a mail service has made plain already."""
    if service is None:
        return {}
    known = {
        "sign_in": service.sign_in,
        **{f"imap_{name}": getattr(service.imap, name) for name in ("host", "port", "security")},
        **{f"smtp_{name}": getattr(service.smtp, name) for name in ("host", "port", "security")},
    }
    return {"preset": service.code, **{SETTING + name: value for name, value in known.items()}}


def _choose(request: DeskRequest, screen: Screen, *, skip: str = "") -> HttpResponse:
    return setup_page(request, "setup/services.html", {"screen": screen, "services": presets.ALL, "skip": skip})


def _screen(title: str) -> Screen:
    return Screen(title, reverse("setup_inboxes"), _("Inboxes"))


def _found(inbox_id: int) -> Inbox:
    inbox = queries.inbox(inbox_id)
    if inbox is None:
        raise NotFound
    return inbox
