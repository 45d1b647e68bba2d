"""A person knows better than the wire: a message whose sending was not confirmed did arrive."""

from django.db import transaction

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Conflict
from madoguchi.tickets.access import access_message
from madoguchi.tickets.events import MessageConfirmed
from madoguchi.tickets.failures import flag_failures
from madoguchi.tickets.models import Message
from madoguchi.tickets.models.message import MessageState
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recording import tell


@transaction.atomic
def confirm_sent(message_id: int, *, by: Actor) -> Message:
    """Ends the doubt about an unconfirmed message: it counts as sent. Raises Conflict in any other state."""
    ticket, message = access_message(message_id, TicketPermission.REPLY, by=by)
    if message.state != MessageState.UNCONFIRMED:
        raise Conflict
    message.state, message.failure, message.sent_at = MessageState.SENT, "", clock.now()
    message.save(update_fields=["state", "failure", "sent_at"])
    flag_failures(ticket)
    tell(ticket, MessageConfirmed(ticket_id=ticket.id, message_id=message.id), by=by)
    return message
