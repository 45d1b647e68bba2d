"""Who is what around a customer or a company: entering and taking away."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madoguchi.customers import around
from madoguchi.customers.models import RelationKind
from madoguchi.customers.permissions import CustomerPermission
from madoguchi.customers.searching import company_page
from madoguchi.customers.services import relating
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid
from madoguchi.kernel.text import company_key
from madoguchi.web.doors import DeskRequest
from madoguchi.web.forms import id_in
from madoguchi.web.records.pages import done_or_told
from madoguchi.web.setup.doors import needs

MOST_SUGGESTED = 200


class RelationForm(forms.Form):
    """The other side is named: a company by its name, a person by an address."""

    kind = forms.ChoiceField(label=gettext_lazy("Is the"), choices=RelationKind.choices)
    other = forms.CharField(
        label=gettext_lazy("Company, or a person’s address"),
        max_length=320,
        widget=forms.TextInput(attrs={"list": "companies", "autocomplete": "off"}),
        help_text=gettext_lazy("The name of a company, or the mail address or telephone number of a person."),
    )
    memo = forms.CharField(label=gettext_lazy("Remark"), max_length=200, required=False)


def company_names(*, by: Actor) -> list[str]:
    """What the field of the other side suggests."""
    return [row.name for row in company_page(by=by, size=MOST_SUGGESTED).rows]


def shown_around(*, customer_id: int | None = None, company_id: int | None = None, by: Actor) -> dict[str, Any]:
    """What records/_neighbours.html needs, on the record of a customer (with their company) or of a company."""
    person = customer_id is not None
    address = reverse("customer_relations" if person else "company_relations", args=[customer_id or company_id])
    return {
        "neighbours": around.neighbours(customer_id=customer_id, company_id=company_id, by=by),
        "relation_form": RelationForm(auto_id="relation-%s"),
        "companies": company_names(by=by) if by.has(CustomerPermission.WRITE) else [],
        "owner": {
            "field": "customer_id" if person else "company_id",
            "id": customer_id or company_id,
            "address": address,
        },
    }


@needs(CustomerPermission.WRITE)
def add_to_customer(request: DeskRequest, customer_id: int) -> HttpResponse:
    """One more around a person."""
    return _add(request, {"customer_id": customer_id}, reverse("customer", args=[customer_id]))


@needs(CustomerPermission.WRITE)
def add_to_company(request: DeskRequest, company_id: int) -> HttpResponse:
    """One more around a company."""
    return _add(request, {"company_id": company_id}, reverse("company", args=[company_id]))


@needs(CustomerPermission.WRITE)
def remove(request: DeskRequest, relation_id: int) -> HttpResponse:
    """One less, for both sides."""
    customer_id, company_id = (id_in(request.POST.get(name, "")) for name in ("customer_id", "company_id"))
    back = reverse("company", args=[company_id]) if company_id else reverse("companies")
    return done_or_told(
        request,
        lambda: relating.remove(relation_id, by=request.actor),
        done=_("The relation is removed."),
        to=reverse("customer", args=[customer_id]) if customer_id else back,
    )


def _add(request: DeskRequest, this_side: dict[str, int], back: str) -> HttpResponse:
    def act() -> None:
        other_side = _other_side(request.POST.get("other", "").strip()[:320], by=request.actor)
        kind, memo = request.POST.get("kind", ""), request.POST.get("memo", "")
        relating.add(kind=kind, memo=memo, **this_side, **other_side, by=request.actor)

    return done_or_told(request, act, done=_("The relation is entered."), to=back)


def _other_side(words: str, *, by: Actor) -> dict[str, int]:
    rows = company_page(by=by, search=words).rows if words else []
    found = [row for row in rows if row.name == words] or [row for row in rows if row.name_key == company_key(words)]
    if found:
        return {"other_company_id": found[0].id}
    person = around.person_at(words, by=by) if words else None
    if person is None:
        raise Invalid(field="other", reason=_("is no company or address that we know"))
    return {"other_customer_id": person}
