"""The own profile: name, language, time zone, signature, theme, shortcuts."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from madoguchi.people.services import profile
from madoguchi.web.account.colours import wear
from madoguchi.web.doors import DeskRequest, signed_in
from madoguchi.web.forms import accepted
from madoguchi.web.rendering import page

COMMON_ZONES = (
    "Asia/Tokyo",
    "UTC",
    "Asia/Seoul",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Europe/London",
    "America/New_York",
)
THEMES = (
    ("system", pgettext_lazy("theme", "As the device")),
    ("light", pgettext_lazy("theme", "Light")),
    ("dark", pgettext_lazy("theme", "Dark")),
)


def time_zones() -> list[tuple[str, str]]:
    """All time zones, the likely ones first."""
    rest = sorted(available_timezones() - set(COMMON_ZONES))
    return [(name, name.replace("_", " ")) for name in (*COMMON_ZONES, *rest) if "/" in name or name == "UTC"]


class ProfileForm(forms.Form):
    """What an agent may change about themselves; never rights."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    kana = forms.CharField(
        label=gettext_lazy("Reading (kana)"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Lists of agents are sorted by it."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=time_zones)
    signature = forms.CharField(
        label=gettext_lazy("Signature"),
        required=False,
        max_length=profile.LONGEST_SIGNATURE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Stands under your replies, above the signature of the inbox."),
    )
    theme = forms.ChoiceField(label=gettext_lazy("Colours"), choices=THEMES, widget=forms.RadioSelect)
    shortcuts = forms.BooleanField(
        label=gettext_lazy("Single-key shortcuts (j, k, r, n …)"),
        required=False,
        help_text=gettext_lazy("Switch them off if you use speech input or a screen reader."),
    )
    plain_text = forms.BooleanField(
        label=gettext_lazy("Write plain text, without formatting"),
        required=False,
        help_text=gettext_lazy("You can switch in every reply; the last choice is kept."),
    )
    offline_reading = forms.BooleanField(
        label=gettext_lazy("Keep the tickets I opened on this device, for reading without a connection"),
        required=False,
        help_text=gettext_lazy("Only on a device of your own. They are removed when you sign out."),
    )


@signed_in
def show(request: DeskRequest) -> HttpResponse:
    """Shows and saves it."""
    agent = request.agent
    now = {
        "name": agent.name,
        "kana": agent.kana,
        "language": agent.language,
        "time_zone": agent.time_zone,
        "signature": agent.signature,
        "theme": agent.preferences.get("theme", "system"),
        "shortcuts": agent.preferences.get("shortcuts", True),
        "plain_text": agent.preferences.get("plain_text", False),
        "offline_reading": agent.preferences.get("offline_reading", False),
    }
    form = ProfileForm(request.POST or None, initial=now)
    if accepted(request, form, lambda values: _save(request, values)):
        with translation.override(form.cleaned_data["language"]):
            messages.success(request, _("Your profile is saved."))
        response = HttpResponseRedirect(reverse("profile"))
        wear(response, form.cleaned_data["theme"])
        return response
    return page(
        request,
        "account/profile.html",
        {"form": form, "messages": messages.get_messages(request)},
        status=422 if form.errors else 200,
    )


def _save(request: DeskRequest, values: dict[str, Any]) -> None:
    profile.update_profile(
        request.agent.id,
        name=values["name"],
        kana=values["kana"],
        language=values["language"],
        time_zone=values["time_zone"],
        signature=values["signature"],
        preferences={name: values[name] for name in ("theme", "shortcuts", "plain_text", "offline_reading")},
        by=request.actor,
    )
