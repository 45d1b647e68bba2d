"""Moving a message to another ticket or to a new one, keeping a stranger apart, and undoing both.

The place is remembered: what answers a moved message goes where it is, whatever other evidence says.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.kernel import clock, search
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.tickets.access import access, access_message, refuse_merged
from madoguchi.tickets.errors import MessageOfDifferentCustomer, NotUndoable
from madoguchi.tickets.events_structure import MessageMoved, MessageMovedIn, MessageMoveUndone
from madoguchi.tickets.models import Message, MessageMove, Ticket, TicketLink
from madoguchi.tickets.models.message import MessageKind, MessageState
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recording import tell
from madoguchi.tickets.recounting import recount
from madoguchi.tickets.services.merging import wake_up
from madoguchi.tickets.services.splitting import ticket_for
from madoguchi.tickets.statuses import Status


@transaction.atomic
def move(
    message_id: int,
    *,
    to_ticket_id: int | None,
    by: Actor,
    subject: str = "",
    confirm_different_customer: bool = False,
    at: datetime | None = None,
) -> MessageMove:
    """Moves one message to another ticket, or to a new one (`to_ticket_id` None) of who wrote it.

    Raises Invalid (the only message, one that is being sent, spam, bin), TicketIsMerged, and
    MessageOfDifferentCustomer unless confirmed.
    """
    result = None
    if to_ticket_id is None:
        source, message = _message(message_id, by)
    else:
        here = Message.objects.filter(pk=message_id).values_list("ticket_id", flat=True).first() or 0
        tickets = {number: access(number, TicketPermission.MERGE, by=by) for number in sorted((here, to_ticket_id))}
        source, message = _message(message_id, by)
        result = tickets[to_ticket_id]
        _refuse_target(source, result)
        theirs = message.customer_id or source.customer_id
        if result.customer_id not in (theirs, source.customer_id) and not confirm_different_customer:
            raise MessageOfDifferentCustomer
    return _move(source, [message], result, subject, apart=False, by=by, at=at or clock.now())


@transaction.atomic
def keep_apart(message_id: int, *, by: Actor, at: datetime | None = None) -> MessageMove:
    """What this marked sender wrote here goes into a ticket of their own, and what they write later never comes here.

    Raises Invalid for a sender without a mark.
    """
    source, message = _message(message_id, by)
    if not message.stranger or message.customer_id is None or message.customer_id == source.customer_id:
        raise Invalid(field="message_id", reason=_("This sender is known on the ticket."))
    theirs = Message.objects.filter(ticket=source, customer_id=message.customer_id, stranger=True).order_by("id")
    return _move(source, list(theirs), None, "", apart=True, by=by, at=at or clock.now())


@transaction.atomic
def undo(move_id: int, *, by: Actor) -> MessageMove:
    """Puts the messages back. Raises NotUndoable when they moved on or their new ticket was worked on."""
    row = MessageMove.objects.filter(pk=move_id).first()
    if row is None:
        raise NotFound
    pair = sorted((row.source_id, row.result_id))
    tickets = {number: access(number, TicketPermission.MERGE, by=by) for number in pair}
    source, result = tickets[row.source_id], tickets[row.result_id]
    row.refresh_from_db()
    there = set(Message.objects.filter(ticket=result).values_list("id", flat=True))
    went = set(row.message_ids)
    touched = row.opened and (there != went or result.updated_at != row.moved_at)
    if row.undone_at is not None or not went <= there or touched:
        raise NotUndoable
    refuse_merged(source)
    moment = clock.now()
    row.undone_at = moment
    row.save(update_fields=["undone_at"])
    _carry(row.message_ids, source, placed_at=_placed_before(row))
    Message.objects.filter(pk__in=row.marked_ids).update(stranger=True)
    if row.opened:
        TicketLink.objects.filter(from_ticket=source, to_ticket=result, kind="related").delete()
        result.merged_into, result.status = source, Status.CLOSED
    for ticket in (source, result):
        ticket.updated_at = moment
        recount(ticket)
        ticket.save()
    for ticket, other in ((source, result), (result, source)):
        news = MessageMoveUndone(ticket_id=ticket.id, message_id=min(went), other_id=other.id, move_id=row.id)
        tell(ticket, news, by=by, at=moment)
    return row


def _message(message_id: int, by: Actor) -> tuple[Ticket, Message]:
    source, message = access_message(message_id, TicketPermission.MERGE, by=by)
    refuse_merged(source)
    if message.state == MessageState.QUEUED:
        raise Invalid(field="message_id", reason=_("Wait until this message has been sent."))
    return source, message


def _refuse_target(source: Ticket, result: Ticket) -> None:
    if result.id == source.id:
        raise Invalid(field="to_ticket_id", reason=_("The message is on this ticket already."))
    refuse_merged(result)
    if result.status in (Status.SPAM, Status.BIN):
        raise Invalid(field="to_ticket_id", reason=_("Take #%(id)s out of spam or bin first.") % {"id": result.id})


def _move(
    source: Ticket,
    messages: list[Message],
    result: Ticket | None,
    subject: str,
    *,
    apart: bool,
    by: Actor,
    at: datetime,
) -> MessageMove:
    ids = [message.id for message in messages]
    if not Message.objects.filter(ticket=source).exclude(pk__in=ids).exists():
        raise Invalid(field="message_id", reason=_("This is the only message of its ticket: merge the tickets."))
    opened = result is None
    if result is None:
        result = ticket_for(source, messages, subject, by=by, at=at)
        TicketLink.objects.create(
            from_ticket=source, to_ticket=result, kind="related", by_kind=by.kind, by_id=by.id, linked_at=at
        )
    _carry(ids, result, placed_at=at)
    marked = [message.id for message in messages if message.stranger and message.customer_id == result.customer_id]
    Message.objects.filter(pk__in=marked).update(stranger=False)
    if not opened and any(message.kind == MessageKind.INWARD for message in messages):
        wake_up(result, source.status, by=by, at=at)
    source.updated_at = result.updated_at = at
    for ticket in (source, result):
        recount(ticket)
        ticket.save()
    row = MessageMove.objects.create(
        source=source,
        result=result,
        message_ids=ids,
        marked_ids=marked,
        customer_id=messages[0].customer_id,
        opened=opened,
        apart=apart,
        by_kind=by.kind,
        by_id=by.id,
        moved_at=at,
    )
    about = {"message_id": ids[0], "move_id": row.id}
    tell(source, MessageMoved(ticket_id=source.id, result_id=result.id, apart=apart, **about), by=by, at=at)
    tell(result, MessageMovedIn(ticket_id=result.id, source_id=source.id, opened=opened, **about), by=by, at=at)
    return row


def _carry(message_ids: list[int], ticket: Ticket, *, placed_at: datetime | None) -> None:
    """Hands the messages over. Keys of repeated posts that the other ticket knows already are dropped."""
    known = Message.objects.filter(ticket=ticket, client_key__isnull=False).values_list("client_key", flat=True)
    going = Message.objects.filter(pk__in=message_ids)
    going.filter(client_key__in=list(known)).update(client_key=None)
    going.update(ticket=ticket, placed_at=placed_at)
    search.move("ticket", "message", message_ids, ticket.id)


def _placed_before(row: MessageMove) -> datetime | None:
    """When somebody had put the messages where they go back to, if somebody had."""
    earlier = MessageMove.objects.filter(result_id=row.source_id, undone_at=None, id__lt=row.id).order_by("-id")
    return next((one.moved_at for one in earlier[:50] if set(row.message_ids) <= set(one.message_ids)), None)
