"""The two pages records repeat: a form that saves and leads on, and a question before something is taken away."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect

from madoguchi.kernel.errors import MadoguchiError
from madoguchi.web.doors import DeskRequest
from madoguchi.web.forms import accepted
from madoguchi.web.rendering import page
from madoguchi.web.setup.editing import Screen


def record_page(
    request: DeskRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page with what the last action has to say."""
    return page(request, template, {"messages": messages.get_messages(request), **(context or {})}, status=status)


def edit(
    request: DeskRequest,
    form: forms.BaseForm,
    act: Callable[[dict[str, Any]], str],
    *,
    screen: Screen,
    template: str = "records/form.html",
    extra: dict[str, Any] | None = None,
) -> HttpResponse:
    """Shows the form; `act` takes its values and returns the address to go on to."""
    gone_to: list[str] = []
    if accepted(request, form, lambda values: gone_to.append(act(values))):
        return HttpResponseRedirect(gone_to[0])
    status = 422 if request.method == "POST" else 200
    return record_page(request, template, {"form": form, "screen": screen, **(extra or {})}, status=status)


def confirm(
    request: DeskRequest, act: Callable[[], object], *, screen: Screen, text: str, action: str, done: str, to: str
) -> HttpResponse:
    """Asks; on POST does it, says so and leads on."""
    if request.method != "POST":
        return record_page(request, "records/confirm.html", {"screen": screen, "text": text, "action": action})
    act()
    messages.success(request, done)
    return HttpResponseRedirect(to)


def done_or_told(request: DeskRequest, act: Callable[[], object], *, done: str, to: str) -> HttpResponse:
    """Does it and leads on; a refusal that the person can act on is told there."""
    try:
        act()
    except MadoguchiError as refusal:
        if refusal.status in (403, 404):
            raise
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return HttpResponseRedirect(to)
