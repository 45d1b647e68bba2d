"""The fields of the public request form: those every form has, and the custom fields marked for it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from madoguchi.tickets.models import FieldDefinition
from madoguchi.tickets.models.field import FieldKind

MOST_FILES = 5
LARGEST_FILE = 10 * 1024 * 1024
LARGEST_TOTAL = 20 * 1024 * 1024
CUSTOM = "field-"


class ManyFilesInput(forms.ClearableFileInput):
    """A file field that takes several files at once."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class ManyFilesField(forms.FileField):
    """Several files within the limits of number and size."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        """The files, in the order they were chosen."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        files = [super(ManyFilesField, self).clean(one, initial) for one in given]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_("At most %(count)d files.") % {"count": MOST_FILES})
        if any((one.size or 0) > LARGEST_FILE for one in files):
            raise forms.ValidationError(_("A file may have 10 MB at most."))
        if sum(one.size or 0 for one in files) > LARGEST_TOTAL:
            raise forms.ValidationError(_("All files together may have 20 MB at most."))
        return files


class RequestForm(forms.Form):
    """What a visitor tells us. `asks` names the optional standard fields this form shows."""

    name = forms.CharField(
        label=pgettext_lazy("request form", "Your name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Mail address"),
        max_length=254,
        help_text=gettext_lazy("We send the answer there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
    company = forms.CharField(
        label=gettext_lazy("Company"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    category = forms.ChoiceField(label=gettext_lazy("What it is about"), required=False)
    subject = forms.CharField(label=pgettext_lazy("request form", "Subject"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("Your question"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 8})
    )
    attachments = ManyFilesField(
        label=gettext_lazy("Files"),
        required=False,
        help_text=gettext_lazy("Photos or documents that help us: up to 5 files, 10 MB each."),
    )

    def __init__(
        self,
        *args: Any,
        asks: frozenset[str],
        categories: Sequence[tuple[int, str]],
        custom: Sequence[FieldDefinition],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not categories:
            asks = asks - {"category"}
        for name in {"company", "phone", "category", "files"} - asks:
            del self.fields["attachments" if name == "files" else name]
        if "category" in self.fields:
            field = self.fields["category"]
            field.choices = [("", _("Please choose")), *((str(key), label) for key, label in categories)]  # type: ignore[attr-defined]
        for definition in custom:
            self.fields[CUSTOM + definition.key] = _field_for(definition)
        for shown in self.fields.values():
            shown.error_messages["required"] = _("Please fill this in.")
        self.order_fields(
            ["name", "email", "company", "phone", "category", *self._custom(), "subject", "text", "attachments"]
        )

    def custom_values(self) -> Mapping[str, str]:
        """The answers to the custom fields by key, empty ones left out."""
        values = {name.removeprefix(CUSTOM): self.cleaned_data.get(name) for name in self._custom()}
        return {key: _plain(value) for key, value in values.items() if value not in (None, "", False)}

    def _custom(self) -> list[str]:
        return [name for name in self.fields if name.startswith(CUSTOM)]


def _field_for(definition: FieldDefinition) -> forms.Field:
    common: dict[str, Any] = {"label": definition.label, "help_text": definition.help_text, "required": False}
    match definition.kind:
        case FieldKind.CHOICE:
            offered = [("", _("Please choose")), *((choice, choice) for choice in definition.choices)]
            return forms.ChoiceField(choices=offered, **common)
        case FieldKind.NUMBER:
            return forms.FloatField(**common)
        case FieldKind.DATE:
            return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **common)
        case FieldKind.CHECKBOX:
            return forms.BooleanField(**common)
    return forms.CharField(max_length=2000, **common)


def _plain(value: Any) -> str:
    if value is True:
        return "true"
    if isinstance(value, float):
        return f"{value:g}" if value.is_integer() else repr(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
