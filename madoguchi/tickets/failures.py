"""The mark that a ticket carries while one of its messages has not reached anybody."""

from madoguchi.tickets.models import Message, Ticket
from madoguchi.tickets.models.message import MessageState


def flag_failures(ticket: Ticket) -> None:
    """Sets or takes away the mark, as the ticket's messages are."""
    failed = Message.objects.filter(ticket=ticket, state__in=(MessageState.FAILED, MessageState.UNCONFIRMED)).exists()
    if ticket.delivery_failed != failed:
        ticket.delivery_failed = failed
        ticket.save(update_fields=["delivery_failed"])
