"""What every service of the room shares: publishing for a ticket, and adding a message to it. Not a door."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from madoguchi.kernel import clock, events, rows, search, statements
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid
from madoguchi.tickets.models import Attachment, Message, Ticket
from madoguchi.tickets.models.message import MessageKind

SNIPPET_LENGTH = 160
SEARCH_SCOPE = "ticket"
_SPACE = re.compile(r"\s+")


def tell(
    ticket: Ticket,
    news: events.Event,
    *,
    by: Actor,
    at: datetime | None = None,
    former_team_id: int | None = events.SAME,
    former_assignee_id: int | None = events.SAME,
) -> events.Published:
    """Publishes news of this ticket to those who may hear it, including whoever has just lost it."""
    return events.publish(
        news,
        by=by,
        at=at,
        team_id=ticket.team_id,
        assignee_id=ticket.assignee_id,
        former_team_id=former_team_id,
        former_assignee_id=former_assignee_id,
    )


def snippet_of(text: str) -> str:
    """The first words of a text on one line."""
    return _SPACE.sub(" ", text[: SNIPPET_LENGTH * 4]).strip()[:SNIPPET_LENGTH]


def add_message(ticket: Ticket, *, kind: MessageKind, text: str, at: datetime, **columns: Any) -> Message:
    """Saves a message and carries what lists show over to the ticket (in memory: the caller saves the ticket)."""
    columns.setdefault("channel", ticket.channel)
    columns.setdefault("inbox_id", ticket.inbox_id)
    message = rows.add(Message, ticket_id=ticket.id, kind=kind, text=text, created_at=at, **columns)
    message.ticket = ticket
    found_by = text if ticket.message_count else f"{ticket.subject}\n{text}"
    search.put(SEARCH_SCOPE, ticket.id, "message", message.id, found_by)
    ticket.message_count += 1
    ticket.last_message_id = message.id
    ticket.last_message_at = max(at, ticket.last_message_at)
    ticket.last_message_kind = kind
    ticket.snippet = snippet_of(message.reply_text or text)
    ticket.updated_at = clock.now()
    return message


def repeated(ticket: Ticket, client_key: str | None) -> Message | None:
    """The message that an earlier post with this key made on the ticket."""
    if not client_key:
        return None
    asked = "SELECT id FROM tickets_message WHERE ticket_id = %s AND client_key = %s"
    found = statements.run(asked, [ticket.id, client_key]).fetchone()
    return Message.objects.get(pk=found[0]) if found else None


def use_uploads(message: Message, attachment_ids: Iterable[int], *, by: Actor) -> None:
    """Ties files uploaded by this agent to the message. Raises Invalid for an id that is not theirs or already used."""
    wanted = set(attachment_ids)
    if not wanted:
        return
    found = Attachment.objects.filter(pk__in=wanted, message=None, uploaded_by_id=by.agent_id).update(message=message)
    if found != len(wanted):
        raise Invalid(field="attachment_ids", reason=", ".join(str(i) for i in sorted(wanted)))
