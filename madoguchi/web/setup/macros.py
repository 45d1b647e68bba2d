"""Macros: list, form with placeholders and a preview, deleting."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from madoguchi.tickets import placeholders, setup_queries
from madoguchi.tickets.changes import ME
from madoguchi.tickets.models import Macro
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.services import macros
from madoguchi.tickets.statuses import STATUS_LABELS, Priority, Status
from madoguchi.web.doors import DeskRequest
from madoguchi.web.forms import number_or_none
from madoguchi.web.rendering import page
from madoguchi.web.setup.categories import team_choices
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.editing import Screen, confirm, edit
from madoguchi.web.setup.navigation import setup_page

OFFERED_STATUSES = (Status.OPEN, Status.WAITING, Status.CLOSED)
ONLY_ME = "me"


def _owners() -> list[tuple[str, str]]:
    return [(ONLY_ME, _("Only me")), *team_choices()]


def _unchanged(rows: list[tuple[Any, Any]]) -> list[tuple[str, Any]]:
    return [("", _("No change")), *((str(key), label) for key, label in rows)]


def _statuses() -> list[tuple[str, Any]]:
    return _unchanged([(status, STATUS_LABELS[status]) for status in OFFERED_STATUSES])


def _priorities() -> list[tuple[str, Any]]:
    return _unchanged(list(Priority.choices))


def _categories() -> list[tuple[str, Any]]:
    rows = setup_queries.categories(active_only=True)
    return _unchanged(sorted(((row.id, setup_queries.category_path(row)) for row in rows), key=lambda row: row[1]))


def _teams() -> list[tuple[str, Any]]:
    return _unchanged([row for row in team_choices() if row[0]])


class MacroForm(forms.Form):
    """A text and the changes that come with it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    shortcut = forms.CharField(
        label=gettext_lazy("Shortcut"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("Type it after a slash in the reply to insert the macro, e.g. /thanks."),
    )
    owner = forms.ChoiceField(label=gettext_lazy("Who can use it"), choices=_owners, required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    text = forms.CharField(
        label=pgettext_lazy("macro", "Text"),
        required=False,
        max_length=macros.LONGEST_TEXT,
        widget=forms.Textarea(
            attrs={
                "rows": 10,
                "hx-post": "/setup/macros/preview",
                "hx-trigger": "input delay:400ms",
                "hx-target": "#macro-preview",
                "hx-swap": "innerHTML",
            }
        ),
    )
    status = forms.ChoiceField(label=gettext_lazy("Status"), choices=_statuses, required=False)
    priority = forms.ChoiceField(label=gettext_lazy("Priority"), choices=_priorities, required=False)
    category_id = forms.ChoiceField(label=gettext_lazy("Category"), choices=_categories, required=False)
    team_id = forms.ChoiceField(label=gettext_lazy("Team"), choices=_teams, required=False)
    take = forms.BooleanField(label=gettext_lazy("Assign the ticket to whoever uses it"), required=False)
    add_tags = forms.CharField(
        label=gettext_lazy("Add tags"), required=False, help_text=gettext_lazy("Separated by commas.")
    )
    position = forms.IntegerField(label=gettext_lazy("Position"), min_value=0, initial=0)
    active = forms.BooleanField(label=gettext_lazy("In use"), required=False, initial=True)


@needs(TicketPermission.REPLY)
def index(request: DeskRequest) -> HttpResponse:
    """One's own, one's teams', and everyone's."""
    rows = list(setup_queries.macros(by=request.actor, active_only=False))
    return setup_page(request, "setup/macros.html", {"macros": rows})


@needs(TicketPermission.REPLY)
def add(request: DeskRequest) -> HttpResponse:
    """A new macro."""
    form = MacroForm(request.POST or None, initial={"language": request.agent.language, "owner": ONLY_ME})
    return _form(
        request,
        form,
        lambda values: macros.save(**_arguments(request, values, {}), by=request.actor),
        screen=_screen(_("New macro")),
    )


@needs(TicketPermission.REPLY)
def change(request: DeskRequest, macro_id: int) -> HttpResponse:
    """A macro's form."""
    row = setup_queries.macro_of(macro_id, by=request.actor)
    form = MacroForm(request.POST or None, initial=_initial(row))
    return _form(
        request,
        form,
        lambda values: macros.save(macro_id, **_arguments(request, values, row.changes), by=request.actor),
        screen=_screen(row.name, removal=reverse("setup_macro_removal", args=[macro_id])),
    )


@needs(TicketPermission.REPLY)
def preview(request: DeskRequest) -> HttpResponse:
    """The text of the form with example values, as a fragment."""
    rendered = macros.render(request.POST.get("text", ""), by=request.actor)
    return page(request, "setup/_macro_preview.html", {"rendered": rendered})


@needs(TicketPermission.REPLY)
def remove(request: DeskRequest, macro_id: int) -> HttpResponse:
    """Deletes a macro."""
    row = setup_queries.macro_of(macro_id, by=request.actor)
    return confirm(
        request,
        lambda: macros.delete(macro_id, by=request.actor),
        screen=_screen(_("Delete the macro “%(name)s”?") % {"name": row.name}),
        text=_("Messages that were written with it stay as they are."),
        action=_("Delete"),
        done=_("The macro is deleted."),
    )


def _form(request: DeskRequest, form: MacroForm, act: Any, *, screen: Screen) -> HttpResponse:
    rendered = macros.render(str(form["text"].value() or ""), by=request.actor)
    return edit(
        request,
        form,
        act,
        screen=screen,
        done=_("The macro is saved."),
        template="setup/macro.html",
        extra={"placeholders": placeholders.PLACEHOLDERS, "rendered": rendered},
    )


def _screen(title: str, *, removal: str = "") -> Screen:
    return Screen(title, reverse("setup_macros"), _("Macros"), removal=removal, removal_label=_("Delete …"))


def _initial(row: Macro) -> dict[str, Any]:
    changes = row.changes
    return {
        **{name: getattr(row, name) for name in ("name", "shortcut", "language", "text", "position", "active")},
        "owner": ONLY_ME if row.agent_id else row.team_id or "",
        "status": changes.get("status", ""),
        "priority": changes.get("priority", ""),
        "category_id": changes.get("category_id") or "",
        "team_id": changes.get("team_id") or "",
        "take": changes.get("assignee_id") == ME,
        "add_tags": ", ".join(changes.get("add_tags", [])),
    }


def _arguments(request: DeskRequest, values: dict[str, Any], kept: dict[str, Any]) -> dict[str, Any]:
    changes: dict[str, Any] = {name: kept[name] for name in ("remove_tags", "fields", "snooze_hours") if name in kept}
    changes |= {name: values[name] for name in ("status",) if values[name]}
    changes |= {name: int(values[name]) for name in ("priority", "category_id", "team_id") if values[name]}
    tags = [tag.strip() for tag in values["add_tags"].replace("、", ",").replace("，", ",").split(",") if tag.strip()]
    if tags:
        changes["add_tags"] = tags
    if values["take"]:
        changes["assignee_id"] = ME
    own = values["owner"] == ONLY_ME
    return {
        **{name: values[name] for name in ("name", "shortcut", "language", "text", "position", "active")},
        "agent_id": request.agent.id if own else None,
        "team_id": None if own else number_or_none(values["owner"]),
        "changes": changes,
    }
