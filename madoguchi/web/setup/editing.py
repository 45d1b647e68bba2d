"""The two pages every set-up screen repeats: a form that saves, and a question before something is taken away."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect

from madoguchi.kernel.errors import MadoguchiError
from madoguchi.web.doors import DeskRequest
from madoguchi.web.forms import accepted
from madoguchi.web.setup.navigation import setup_page


@dataclass(frozen=True, slots=True)
class Screen:
    """What a page says about itself. `back` is the address of its list and `back_label` what that is called."""

    title: str
    back: str
    back_label: str
    lead: str = ""
    removal: str = ""
    removal_label: str = ""


def edit(
    request: DeskRequest,
    form: forms.BaseForm,
    act: Callable[[dict[str, Any]], object],
    *,
    screen: Screen,
    done: str,
    template: str = "setup/form.html",
    extra: dict[str, Any] | None = None,
) -> HttpResponse:
    """Shows the form; when `act` takes its values, says `done` and returns to the list."""
    if accepted(request, form, act):
        messages.success(request, done)
        return HttpResponseRedirect(screen.back)
    status = 422 if request.method == "POST" else 200
    return setup_page(request, template, {"form": form, "screen": screen, **(extra or {})}, status=status)


def confirm(
    request: DeskRequest,
    act: Callable[[], object],
    *,
    screen: Screen,
    text: str,
    action: str,
    done: str,
    refused_to: str = "",
) -> HttpResponse:
    """Asks; on POST does it, says `done` (or why it was refused) and returns to the list."""
    if request.method != "POST":
        return setup_page(request, "setup/confirm.html", {"screen": screen, "text": text, "action": action})
    try:
        act()
    except MadoguchiError as refusal:
        if refusal.status in (403, 404):
            raise
        messages.error(request, refusal.message)
        return HttpResponseRedirect(refused_to or screen.back)
    messages.success(request, done)
    return HttpResponseRedirect(screen.back)
