"""All contacts with a customer, on every channel, as a fragment that grows downwards."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from madoguchi.customers import queries
from madoguchi.customers.permissions import CustomerPermission
from madoguchi.tickets import contacts
from madoguchi.web.doors import DeskRequest
from madoguchi.web.forms import id_in
from madoguchi.web.rendering import page
from madoguchi.web.setup.doors import needs

CHANNELS = {
    "mail": ("mail", _("Mail")),
    "form": ("globe", _("Form")),
    "phone": ("phone", _("Telephone")),
    "line": ("message-square", "LINE"),
    "chat": ("message-square", _("Chat")),
}


@needs(CustomerPermission.READ)
def show(request: DeskRequest, customer_id: int) -> HttpResponse:
    """The newest; ?before=<message id> continues below."""
    customer = queries.customer(customer_id, by=request.actor)
    rows, more = contacts.with_customer(customer.id, by=request.actor, before=id_in(request.GET.get("before", "")))
    older = f"{reverse('customer_contacts', args=[customer.id])}?before={rows[-1]['id']}" if more else ""
    return page(request, "records/_contacts.html", {"rows": rows, "older": older, "channels": CHANNELS})
