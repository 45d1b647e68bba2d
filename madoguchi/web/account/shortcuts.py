"""One's own single-key shortcuts: listed, changed, switched off."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madoguchi.people.services import profile
from madoguchi.web import keys
from madoguchi.web.doors import DeskRequest, signed_in
from madoguchi.web.forms import accepted
from madoguchi.web.rendering import page

_SIGN = r"[^\s\w]|[a-zA-Z0-9]"


class ShortcutsForm(forms.Form):
    """A key for each action, empty for none."""

    shortcuts = forms.BooleanField(
        label=gettext_lazy("Single-key shortcuts"),
        required=False,
        help_text=gettext_lazy("Switch them off if you use speech input or a screen reader."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attributes = {"maxlength": 1, "autocomplete": "off", "autocapitalize": "none", "class": "input key-input"}
        for action, _usual, label in keys.ACTIONS:
            widget = forms.TextInput(attrs=attributes)
            self.fields[action] = forms.RegexField(
                rf"^(?:{_SIGN})$", label=cast(str, label), required=False, strip=True, widget=widget
            )

    def clean(self) -> dict[str, Any]:
        """No key twice."""
        values = super().clean() or self.cleaned_data
        seen: dict[str, str] = {}
        for action, _usual, label in keys.ACTIONS:
            key = values.get(action, "")
            if key and key in seen:
                self.add_error(action, _("“%(other)s” has this key already.") % {"other": seen[key]})
            elif key:
                seen[key] = str(label)
        return values


@signed_in
def show(request: DeskRequest) -> HttpResponse:
    """Shows and saves them; `usual` goes back to the usual keys."""
    agent = request.agent
    if request.method == "POST" and request.POST.get("usual"):
        profile.update_profile(agent.id, preferences={"keys": {}}, by=request.actor)
        messages.success(request, _("The usual keys hold again."))
        return HttpResponseRedirect(reverse("shortcuts"))
    initial = {"shortcuts": agent.preferences.get("shortcuts", True), **keys.of(agent)}
    form = ShortcutsForm(request.POST or None, initial=initial)
    if accepted(request, form, lambda values: _save(request, values)):
        messages.success(request, _("Your shortcuts are saved."))
        return HttpResponseRedirect(reverse("shortcuts"))
    context = {"form": form, "messages": messages.get_messages(request)}
    return page(request, "account/shortcuts.html", context, status=422 if form.errors else 200)


def _save(request: DeskRequest, values: dict[str, Any]) -> None:
    own = {action: values[action] for action, usual in keys.USUAL.items() if values[action] != usual}
    preferences = {"shortcuts": values["shortcuts"], "keys": own}
    profile.update_profile(request.agent.id, preferences=preferences, by=request.actor)
