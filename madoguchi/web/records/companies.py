"""Companies: list, record, form, deleting."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madoguchi.customers import duplicates, queries
from madoguchi.customers.permissions import CustomerPermission
from madoguchi.customers.searching import company_page, customer_page
from madoguchi.customers.services import companies
from madoguchi.web.doors import DeskRequest
from madoguchi.web.records import attributes
from madoguchi.web.records.pages import confirm, edit, record_page
from madoguchi.web.records.relations import shown_around
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.editing import Screen


class CompanyForm(forms.Form):
    """A company."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=160)
    kana = forms.CharField(label=gettext_lazy("Reading (kana)"), max_length=160, required=False)
    domains = forms.CharField(
        label=gettext_lazy("Mail domains"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("One per line, e.g. example.co.jp. Who writes from them belongs to the company."),
    )
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=40, required=False)
    address = forms.CharField(label=gettext_lazy("Postal address"), max_length=300, required=False)
    memo = forms.CharField(
        label=gettext_lazy("Memo"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    attributes = forms.CharField(
        label=gettext_lazy("Further details"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One per line, as “name: value”, e.g. “contract: gold”."),
    )

    def clean_attributes(self) -> dict[str, str]:
        """As names and values."""
        return attributes.read(self.cleaned_data["attributes"])


@needs(CustomerPermission.READ)
def index(request: DeskRequest) -> HttpResponse:
    """A page of companies; `q` searches name and mail domain."""
    words, cursor = request.GET.get("q", "").strip()[:100], request.GET.get("after", "")
    found = company_page(by=request.actor, search=words, cursor=cursor)
    kept = {"q": words} if words else {}
    context = {
        "words": words,
        "rows": found.rows,
        "next": f"?{urlencode({**kept, 'after': found.next_cursor})}" if found.next_cursor else "",
        "first": f"{reverse('companies')}?{urlencode(kept)}" if cursor else "",
        "may_write": request.actor.has(CustomerPermission.WRITE),
    }
    return record_page(request, "records/companies.html", context)


@needs(CustomerPermission.READ)
def show(request: DeskRequest, company_id: int) -> HttpResponse:
    """A company's record with its people."""
    actor = request.actor
    company = queries.company(company_id, by=actor)
    cursor = request.GET.get("after", "")
    people = customer_page(by=actor, company_id=company_id, cursor=cursor)
    may_write, may_merge = actor.has(CustomerPermission.WRITE), actor.has(CustomerPermission.MERGE)
    context = {
        **shown_around(company_id=company_id, by=actor),
        "twins": duplicates.company_suggestions(company_id, by=actor) if may_merge else [],
        "merges": queries.company_merges_of(company_id, by=actor),
        "may_merge": may_merge,
        "company": company,
        "people": people.rows,
        "next": f"?{urlencode({'after': people.next_cursor})}" if people.next_cursor else "",
        "may_write": may_write,
    }
    return record_page(request, "records/company.html", context)


@needs(CustomerPermission.WRITE)
def add(request: DeskRequest) -> HttpResponse:
    """A new company."""

    def create(values: dict[str, Any]) -> str:
        company = companies.create(**_arguments(values), by=request.actor)
        messages.success(request, _("The company is entered."))
        return reverse("company", args=[company.id])

    screen = Screen(_("New company"), reverse("companies"), _("Companies"))
    return edit(request, CompanyForm(request.POST or None), create, screen=screen)


@needs(CustomerPermission.WRITE)
def change(request: DeskRequest, company_id: int) -> HttpResponse:
    """A company's form."""
    company = queries.company(company_id, by=request.actor)
    initial = {name: getattr(company, name) for name in ("name", "kana", "phone", "address", "memo")}
    initial["domains"] = "\n".join(company.domains)
    initial["attributes"] = attributes.write(company.attributes)
    back = reverse("company", args=[company_id])

    def update(values: dict[str, Any]) -> str:
        companies.update(company_id, **_arguments(values), by=request.actor)
        messages.success(request, _("The company is saved."))
        return back

    screen = Screen(_("Change %(name)s") % {"name": company.name}, back, company.name)
    return edit(request, CompanyForm(request.POST or None, initial=initial), update, screen=screen)


@needs(CustomerPermission.WRITE)
def remove(request: DeskRequest, company_id: int) -> HttpResponse:
    """Deletes a company; its people stay."""
    company = queries.company(company_id, by=request.actor)
    screen = Screen(
        _("Delete “%(name)s”?") % {"name": company.name}, reverse("company", args=[company_id]), company.name
    )
    return confirm(
        request,
        lambda: companies.delete(company_id, by=request.actor),
        screen=screen,
        text=_("Its people stay, without a company. This cannot be undone."),
        action=_("Delete"),
        done=_("The company is deleted."),
        to=reverse("companies"),
    )


def _arguments(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "domains": values["domains"].replace(",", "\n").split()}
