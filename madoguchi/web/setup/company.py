"""The company: its name."""

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madoguchi.kernel import settings
from madoguchi.people.permissions import PeoplePermission
from madoguchi.people.services import company
from madoguchi.web.doors import DeskRequest
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.editing import Screen, edit


class CompanyForm(forms.Form):
    """What customers see of the company."""

    name = forms.CharField(
        label=gettext_lazy("Name of the company"),
        max_length=120,
        help_text=gettext_lazy("Shown on the help centre, on request forms and in macros."),
    )


@needs(PeoplePermission.SETTING_MANAGE)
def show(request: DeskRequest) -> HttpResponse:
    """Shows and saves it."""
    form = CompanyForm(request.POST or None, initial={"name": settings.read("company.name", "")})
    screen = Screen(_("Company"), reverse("setup_company"), "", _("How your company appears to customers."))
    return edit(
        request, form, lambda values: company.rename(values["name"], by=request.actor), screen=screen, done=_("Saved.")
    )
