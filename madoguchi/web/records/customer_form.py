"""The form of a customer: entering and changing one."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madoguchi.customers import queries
from madoguchi.customers.permissions import CustomerPermission
from madoguchi.customers.searching import company_page
from madoguchi.customers.services import registering
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.text import company_key
from madoguchi.web.doors import DeskRequest
from madoguchi.web.records import attributes
from madoguchi.web.records.pages import edit
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.editing import Screen

MOST_SUGGESTED = 200


class CustomerForm(forms.Form):
    """A person. The company is named, not numbered: its name must be known already."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    kana = forms.CharField(
        label=gettext_lazy("Reading (kana)"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("The list is sorted by it."),
    )
    honorific = forms.CharField(label=gettext_lazy("Honorific"), max_length=12, required=False, initial="様")
    company = forms.CharField(
        label=gettext_lazy("Company"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"list": "companies", "autocomplete": "off"}),
    )
    title = forms.CharField(label=gettext_lazy("Job title"), max_length=80, required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    mail = forms.EmailField(label=gettext_lazy("Mail address"), max_length=254, required=False)
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=40, required=False)
    address = forms.CharField(label=gettext_lazy("Postal address"), max_length=300, required=False)
    caution = forms.CharField(
        label=gettext_lazy("Caution"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("What everybody must know before answering. Shown in red beside every ticket."),
    )
    attributes = forms.CharField(
        label=gettext_lazy("Further details"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One per line, as “name: value”, e.g. “contract: gold”."),
    )

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_company(self) -> int | None:
        """The id of the company with this name."""
        name = self.cleaned_data["company"].strip()
        if not name:
            return None
        rows = company_page(by=self.by, search=name).rows
        exact = [row for row in rows if row.name == name] or [row for row in rows if row.name_key == company_key(name)]
        if not exact:
            raise forms.ValidationError(_("There is no company with this name. Enter it under Companies first."))
        return int(exact[0].id)

    def clean_attributes(self) -> dict[str, str]:
        """As names and values."""
        return attributes.read(self.cleaned_data["attributes"])


@needs(CustomerPermission.WRITE)
def add(request: DeskRequest) -> HttpResponse:
    """A new customer."""
    form = CustomerForm(request.POST or None, by=request.actor, initial={"honorific": "様", "language": "ja"})

    def create(values: dict[str, Any]) -> str:
        addresses = [("mail", values["mail"])] * bool(values["mail"]) + [("phone", values["phone"])] * bool(
            values["phone"]
        )
        customer = registering.create(**_arguments(values), identities=addresses, by=request.actor)
        messages.success(request, _("The customer is entered."))
        return reverse("customer", args=[customer.id])

    screen = Screen(_("New customer"), reverse("customers"), _("Customers"))
    return _form(request, form, create, screen)


@needs(CustomerPermission.WRITE)
def change(request: DeskRequest, customer_id: int) -> HttpResponse:
    """A customer's form; addresses are changed on the record."""
    customer = queries.customer(customer_id, by=request.actor)
    names = ("name", "kana", "honorific", "title", "language", "address", "caution")
    initial = {name: getattr(customer, name) for name in names}
    initial["company"] = customer.company.name if customer.company else ""
    initial["attributes"] = attributes.write(customer.attributes)
    form = CustomerForm(request.POST or None, by=request.actor, initial=initial)
    del form.fields["mail"], form.fields["phone"]
    back = reverse("customer", args=[customer.id])

    def update(values: dict[str, Any]) -> str:
        registering.update(customer.id, **_arguments(values), by=request.actor)
        messages.success(request, _("The customer is saved."))
        return back

    return _form(request, form, update, Screen(_("Change %(name)s") % {"name": customer.name}, back, customer.name))


def _form(request: DeskRequest, form: CustomerForm, act: Any, screen: Screen) -> HttpResponse:
    names = [row.name for row in company_page(by=request.actor, size=MOST_SUGGESTED).rows]
    return edit(request, form, act, screen=screen, template="records/customer_form.html", extra={"companies": names})


def _arguments(values: dict[str, Any]) -> dict[str, Any]:
    names = ("name", "kana", "honorific", "title", "language", "address", "caution", "attributes")
    return {**{name: values[name] for name in names}, "company_id": values["company"]}
