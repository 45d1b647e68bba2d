"""Notes about a customer: writing, pinning, removing."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from madoguchi.customers.permissions import CustomerPermission
from madoguchi.customers.services import noting
from madoguchi.web.doors import DeskRequest
from madoguchi.web.forms import id_in
from madoguchi.web.records.pages import done_or_told
from madoguchi.web.setup.doors import needs


@needs(CustomerPermission.WRITE)
def add(request: DeskRequest, customer_id: int) -> HttpResponse:
    """A new note."""
    text, pinned, popup = (request.POST.get(name, "") for name in ("text", "pinned", "popup"))
    return done_or_told(
        request,
        lambda: noting.write(customer_id, text=text, pinned=bool(pinned), popup=bool(popup), by=request.actor),
        done=_("The note is saved."),
        to=reverse("customer", args=[customer_id]),
    )


@needs(CustomerPermission.WRITE)
def pin(request: DeskRequest, note_id: int) -> HttpResponse:
    """Keeps a note on top, or lets it sink."""
    act = noting.pin if request.POST.get("pinned") == "yes" else noting.unpin
    return done_or_told(
        request, lambda: act(note_id, by=request.actor), done=_("The note is saved."), to=_back(request)
    )


@needs(CustomerPermission.WRITE)
def show_on_tickets(request: DeskRequest, note_id: int) -> HttpResponse:
    """Lets a note pop up on the customer's tickets, or no longer."""
    shown = request.POST.get("popup") == "yes"
    return done_or_told(
        request,
        lambda: noting.show_on_tickets(note_id, shown=shown, by=request.actor),
        done=_("The note is saved."),
        to=_back(request),
    )


@needs(CustomerPermission.READ)
def confirm(request: DeskRequest, note_id: int) -> HttpResponse:
    """Read and understood, for today: the card on the ticket goes away."""
    noting.confirm(note_id, by=request.actor)
    return HttpResponse()


@needs(CustomerPermission.WRITE)
def remove(request: DeskRequest, note_id: int) -> HttpResponse:
    """Removes a note."""
    return done_or_told(
        request, lambda: noting.delete(note_id, by=request.actor), done=_("The note is removed."), to=_back(request)
    )


def _back(request: DeskRequest) -> str:
    customer_id = id_in(request.POST.get("customer_id", ""))
    return reverse("customer", args=[customer_id]) if customer_id else reverse("customers")
