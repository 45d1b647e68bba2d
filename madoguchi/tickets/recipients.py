"""Whom a message goes to."""

from typing import TypedDict

from madoguchi.customers import queries as customer_queries
from madoguchi.tickets.models import Message, Ticket
from madoguchi.tickets.models.message import MessageKind


class Person(TypedDict):
    """A recipient."""

    name: str
    address: str


def default_recipients(ticket: Ticket) -> list[Person]:
    """Whoever wrote last (their Reply-To when they gave one), else the customer's own mail address."""
    last = (
        Message.objects.filter(ticket=ticket, kind=MessageKind.INWARD, stranger=False, purpose="")
        .exclude(author_address="")
        .order_by("-id")
        .values_list("author_name", "author_address", "reply_address")
        .first()
    )
    if last is not None:
        return [{"name": last[0], "address": last[2] or last[1]}]
    person = customer_queries.contact(ticket.customer_id)
    if person is None or not person.mail_address:
        return []
    return [{"name": person.name, "address": person.mail_address}]


def strangers_on(ticket_id: int) -> set[str]:
    """Addresses, folded, that wrote on the ticket and that nobody has confirmed: no history of it is for them."""
    rows = Message.objects.filter(ticket_id=ticket_id, stranger=True).values_list("author_address", "reply_address")
    return {address.casefold() for pair in rows for address in pair if address}
