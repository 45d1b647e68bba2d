"""Addresses of a customer: adding and removing one, and saying that mail may go there again."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from madoguchi.customers.permissions import CustomerPermission
from madoguchi.customers.services import identities, reaching
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


@needs(CustomerPermission.WRITE)
def reached(request: DeskRequest, identity_id: int) -> HttpResponse:
    """Somebody knows that mail gets through again."""
    customer_id = id_in(request.POST.get("customer_id", ""))
    return done_or_told(
        request,
        lambda: reaching.lift(identity_id, by=request.actor),
        done=_("The address counts as reachable again."),
        to=reverse("customer", args=[customer_id]) if customer_id else reverse("customers"),
    )


@needs(CustomerPermission.WRITE)
def unsilenced(request: DeskRequest, identity_id: int) -> HttpResponse:
    """Machines may write there again."""
    customer_id = id_in(request.POST.get("customer_id", ""))
    return done_or_told(
        request,
        lambda: reaching.unsilence(identity_id, by=request.actor),
        done=_("Automatic mail may go there again."),
        to=reverse("customer", args=[customer_id]) if customer_id else reverse("customers"),
    )
