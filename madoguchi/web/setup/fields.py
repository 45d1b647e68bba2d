"""Custom fields: list, form, deleting."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madoguchi.kernel.errors import NotFound
from madoguchi.tickets import setup_queries
from madoguchi.tickets.models import FieldDefinition
from madoguchi.tickets.models.field import FieldKind
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.services import cataloguing
from madoguchi.web.doors import DeskRequest
from madoguchi.web.forms import number_or_none
from madoguchi.web.setup.categories import team_choices
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.editing import Screen, confirm, edit
from madoguchi.web.setup.navigation import setup_page


class FieldForm(forms.Form):
    """One custom field. Key and kind are asked only at the beginning: values of tickets hang on them."""

    label = forms.CharField(label=gettext_lazy("Label"), max_length=80)
    key = forms.CharField(
        label=gettext_lazy("Key"),
        max_length=40,
        help_text=gettext_lazy("The name programs use: small letters, digits, underscores, e.g. order_number."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=FieldKind.choices)
    choices = forms.CharField(
        label=gettext_lazy("Choices"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("For the kind “Choice”: one per line."),
    )
    help_text = forms.CharField(label=gettext_lazy("Help text"), max_length=200, required=False)
    team_id = forms.ChoiceField(label=gettext_lazy("Shown to"), choices=team_choices, required=False)
    required_to_close = forms.BooleanField(
        label=gettext_lazy("Must be filled before a ticket is closed"), required=False
    )
    on_form = forms.BooleanField(label=gettext_lazy("Ask for it on the public request form"), required=False)
    position = forms.IntegerField(
        label=gettext_lazy("Position"), min_value=0, initial=0, help_text=gettext_lazy("Small numbers come first.")
    )
    active = forms.BooleanField(label=gettext_lazy("In use"), required=False, initial=True)


@needs(TicketPermission.SETUP)
def index(request: DeskRequest) -> HttpResponse:
    """All fields."""
    return setup_page(request, "setup/fields.html", {"fields": list(setup_queries.fields())})


@needs(TicketPermission.SETUP)
def add(request: DeskRequest) -> HttpResponse:
    """A new field."""
    return edit(
        request,
        FieldForm(request.POST or None),
        lambda values: cataloguing.save_field(
            **_arguments(values), key=values["key"], kind=values["kind"], by=request.actor
        ),
        screen=_screen(_("New field")),
        done=_("The field is created."),
    )


@needs(TicketPermission.SETUP)
def change(request: DeskRequest, field_id: int) -> HttpResponse:
    """A field's form, without key and kind."""
    row = _found(field_id)
    initial = {
        name: getattr(row, name)
        for name in ("label", "help_text", "required_to_close", "on_form", "position", "active")
    }
    form = FieldForm(
        request.POST or None, initial={**initial, "team_id": row.team_id or "", "choices": "\n".join(row.choices)}
    )
    del form.fields["key"], form.fields["kind"]
    if row.kind != FieldKind.CHOICE:
        del form.fields["choices"]
    lead = _("Key: %(key)s · Kind: %(kind)s. Both stay as they are, because values of tickets hang on them.")
    return edit(
        request,
        form,
        lambda values: cataloguing.save_field(field_id, **_arguments(values), kind=row.kind, by=request.actor),
        screen=_screen(
            row.label,
            lead=lead % {"key": row.key, "kind": row.get_kind_display()},
            removal=reverse("setup_field_removal", args=[field_id]),
        ),
        done=_("The field is saved."),
    )


@needs(TicketPermission.SETUP)
def remove(request: DeskRequest, field_id: int) -> HttpResponse:
    """Deletes a field without values."""
    row = _found(field_id)
    return confirm(
        request,
        lambda: cataloguing.delete_field(field_id, by=request.actor),
        screen=_screen(_("Delete “%(name)s”?") % {"name": row.label}),
        text=_("A field that holds a value on any ticket cannot be deleted. Switch it off instead."),
        action=_("Delete"),
        done=_("The field is deleted."),
    )


def _screen(title: str, *, lead: str = "", removal: str = "") -> Screen:
    return Screen(title, reverse("setup_fields"), _("Custom fields"), lead, removal, _("Delete …"))


def _found(field_id: int) -> FieldDefinition:
    row = setup_queries.fields().filter(pk=field_id).first()
    if row is None:
        raise NotFound
    return row


def _arguments(values: dict[str, Any]) -> dict[str, Any]:
    return {
        "label": values["label"],
        "help_text": values["help_text"],
        "choices": values.get("choices", "").splitlines(),
        "team_id": number_or_none(values["team_id"]),
        "required_to_close": values["required_to_close"],
        "on_form": values["on_form"],
        "position": values["position"],
        "active": values["active"],
    }
