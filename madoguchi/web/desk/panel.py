"""The customer panel beside a ticket."""

from django.http.response import HttpResponseBase

from madoguchi.customers import queries as customers
from madoguchi.tickets import fields, reading
from madoguchi.tickets import structure_queries as structure
from madoguchi.tickets.statuses import STATUS_LABELS
from madoguchi.web.doors import DeskRequest, signed_in
from madoguchi.web.rendering import page


@signed_in
def show(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """Who it is, what we know, custom fields, linked tickets, earlier tickets."""
    ticket = reading.ticket(ticket_id, by=request.actor)
    return page(
        request,
        "desk/_panel.html",
        {
            "ticket": ticket,
            "person": customers.panel(ticket["customer_id"], by=request.actor),
            "definitions": fields.definitions(ticket["team_id"]),
            "links": structure.links(ticket_id, by=request.actor),
            "escalations": structure.escalations(ticket_id, by=request.actor),
            "history": reading.of_customer(ticket["customer_id"], by=request.actor, limit=12),
            "statuses": STATUS_LABELS,
        },
    )
