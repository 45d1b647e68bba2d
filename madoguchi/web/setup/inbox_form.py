"""The form of an inbox: what every inbox has, and what its adapter's settings ask for."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madoguchi.calendars import queries as calendars
from madoguchi.channels import registry
from madoguchi.channels.base.adapter import Adapter, Can
from madoguchi.channels.base.settings_form import FormField, form_fields
from madoguchi.channels.models import Inbox
from madoguchi.channels.services.inboxes import LONGEST_UNDO
from madoguchi.channels.services.receipts import default_text
from madoguchi.kernel.errors import NotFound
from madoguchi.people import queries as people

SETTING = "setting-"
SENDING = ("display_name", "signature", "salutation", "undo_seconds", "repeat_unconfirmed")
PLAIN = ("name", "address", "display_name", "signature", "salutation", "receipt_enabled", "receipt_text")


def _teams() -> list[tuple[str, str]]:
    return [("", _("No team")), *((str(team.id), team.name) for team in people.teams(active=True))]


def _schedules() -> list[tuple[str, str]]:
    return [("", _("The default")), *((str(row.id), row.name) for row in calendars.schedules())]


class InboxForm(forms.Form):
    """An inbox of one kind. `groups` says which settings stand under which heading."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=80, help_text=gettext_lazy("How agents call it, e.g. “Support”.")
    )
    address = forms.CharField(label=gettext_lazy("Address"), max_length=320)
    display_name = forms.CharField(
        label=gettext_lazy("Sender’s name"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("What customers see as the sender, e.g. “Minato Kaden customer desk”."),
    )
    team_id = forms.ChoiceField(
        label=gettext_lazy("Team"),
        choices=_teams,
        required=False,
        help_text=gettext_lazy("New tickets from this inbox belong to it."),
    )
    schedule_id = forms.ChoiceField(
        label=gettext_lazy("Business hours"),
        choices=_schedules,
        required=False,
        help_text=gettext_lazy("Times to answer are counted in them."),
    )
    signature = forms.CharField(
        label=gettext_lazy("Signature"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    salutation = forms.BooleanField(
        label=gettext_lazy("Begin replies with the customer’s name and honorific"), required=False, initial=True
    )
    receipt_enabled = forms.BooleanField(
        label=gettext_lazy("Send a receipt notice for every new ticket"),
        required=False,
        help_text=gettext_lazy("At most two an hour to one address, never to machines."),
    )
    receipt_text = forms.CharField(
        label=gettext_lazy("Text of the receipt notice"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "Empty: our text. Places: {name} {reference} {company} {time}; {time} is an honest time to answer "
            "made from the business hours."
        ),
    )
    undo_seconds = forms.IntegerField(
        label=gettext_lazy("Seconds to take back a reply"), min_value=0, max_value=LONGEST_UNDO, initial=10
    )
    repeat_unconfirmed = forms.BooleanField(
        label=gettext_lazy("Repeat sendings that were not confirmed"),
        required=False,
        help_text=gettext_lazy(
            "When a crash leaves it open whether a mail went out, send it again by itself under the same Message-ID. "
            "Otherwise an agent decides."
        ),
    )

    def __init__(self, *args: Any, adapter: type[Adapter], saved: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.adapter = adapter
        self.settings = form_fields(adapter.Settings)
        self.fields["receipt_text"].widget.attrs["placeholder"] = default_text()
        if Can.SEND not in adapter.can:
            for name in SENDING:
                del self.fields[name]
        self._word_address()
        for setting in self.settings:
            field = self.fields[SETTING + setting.name] = field_for(setting)
            if saved and setting.kind == "secret":
                field.help_text = _("Saved and not shown. Leave it empty to keep it.")

    def clean_address(self) -> str:
        """A form's address is part of a web address: small letters, digits and hyphens."""
        address: str = self.cleaned_data["address"].strip()
        if self.adapter.kind == "form" and not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,49}", address):
            raise forms.ValidationError(_("Use small letters, digits and hyphens only."))
        return address

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Headings with their settings' fields, in the adapter's order."""
        found: dict[str, list[forms.BoundField]] = {}
        for setting in self.settings:
            found.setdefault(str(setting.group) or _("Settings"), []).append(self[SETTING + setting.name])
        return list(found.items())

    def plain_fields(self) -> list[forms.BoundField]:
        """What every inbox of this kind has."""
        return [field for field in self if not field.name.startswith(SETTING)]

    def settings_values(self) -> dict[str, Any]:
        """The settings as posted; an empty secret means the saved one, an empty number or choice the usual."""
        posted = {setting: self.cleaned_data.get(SETTING + setting.name) for setting in self.settings}
        return {
            setting.name: value
            for setting, value in posted.items()
            if value is not None and not (value == "" and setting.kind == "choice")
        }

    def arguments(self) -> dict[str, Any]:
        """What the services take."""
        values = {name: value for name, value in self.cleaned_data.items() if not name.startswith(SETTING)}
        for name in ("team_id", "schedule_id"):
            values[name] = int(values[name]) if values.get(name) else None
        return {**values, "settings": self.settings_values()}

    def _word_address(self) -> None:
        field = self.fields["address"]
        if self.adapter.kind == "form":
            field.label = _("Web address")
            field.help_text = _("The last part of the form’s address: /request/… Small letters, digits and hyphens.")
        else:
            field.label = _("Mail address")
            field.help_text = _("Where customers write to, e.g. support@example.jp. Replies are sent from it.")


def adapter_for(kind: str) -> type[Adapter]:
    """The adapter of a kind, or NotFound."""
    adapter = registry.find(kind)
    if adapter is None:
        raise NotFound
    return adapter


def initial_of(inbox: Inbox, settings: dict[str, Any]) -> dict[str, Any]:
    """The form's values for a saved inbox."""
    plain = {name: getattr(inbox, name) for name in (*PLAIN, "undo_seconds", "repeat_unconfirmed")}
    return {
        **plain,
        "team_id": inbox.team_id or "",
        "schedule_id": inbox.schedule_id or "",
        **{SETTING + name: value for name, value in settings.items()},
    }


def field_for(setting: FormField) -> forms.Field:
    """One setting as a field. Requiredness of texts is the adapter's business: it knows what depends on what."""
    common: dict[str, Any] = {
        "label": str(setting.label),
        "help_text": str(setting.help),
        "initial": setting.default,
        "required": False,
    }
    match setting.kind:
        case "checkbox":
            return forms.BooleanField(**common)
        case "number":
            return forms.IntegerField(**common)
        case "choice":
            return forms.ChoiceField(choices=[(value, str(label)) for value, label in setting.choices], **common)
        case "secret":
            widget = forms.PasswordInput(render_value=True, attrs={"autocomplete": "off"})
            return forms.CharField(widget=widget, strip=False, max_length=2000, **common)
    return forms.CharField(max_length=2000, **common)
