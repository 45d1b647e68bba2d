"""The only way a service reaches a ticket's row: visible, permitted, and locked until the transaction ends."""

from madoguchi.kernel import prepared
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import NotFound
from madoguchi.people.permissions import require
from madoguchi.tickets.errors import TicketIsMerged
from madoguchi.tickets.models import Message, Ticket
from madoguchi.tickets.permissions import TicketPermission


def access(ticket_id: int, permission: TicketPermission, *, by: Actor) -> Ticket:
    """The ticket, locked for this transaction. Raises NotFound when unseen, NotAllowed when seen but not permitted."""
    ticket = prepared.first(
        prepared.shape_of(by),
        lambda number: Ticket.objects.visible_to(by).select_for_update().filter(pk=number),
        ticket_id,
    )
    if ticket is None:
        raise NotFound
    require(by, permission)
    return ticket


def access_message(message_id: int, permission: TicketPermission, *, by: Actor) -> tuple[Ticket, Message]:
    """A message with its locked ticket, under the same rules."""
    ticket_id = Message.objects.filter(pk=message_id).values_list("ticket_id", flat=True).first()
    if ticket_id is None:
        raise NotFound
    ticket = access(ticket_id, permission, by=by)
    message = Message.objects.filter(pk=message_id, ticket_id=ticket.id).first()
    if message is None:
        raise NotFound
    return ticket, message


def refuse_merged(ticket: Ticket) -> None:
    """Raises TicketIsMerged for a ticket that lives on in another."""
    if ticket.merged_into_id is not None:
        raise TicketIsMerged(survivor_id=ticket.merged_into_id)
