"""The page behind an invitation link: a new agent chooses a password."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from madoguchi.people.services import invitations, passwords
from madoguchi.web.forms import accepted
from madoguchi.web.limits import within
from madoguchi.web.rendering import page


class PasswordForm(forms.Form):
    """One password; browsers and password managers show what was typed."""

    password = forms.CharField(
        label=_("Password"),
        min_length=passwords.SHORTEST,
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters. A few words in a row are easy to remember and hard to guess."),
        error_messages={"min_length": _("This is too short. Use at least 10 characters.")},
    )
    again = forms.CharField(
        label=_("Password again"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        """Both must be the same."""
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password", again):
            raise forms.ValidationError(_("The two passwords differ."))
        return again


@sensitive_post_parameters("password", "again")
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Greets by name and takes the password; then on to signing in."""
    if not within(request, "invitation", amount=30, seconds=600):
        return page(request, "account/too_many.html", status=429)
    agent = invitations.agent_invited(token)
    form = PasswordForm(request.POST or None)
    if accepted(request, form, lambda values: invitations.accept(token, password=values["password"])):
        return HttpResponseRedirect(reverse("account_reset_password_from_key_done"))
    status = 422 if form.errors else 200
    return page(request, "account/invitation.html", {"form": form, "invited": agent}, status=status)
