"""Internal notes, with mentions."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.plain.html import sanitise
from madoguchi.people.queries import active_agent_ids
from madoguchi.tickets.access import access, refuse_merged
from madoguchi.tickets.errors import EmptyMessage
from madoguchi.tickets.events import NoteWritten
from madoguchi.tickets.models import Mention, Message
from madoguchi.tickets.models.message import MessageKind
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recording import add_message, repeated, tell, use_uploads


@transaction.atomic
def note(
    ticket_id: int,
    *,
    text: str,
    by: Actor,
    html: str = "",
    mention_ids: Iterable[int] = (),
    attachment_ids: Iterable[int] = (),
    client_key: str | None = None,
    at: datetime | None = None,
) -> Message:
    """Writes a note that only colleagues see. A repeat with the same `client_key` returns the first."""
    ticket = access(ticket_id, TicketPermission.NOTE, by=by)
    earlier = repeated(ticket, client_key)
    if earlier is not None:
        return earlier
    refuse_merged(ticket)
    attachment_ids = tuple(attachment_ids)
    if not text.strip() and not attachment_ids:
        raise EmptyMessage(field="text", reason="")
    moment = at or clock.now()
    message = add_message(
        ticket,
        kind=MessageKind.NOTE,
        text=text,
        html=sanitise(html)[0],
        at=moment,
        agent_id=by.agent_id,
        author_name=by.name,
        client_key=client_key,
    )
    use_uploads(message, attachment_ids, by=by)
    named = sorted(active_agent_ids(mention_ids))
    Mention.objects.bulk_create(Mention(message=message, agent_id=agent_id) for agent_id in named)
    ticket.save()
    tell(ticket, NoteWritten(ticket_id=ticket.id, message_id=message.id, mention_ids=named), by=by, at=moment)
    return message
