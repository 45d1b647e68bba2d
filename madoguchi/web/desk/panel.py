"""The customer panel beside a ticket."""

from django.http.response import HttpResponseBase

from madoguchi.customers import around, duplicates
from madoguchi.customers import queries as customers
from madoguchi.customers.permissions import CustomerPermission
from madoguchi.tickets import abuse, fields, reading
from madoguchi.tickets import structure_queries as structure
from madoguchi.tickets.statuses import STATUS_LABELS
from madoguchi.web.doors import DeskRequest, signed_in
from madoguchi.web.rendering import page


@signed_in
def show(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """Who it is, what we know, custom fields, linked tickets, earlier tickets."""
    actor = request.actor
    ticket = reading.ticket(ticket_id, by=actor)
    customer_id = ticket["customer_id"]
    person = customers.panel(customer_id, by=actor)
    company_id = person["company"]["id"] if person and person["company"] else None
    twins = duplicates.suggestions(customer_id, by=actor) if actor.has(CustomerPermission.MERGE) else []
    return page(
        request,
        "desk/_panel.html",
        {
            "ticket": ticket,
            "person": person,
            "popups": around.popups(customer_id, by=actor),
            "neighbours": around.neighbours(customer_id=customer_id, company_id=company_id, by=actor) if person else [],
            "twins": twins[:3],
            "definitions": fields.definitions(ticket["team_id"]),
            "abuse": abuse.warning(customer_id, by=actor),
            "links": structure.links(ticket_id, by=actor),
            "escalations": structure.escalations(ticket_id, by=actor),
            "history": reading.of_customer(customer_id, by=actor, limit=12),
            "statuses": STATUS_LABELS,
        },
    )
