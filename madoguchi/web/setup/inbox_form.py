"""The form of an inbox: what every inbox has, and what its adapter's settings ask for."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madoguchi.calendars import queries as calendars
from madoguchi.channels import registry
from madoguchi.channels.base.adapter import Adapter, Can
from madoguchi.channels.base.mail import presets
from madoguchi.channels.base.settings_form import FormField, form_fields
from madoguchi.channels.models import Inbox
from madoguchi.channels.models.inbox import SenderStyle
from madoguchi.channels.services.inboxes import LONGEST_UNDO
from madoguchi.channels.services.receipts import default_text
from madoguchi.channels.services.retention import LONGEST
from madoguchi.kernel.errors import NotFound
from madoguchi.people import queries as people

SETTING = "setting-"
USUAL = (*("largest_mail_mb", "link_days", "most_per_minute", "most_per_hour", "sender_style", "receipts_per_hour"),)
SENDING = (
    *("display_name", "signature", "salutation", "undo_seconds", "repeat_unconfirmed", "sender_style"),
    *("largest_mail_mb", "link_days", "most_per_minute", "most_per_hour"),
)
PLAIN = (
    *("name", "address", "display_name", "signature", "salutation", "receipt_enabled", "receipt_text"),
    *("receipts_per_hour", "undo_seconds"),
    *("repeat_unconfirmed", "sender_style", "largest_mail_mb", "link_days", "most_per_minute", "most_per_hour"),
    *("keep_raw_days", "preset"),
)


def _teams() -> list[tuple[str, str]]:
    return [("", _("No team")), *((str(team.id), team.name) for team in people.teams(active=True))]


def _schedules() -> list[tuple[str, str]]:
    return [("", _("The default")), *((str(row.id), row.name) for row in calendars.schedules())]


class InboxForm(forms.Form):
    """An inbox of one kind. Which of its fields stand under which heading: inbox_sections."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=80, help_text=gettext_lazy("How agents call it, e.g. “Support”.")
    )
    address = forms.CharField(label=gettext_lazy("Address"), max_length=320)
    team_id = forms.ChoiceField(
        label=gettext_lazy("Team"),
        choices=_teams,
        required=False,
        help_text=gettext_lazy("New tickets from this inbox belong to it."),
    )
    display_name = forms.CharField(
        label=gettext_lazy("Sender’s name"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("What customers see as the sender, e.g. “Minato Kaden customer desk”."),
    )
    sender_style = forms.ChoiceField(
        label=gettext_lazy("Name in From"),
        choices=SenderStyle.choices,
        initial=SenderStyle.INBOX,
        required=False,
        help_text=gettext_lazy("Who writes to the customer: the desk, the agent, or both."),
    )
    signature = forms.CharField(
        label=gettext_lazy("Signature"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    salutation = forms.BooleanField(
        label=gettext_lazy("Begin replies with the customer’s name and honorific"), required=False, initial=True
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
    largest_mail_mb = forms.IntegerField(
        label=gettext_lazy("Largest mail in MB"),
        min_value=1,
        max_value=100,
        initial=20,
        required=False,
        help_text=gettext_lazy("Bigger files go out as download links."),
    )
    link_days = forms.IntegerField(
        label=gettext_lazy("Days a download link works"), min_value=1, max_value=365, initial=30, required=False
    )
    most_per_minute = forms.IntegerField(
        label=gettext_lazy("Mails a minute at most"),
        min_value=0,
        max_value=100_000,
        initial=0,
        required=False,
        help_text=gettext_lazy("What your mail service allows. 0: no limit."),
    )
    most_per_hour = forms.IntegerField(
        label=gettext_lazy("Mails an hour at most"), min_value=0, max_value=1_000_000, initial=0, required=False
    )
    receipt_enabled = forms.BooleanField(
        label=gettext_lazy("Send a receipt notice for every new ticket"),
        required=False,
        help_text=gettext_lazy("At most two an hour and five a day to one address, never to machines."),
    )
    receipts_per_hour = forms.IntegerField(
        label=gettext_lazy("Receipt notices an hour at most"),
        min_value=0,
        max_value=100_000,
        initial=60,
        required=False,
        help_text=gettext_lazy(
            "To everybody together: mail forged in many people's names must not make us a sender of spam."
        ),
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
    schedule_id = forms.ChoiceField(
        label=gettext_lazy("Business hours"),
        choices=_schedules,
        required=False,
        help_text=gettext_lazy("Times to answer are counted in them."),
    )
    keep_raw_days = forms.IntegerField(
        label=gettext_lazy("Delete originals after this many days"),
        min_value=0,
        max_value=LONGEST,
        required=False,
        help_text=gettext_lazy(
            "Only messages that are on a ticket or were thrown away. Empty: as set in the mail room. 0: kept for ever."
        ),
    )
    preset = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput())

    def __init__(self, *args: Any, adapter: type[Adapter], saved: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.adapter = adapter
        self.settings = form_fields(adapter.Settings)
        self.fields["receipt_text"].widget.attrs["placeholder"] = default_text()
        if Can.SEND not in adapter.can:
            for name in SENDING:
                del self.fields[name]
        if adapter.kind != "mail":
            del self.fields["preset"]
        self._word_address()
        for setting in self.settings:
            field = self.fields[SETTING + setting.name] = field_for(setting)
            if saved and setting.kind == "secret":
                field.help_text = _("Saved and not shown. Leave it empty to keep it.")
        self.service = presets.find(str(self["preset"].value() or "")) if "preset" in self.fields else None
        if self.service is not None and not saved:
            self.fields[f"{SETTING}imap_password"].help_text = str(self.service.password)

    def clean_address(self) -> str:
        """A form's address is part of a web address: small letters, digits and hyphens."""
        address: str = self.cleaned_data["address"].strip()
        if self.adapter.kind == "form" and not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,49}", address):
            raise forms.ValidationError(_("Use small letters, digits and hyphens only."))
        return address

    def settings_values(self) -> dict[str, Any]:
        """The settings as posted; an empty secret means the saved one, an empty number or choice the usual.

        What a known mail service makes plain need not be entered: user names, and the same server and password twice.
        """
        posted = {setting: self.cleaned_data.get(SETTING + setting.name) for setting in self.settings}
        values = {
            setting.name: value
            for setting, value in posted.items()
            if value is not None and not (value == "" and setting.kind == "choice")
        }
        if self.service is not None and self.service.user != "free":
            self._complete(values)
        return values

    def arguments(self) -> dict[str, Any]:
        """What the services take. An empty number means the usual one."""
        values = {name: value for name, value in self.cleaned_data.items() if not name.startswith(SETTING)}
        for name in ("team_id", "schedule_id"):
            values[name] = int(values[name]) if values.get(name) else None
        for name in USUAL:
            if name in values and values[name] in (None, ""):
                values[name] = self.fields[name].initial
        return {**values, "settings": self.settings_values()}

    def _complete(self, values: dict[str, Any]) -> None:
        assert self.service is not None
        way_in = "pop3" if values.get("way_in") == "pop3" else "imap"
        user = self.service.user_for(str(self.data.get("address", "")).strip())
        values["smtp_host"] = values.get("smtp_host") or values.get(f"{way_in}_host", "")
        values[f"{way_in}_user"] = values.get(f"{way_in}_user") or user
        values["smtp_user"] = values.get("smtp_user") or values[f"{way_in}_user"]
        if values.get(f"{way_in}_password") and not values.get("smtp_password"):
            values["smtp_password"] = values[f"{way_in}_password"]

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
    return {
        **{name: getattr(inbox, name) for name in PLAIN},
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
