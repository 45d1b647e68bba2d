"""API keys: list, issuing (the key is shown once), revoking."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madoguchi.kernel.errors import NotFound
from madoguchi.people import queries, registry
from madoguchi.people.permissions import PeoplePermission
from madoguchi.people.services import api_keys
from madoguchi.web.doors import DeskRequest
from madoguchi.web.forms import accepted
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.editing import Screen, confirm
from madoguchi.web.setup.navigation import setup_page


def _agents() -> list[tuple[str, str]]:
    return [(str(agent.id), agent.name) for agent in queries.agents(active=True)]


def _scopes() -> list[tuple[str, str]]:
    return [(str(right.permission), str(right.label)) for group in registry.groups() for right in group.rights]


class KeyForm(forms.Form):
    """A key for a program."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=80, help_text=gettext_lazy("What it is for, e.g. “order system”.")
    )
    agent_id = forms.ChoiceField(
        label=gettext_lazy("Acts for"),
        choices=_agents,
        help_text=gettext_lazy("The program sees and does what this agent may, never more."),
    )
    expires_on = forms.DateField(
        label=gettext_lazy("Valid until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("The last day. Empty: until it is revoked."),
    )
    everything = forms.BooleanField(label=gettext_lazy("Everything the agent may do"), required=False)
    scopes = forms.MultipleChoiceField(label=gettext_lazy("Scopes"), choices=_scopes, required=False)

    def clean(self) -> dict[str, Any]:
        """A key that may do nothing is a mistake."""
        values = super().clean() or {}
        if not values.get("everything") and not values.get("scopes"):
            self.add_error("scopes", _("Choose at least one scope."))
        return values


@needs(PeoplePermission.API_KEY_MANAGE)
def index(request: DeskRequest) -> HttpResponse:
    """All keys."""
    return setup_page(request, "setup/keys.html", {"keys": list(queries.api_keys(by=request.actor))})


@needs(PeoplePermission.API_KEY_MANAGE)
def add(request: DeskRequest) -> HttpResponse:
    """Issues a key and shows it this once."""
    form = KeyForm(request.POST or None, initial={"agent_id": str(request.agent.id)})
    issued: list[str] = []

    def issue(values: dict[str, Any]) -> None:
        _key, text = api_keys.issue(
            agent_id=int(values["agent_id"]),
            name=values["name"],
            scopes=["*"] if values["everything"] else values["scopes"],
            expires_at=_end_of(values["expires_on"]),
            by=request.actor,
        )
        issued.append(text)

    if accepted(request, form, issue):
        return setup_page(request, "setup/key.html", {"screen": _screen(form.cleaned_data["name"]), "key": issued[0]})
    context = {
        "form": form,
        "screen": _screen(_("New API key")),
        "rights": registry.groups(),
        "chosen": set(form["scopes"].value() or []),
    }
    return setup_page(request, "setup/key_form.html", context, status=422 if form.errors else 200)


@needs(PeoplePermission.API_KEY_MANAGE)
def revoke(request: DeskRequest, key_id: int) -> HttpResponse:
    """Ends a key."""
    key = queries.api_keys(by=request.actor).filter(pk=key_id).first()
    if key is None:
        raise NotFound
    return confirm(
        request,
        lambda: api_keys.revoke(key_id, by=request.actor),
        screen=_screen(_("Revoke the key “%(name)s”?") % {"name": key.name}),
        text=_("Programs that use it are refused at once. This cannot be undone."),
        action=_("Revoke"),
        done=_("The key is revoked."),
    )


def _screen(title: str) -> Screen:
    return Screen(title, reverse("setup_keys"), _("API keys"))


def _end_of(day: Any) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.max)) if day else None
