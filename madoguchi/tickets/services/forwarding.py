"""Handing a message on to somebody outside the conversation: 転送 (quoted, with a note), リダイレクト (as it came in).

It does not become part of what the customer reads: no recipient of later answers, no ids or reference of the thread.
What the other person answers comes to the ticket as an answer to the forwarded message (docs/decisions/forwarding.md).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from madoguchi.kernel import clock, search
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.plain.html import sanitise
from madoguchi.tickets import quoting
from madoguchi.tickets.access import access_message, refuse_merged
from madoguchi.tickets.errors import NoRecipient, NothingToHandOn
from madoguchi.tickets.events import MessageForwarded
from madoguchi.tickets.models import Attachment, Message, Ticket
from madoguchi.tickets.models.message import MessageKind, MessageState, Purpose
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recipients import Person
from madoguchi.tickets.recording import SEARCH_SCOPE, repeated, tell, use_uploads


@transaction.atomic
def forward(
    message_id: int,
    *,
    to: Sequence[Person],
    by: Actor,
    cc: Sequence[Person] = (),
    text: str = "",
    html: str = "",
    keep_ids: Iterable[int] = (),
    attachment_ids: Iterable[int] = (),
    client_key: str | None = None,
    send_after: datetime | None = None,
    charset: str = "",
) -> Message:
    """Sends a message on with a note above it and its files `keep_ids`; pictures inside its text always go along.

    An answer to a forwarded message can be answered the same way: it is then a reply to that person, without a quote.
    Raises NoRecipient.
    """
    ticket, source = access_message(message_id, TicketPermission.REPLY, by=by)
    earlier = repeated(ticket, client_key)
    if earlier is not None:
        return earlier
    answering = source.purpose == Purpose.ASIDE and not tuple(keep_ids)
    made = _add(
        ticket,
        source,
        Purpose.FORWARD,
        by=by,
        to=list(to),
        cc=list(cc),
        text=text if answering else quoting.forwarded_text(source, text),
        html=sanitise(html if answering else quoting.forwarded_html(source, html))[0],
        subject=source.subject if answering else quoting.forwarded_subject(source, ticket.subject),
        client_key=client_key,
        send_after=send_after,
        charset=charset if charset == "utf-8" else "",
    )
    if not answering:
        _copy_files(source, made, set(keep_ids))
    use_uploads(made, attachment_ids, by=by)
    return made


@transaction.atomic
def redirect(
    message_id: int,
    *,
    to: Sequence[Person],
    by: Actor,
    client_key: str | None = None,
    send_after: datetime | None = None,
) -> Message:
    """Sends a mail on as it came in; answers go to whoever wrote it. Raises NoRecipient, NothingToHandOn."""
    ticket, source = access_message(message_id, TicketPermission.REPLY, by=by)
    earlier = repeated(ticket, client_key)
    if earlier is not None:
        return earlier
    if source.kind != MessageKind.INWARD or source.raw_id is None:
        raise NothingToHandOn
    return _add(
        ticket,
        source,
        Purpose.REDIRECT,
        by=by,
        to=list(to),
        text=source.text,
        subject=source.subject,
        client_key=client_key,
        send_after=send_after,
    )


def _add(ticket: Ticket, source: Message, purpose: Purpose, *, by: Actor, **columns: Any) -> Message:
    refuse_merged(ticket)
    if not columns["to"]:
        raise NoRecipient
    moment = clock.now()
    message = Message.objects.create(
        ticket=ticket,
        kind=MessageKind.OUTWARD,
        purpose=purpose,
        source_id=source.id,
        state=MessageState.QUEUED,
        channel=ticket.channel,
        inbox_id=ticket.inbox_id,
        agent_id=by.agent_id,
        author_name=by.name,
        created_at=moment,
        **columns,
    )
    search.put(SEARCH_SCOPE, ticket.id, "message", message.id, message.text)
    ticket.message_count += 1
    ticket.updated_at = moment
    ticket.save(update_fields=["message_count", "updated_at"])
    after = message.send_after.isoformat() if message.send_after else ""
    news = MessageForwarded(
        ticket_id=ticket.id,
        message_id=message.id,
        source_id=source.id,
        unchanged=purpose == Purpose.REDIRECT,
        inbox_id=ticket.inbox_id,
        send_after=after,
    )
    tell(ticket, news, by=by, at=moment)
    return message


def _copy_files(source: Message, made: Message, keep_ids: set[int]) -> None:
    for row in Attachment.objects.filter(message=source).order_by("id"):
        inside = row.content_id and f"cid:{row.content_id}" in made.html
        if inside or row.id in keep_ids:
            row.pk, row.message, row.created_at = None, made, made.created_at
            row._state.adding = True
            row.save(force_insert=True)
