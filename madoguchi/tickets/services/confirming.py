"""An agent says who a marked sender is: the customer from another address, or somebody else who belongs on the ticket.

Not for: those who do not belong (see `moving.keep_apart`).
"""

from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.customers.services import merging
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid
from madoguchi.tickets.access import access_message, refuse_merged
from madoguchi.tickets.events_structure import SenderConfirmed
from madoguchi.tickets.models import Message, Ticket
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recording import tell


@transaction.atomic
def confirm(message_id: int, *, same_person: bool, by: Actor) -> Ticket:
    """Takes the mark off everything this sender wrote on the ticket.

    With `same_person` their address becomes one of the customer's. Who is known by more than that address is merged
    with the customer, which needs the right to merge customers. Raises Invalid for a sender without a mark.
    """
    ticket, message = access_message(message_id, TicketPermission.CHANGE, by=by)
    refuse_merged(ticket)
    if not message.stranger or message.customer_id is None:
        raise Invalid(field="message_id", reason=_("This sender is known on the ticket."))
    theirs = Message.objects.filter(ticket=ticket, customer_id=message.customer_id, stranger=True)
    ids = list(theirs.values_list("id", flat=True))
    if same_person and message.customer_id != ticket.customer_id:
        _make_one(ticket, message.customer_id, by=by)
    Message.objects.filter(pk__in=ids).update(stranger=False)
    if same_person:
        Message.objects.filter(pk__in=ids).update(customer_id=ticket.customer_id)
    news = SenderConfirmed(
        ticket_id=ticket.id,
        message_id=message.id,
        customer_id=ticket.customer_id,
        address=message.author_address,
        same_person=same_person,
    )
    tell(ticket, news, by=by)
    return ticket


def is_new_here(customer_id: int) -> bool:
    """Whether somebody has no ticket of their own, so that their address can simply become another customer's."""
    return not Ticket.objects.filter(customer_id=customer_id).exists()


def _make_one(ticket: Ticket, newcomer_id: int, *, by: Actor) -> None:
    if is_new_here(newcomer_id):
        merging.adopt(ticket.customer_id, newcomer_id=newcomer_id, by=by)
    else:
        merging.merge(ticket.customer_id, absorbed_id=newcomer_id, by=by)
