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
        Message.objects.filter(ticket=ticket, kind=MessageKind.INWARD, stranger=False)
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
