"""The first run: on an empty installation every page leads here; once somebody works here, never again."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from madoguchi.calendars.services import schedules
from madoguchi.people.permissions import actor_for
from madoguchi.people.services import founding
from madoguchi.web.account.invitation import PasswordForm
from madoguchi.web.forms import accepted
from madoguchi.web.language import keep_choice
from madoguchi.web.rendering import page

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
OPEN_PATHS = ("/first-run", "/static/", "/api/", "/healthz", "/readyz", "/metrics", "/live")


class FirstRunMiddleware:
    """Leads every page of an empty installation to the first-run page. Asks the database only until it is founded."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.founded = False

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answers, or leads to the first-run page."""
        if not self.founded and not request.path.startswith(OPEN_PATHS):
            self.founded = founding.is_founded()
            if not self.founded:
                return HttpResponseRedirect(reverse("first_run"))
        return self.get_response(request)


class FirstRunForm(PasswordForm):
    """Who begins."""

    company_name = forms.CharField(
        label=gettext_lazy("Name of your company"),
        max_length=120,
        help_text=gettext_lazy("Customers see it on the help centre and the request form."),
    )
    team_name = forms.CharField(
        label=gettext_lazy("Name of the first team"),
        max_length=80,
        help_text=gettext_lazy("New tickets arrive here. More teams can follow."),
    )
    name = forms.CharField(
        label=pgettext_lazy("first run", "Your name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your mail address"),
        max_length=254,
        help_text=gettext_lazy("You sign in with it."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    field_order = ("company_name", "team_name", "name", "email", "password", "again")


@sensitive_post_parameters("password", "again")
def begin(request: HttpRequest) -> HttpResponse:
    """Asks for company and first administrator; then signs them in and goes on to the first inbox."""
    if founding.is_founded():
        return HttpResponseRedirect("/")
    form = FirstRunForm(request.POST or None, initial={"team_name": _("Customer support")})
    if accepted(request, form, lambda values: _found(request, values)):
        return HttpResponseRedirect(reverse("setup_first_inbox"))
    status = 422 if form.errors else 200
    return keep_choice(request, page(request, "setup/first_run.html", {"form": form}, status=status))


def _found(request: HttpRequest, values: dict[str, Any]) -> None:
    founded = founding.found(
        company_name=values["company_name"],
        team_name=values["team_name"],
        name=values["name"],
        email=values["email"],
        password=values["password"],
        language=(translation.get_language() or "ja")[:2],
        time_zone=settings.TIME_ZONE,
    )

    schedules.install_default(by=actor_for(founded.administrator))
    login(request, founded.administrator, backend=BACKEND)
