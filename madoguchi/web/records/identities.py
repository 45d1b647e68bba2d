"""Addresses of a customer: adding and removing one."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from madoguchi.customers.permissions import CustomerPermission
from madoguchi.customers.services import identities
from madoguchi.web.doors import DeskRequest
from madoguchi.web.forms import id_in
from madoguchi.web.records.pages import done_or_told
from madoguchi.web.setup.doors import needs


@needs(CustomerPermission.WRITE)
def add(request: DeskRequest, customer_id: int) -> HttpResponse:
    """One more."""
    kind, address = request.POST.get("kind", "mail"), request.POST.get("address", "")
    return done_or_told(
        request,
        lambda: identities.add(customer_id, kind=kind, address=address, by=request.actor),
        done=_("The address is added."),
        to=reverse("customer", args=[customer_id]),
    )


@needs(CustomerPermission.WRITE)
def remove(request: DeskRequest, identity_id: int) -> HttpResponse:
    """One less: whoever writes from it next is a new customer."""
    customer_id = id_in(request.POST.get("customer_id", ""))
    return done_or_told(
        request,
        lambda: identities.remove(identity_id, by=request.actor),
        done=_("The address is removed."),
        to=reverse("customer", args=[customer_id]) if customer_id else reverse("customers"),
    )
