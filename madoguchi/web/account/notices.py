"""How one wants to be told: ways by kind, when mail comes, and the devices that take push."""

from datetime import time
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from madoguchi.notifications import preferences, queries, vapid
from madoguchi.notifications.services import preferring, pushing
from madoguchi.notifications.texts import TEXTS
from madoguchi.web.doors import DeskRequest, signed_in
from madoguchi.web.forms import accepted
from madoguchi.web.rendering import page

WAYS = (
    (preferences.Way.DESKTOP, gettext_lazy("On the desktop")),
    (preferences.Way.PUSH, gettext_lazy("Push")),
    (preferences.Way.MAIL, gettext_lazy("Mail")),
)
RHYTHMS = (
    ("off", pgettext_lazy("mail", "No mail")),
    ("once", pgettext_lazy("mail", "At once")),
    ("hourly", pgettext_lazy("mail", "Every hour, together")),
    ("daily", pgettext_lazy("mail", "Once a day, together")),
)


class NoticesForm(forms.Form):
    """When mail comes, and how much a push says. The ways by kind are a table of their own."""

    mail = forms.ChoiceField(
        label=gettext_lazy("Mail about notices"),
        choices=RHYTHMS,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Only in your working hours, and never while you are away. An overdue promise, a failed sending and"
            " everything about a ticket of priority “urgent” comes at any time. What you have read is left out."
        ),
    )
    daily_at = forms.TimeField(
        label=gettext_lazy("Time of the daily mail"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    push_details = forms.BooleanField(
        label=gettext_lazy("Push shows what happened and the subject"),
        required=False,
        help_text=gettext_lazy("Else only the number of the ticket leaves the house."),
    )


@signed_in
def show(request: DeskRequest) -> HttpResponse:
    """Shows and saves it."""
    now = preferences.of(request.agent.id)
    initial = {"mail": now.mail, "daily_at": now.daily_at, "push_details": now.push_details}
    form = NoticesForm(request.POST or None, initial=initial)
    if accepted(request, form, lambda values: _save(request, values)):
        messages.success(request, _("Your wishes are saved."))
        return HttpResponseRedirect(reverse("notices"))
    context = {
        "form": form,
        "messages": messages.get_messages(request),
        "ways": WAYS,
        "kinds": [(kind, text, now.ways.get(kind, preferences.defaults(kind))) for kind, text in TEXTS.items()],
        "devices": queries.devices(by=request.actor),
        "application_key": vapid.application_key(),
    }
    return page(request, "account/notices.html", context, status=422 if form.errors else 200)


@signed_in
def add_device(request: DeskRequest) -> HttpResponse:
    """This browser takes push from now on."""
    given = {name: request.POST.get(name, "") for name in ("endpoint", "public_key", "secret")}
    device = preferring.add_device(**given, label=_label(request.headers.get("User-Agent", "")), by=request.actor)
    return JsonResponse({"id": device.id})


@signed_in
def remove_device(request: DeskRequest, device_id: int) -> HttpResponse:
    """One device less."""
    preferring.remove_device(device_id, by=request.actor)
    messages.success(request, _("The device gets no more push."))
    return HttpResponseRedirect(reverse("notices"))


@signed_in
def try_device(request: DeskRequest, device_id: int) -> HttpResponse:
    """A push to see that it arrives; a job sends it."""
    pushing.ask_to_try(device_id, by=request.actor)
    messages.success(request, _("A test is on its way to the device."))
    return HttpResponseRedirect(reverse("notices"))


def _save(request: DeskRequest, values: dict[str, Any]) -> None:
    given = {kind: request.POST.getlist(f"way-{kind}") for kind in TEXTS}
    at: time = values["daily_at"]
    preferring.save(ways=given, mail=values["mail"], daily_at=at, push_details=values["push_details"], by=request.actor)


def _label(agent: str) -> str:
    """“Chrome · Android” of a long User-Agent."""
    browsers = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
    systems = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")
    browser = next((name for sign, name in browsers if sign in agent), "?")
    return f"{browser} · {next((name for name in systems if name in agent), '?')}"
