"""Templates of letters: お詫び状, 警告書 and others."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from madoguchi.kernel.errors import NotFound
from madoguchi.tickets.letters.sheet import Wording
from madoguchi.tickets.models.letter import LetterKind
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.placeholders import PLACEHOLDERS
from madoguchi.tickets.services import lettering
from madoguchi.web.doors import DeskRequest
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.editing import Screen, confirm, edit
from madoguchi.web.setup.navigation import setup_page

AREA = forms.Textarea


class LetterForm(forms.Form):
    """One template."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    kind = forms.ChoiceField(label=pgettext_lazy("letter", "Kind"), choices=LetterKind.choices)
    sender = forms.CharField(label=pgettext_lazy("letter", "Sender"), widget=AREA(attrs={"rows": 3}), required=False)
    title = forms.CharField(label=pgettext_lazy("letter", "Title"), max_length=120, required=False)
    opening = forms.CharField(label=gettext_lazy("Opening word"), max_length=20, required=False)
    body = forms.CharField(label=gettext_lazy("Text"), widget=AREA(attrs={"rows": 12}))
    ending = forms.CharField(label=gettext_lazy("Ending word"), max_length=20, required=False)
    items = forms.CharField(
        label=gettext_lazy("Items"),
        widget=AREA(attrs={"rows": 4}),
        required=False,
        help_text=gettext_lazy("One a line; they stand between “記” and “以上”. Leave empty for none."),
    )


@needs(TicketPermission.SETUP)
def index(request: DeskRequest) -> HttpResponse:
    """Own templates, and what comes with the product."""
    return setup_page(request, "setup/letters.html", {"rows": lettering.wordings(active=False)})


@needs(TicketPermission.SETUP)
def add(request: DeskRequest) -> HttpResponse:
    """A new one, beginning with what comes with the product (`kind`)."""
    usual = next((one for one in lettering.wordings() if one.kind == request.GET.get("kind")), None)
    initial = _initial(usual) if usual is not None else {}
    return edit(
        request,
        LetterForm(request.POST or None, initial=initial),
        lambda values: lettering.save_template(wording=Wording(id=0, **values), by=request.actor),
        screen=_screen(_("New template")),
        done=_("Saved."),
    )


@needs(TicketPermission.SETUP)
def change(request: DeskRequest, template_id: int) -> HttpResponse:
    """A template's form."""
    row = _found(template_id)
    return edit(
        request,
        LetterForm(request.POST or None, initial=_initial(row)),
        lambda values: lettering.save_template(template_id, wording=Wording(id=0, **values), by=request.actor),
        screen=_screen(row.name, removal=reverse("setup_letter_removal", args=[template_id])),
        done=_("Saved."),
    )


@needs(TicketPermission.SETUP)
def remove(request: DeskRequest, template_id: int) -> HttpResponse:
    """Takes it away."""
    row = _found(template_id)
    return confirm(
        request,
        lambda: lettering.delete_template(template_id, by=request.actor),
        screen=_screen(_("Delete “%(name)s”?") % {"name": row.name}),
        text=_("Letters that were made with it stay as they are."),
        action=_("Delete"),
        done=_("Deleted."),
    )


def _initial(row: Wording) -> dict[str, Any]:
    return {name: getattr(row, name) for name in LetterForm.base_fields}


def _screen(title: str, *, removal: str = "") -> Screen:
    names = " ".join("{{" + one.name + "}}" for one in PLACEHOLDERS)
    lead = _("These placeholders are filled from the ticket: %(names)s") % {"names": names}
    return Screen(title, reverse("setup_letters"), _("Letters"), lead, removal=removal, removal_label=_("Delete …"))


def _found(template_id: int) -> Wording:
    row = next((one for one in lettering.wordings(active=False) if one.id == template_id), None)
    if row is None or not template_id:
        raise NotFound
    return row
