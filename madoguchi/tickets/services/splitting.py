"""Splitting messages off into a ticket of their own, and undoing that while nobody has touched it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.kernel import clock, search
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.tickets.access import access, refuse_merged
from madoguchi.tickets.errors import NotUndoable
from madoguchi.tickets.events_structure import TicketSplitApart, TicketSplitOff, TicketSplitUndone
from madoguchi.tickets.models import Assignment, Message, Ticket, TicketLink, TicketSplit
from madoguchi.tickets.models.message import MessageKind
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recording import tell
from madoguchi.tickets.recounting import recount
from madoguchi.tickets.services.beginning import new_reference
from madoguchi.tickets.statuses import Status


@transaction.atomic
def split(
    ticket_id: int, *, message_ids: Iterable[int], by: Actor, subject: str = "", at: datetime | None = None
) -> TicketSplit:
    """Moves some messages (not all) into a new ticket of the customer who wrote the first of them.

    Team and assignee stay the same; the two tickets are linked. Raises Invalid for ids that are not on the ticket.
    """
    source = access(ticket_id, TicketPermission.MERGE, by=by)
    refuse_merged(source)
    messages = _chosen(source, message_ids)
    moment = at or clock.now()
    result = ticket_for(source, messages, subject, by=by, at=moment)
    ids = [message.id for message in messages]
    Message.objects.filter(pk__in=ids, ticket=source).update(ticket=result, placed_at=moment)
    search.move("ticket", "message", ids, result.id)
    recount(source)
    recount(result)
    source.updated_at = moment
    source.save()
    result.save()
    row = TicketSplit.objects.create(
        source=source, result=result, message_ids=ids, by_kind=by.kind, by_id=by.id, split_at=moment
    )
    TicketLink.objects.create(
        from_ticket=source, to_ticket=result, kind="related", by_kind=by.kind, by_id=by.id, linked_at=moment
    )
    apart = TicketSplitApart(ticket_id=source.id, result_id=result.id, split_id=row.id, message_ids=ids)
    tell(source, apart, by=by, at=moment)
    tell(result, TicketSplitOff(ticket_id=result.id, source_id=source.id, split_id=row.id), by=by, at=moment)
    return row


@transaction.atomic
def undo(split_id: int, *, by: Actor) -> TicketSplit:
    """Puts the messages back; the number of the new ticket leads to the old one. Raises NotUndoable once touched."""
    row = TicketSplit.objects.filter(pk=split_id).first()
    if row is None:
        raise NotFound
    tickets = {
        number: access(number, TicketPermission.MERGE, by=by) for number in sorted((row.source_id, row.result_id))
    }
    source, result = tickets[row.source_id], tickets[row.result_id]
    row.refresh_from_db()
    on_it = set(Message.objects.filter(ticket=result).values_list("id", flat=True))
    if row.undone_at is not None or result.updated_at != row.split_at or on_it != set(row.message_ids):
        raise NotUndoable
    refuse_merged(source)
    moment = clock.now()
    Message.objects.filter(ticket=result).update(ticket=source, placed_at=None)
    search.move("ticket", "message", on_it, source.id)
    TicketLink.objects.filter(from_ticket=source, to_ticket=result, kind="related").delete()
    result.merged_into, result.status = source, Status.CLOSED
    source.updated_at = result.updated_at = moment
    for ticket in (source, result):
        recount(ticket)
        ticket.save()
    row.undone_at = moment
    row.save(update_fields=["undone_at"])
    tell(source, TicketSplitUndone(ticket_id=source.id, result_id=result.id, split_id=row.id), by=by, at=moment)
    return row


def _chosen(source: Ticket, message_ids: Iterable[int]) -> list[Message]:
    wanted = set(message_ids)
    messages = list(Message.objects.filter(ticket=source, pk__in=wanted).order_by("id"))
    if not wanted or len(messages) != len(wanted):
        raise Invalid(field="message_ids", reason=_("Choose messages of this ticket."))
    if len(messages) == Message.objects.filter(ticket=source).count():
        raise Invalid(field="message_ids", reason=_("Leave at least one message where it is."))
    return messages


def ticket_for(source: Ticket, messages: list[Message], subject: str, *, by: Actor, at: datetime) -> Ticket:
    """A new ticket for messages of another one: of who wrote the first of them, in the same hands."""
    first = next((message for message in messages if message.kind == MessageKind.INWARD), None)
    ticket = Ticket.objects.create(
        subject=(" ".join(subject.split()) or (messages[0].subject or source.subject))[:300],
        customer_id=(first.customer_id if first is not None else None) or source.customer_id,
        team_id=source.team_id,
        assignee_id=source.assignee_id,
        category_id=source.category_id,
        channel=messages[0].channel,
        inbox_id=messages[0].inbox_id,
        priority=source.priority,
        status=Status.OPEN if source.assignee_id else Status.NEW,
        tier=source.tier,
        schedule_version_id=source.schedule_version_id,
        reference=new_reference(),
        created_at=at,
        updated_at=at,
        last_message_at=at,
    )
    if ticket.team_id is not None or ticket.assignee_id is not None:
        Assignment.objects.create(
            ticket=ticket,
            team_id=ticket.team_id,
            agent_id=ticket.assignee_id,
            by_kind=by.kind,
            by_id=by.id,
            started_at=at,
        )
    return ticket
