"""What this room does about events from below."""

from datetime import datetime

from django.db.models import QuerySet

from madoguchi.channels.models import Inbox
from madoguchi.channels.queueing import later
from madoguchi.channels.services import outbox
from madoguchi.kernel import prepared
from madoguchi.kernel.events import Published, subscribe
from madoguchi.tickets.events import MessageRetried, MessageTakenBack, TicketOpened, TicketReplied


@subscribe(TicketReplied)
def queue(news: Published) -> None:
    """An answer was written: it goes into the outbox."""
    event = news.event
    assert isinstance(event, TicketReplied)
    send_after = datetime.fromisoformat(event.send_after) if event.send_after else None
    outbox.put(event.message_id, inbox_id=event.inbox_id, send_after=send_after, at=news.at, by=news.by)


@subscribe(MessageTakenBack)
def take_out(news: Published) -> None:
    """Undo send, as long as it waits."""
    event = news.event
    assert isinstance(event, MessageTakenBack)
    outbox.cancel(event.message_id, by=news.by)


@subscribe(MessageRetried)
def send_again(news: Published) -> None:
    """A person wants a failed or unconfirmed message sent again."""
    event = news.event
    assert isinstance(event, MessageRetried)
    outbox.repeat(event.message_id, by=news.by)


@subscribe(TicketOpened)
def acknowledge(news: Published) -> None:
    """A customer's new ticket: a receipt notice, where the inbox gives them."""
    event = news.event
    assert isinstance(event, TicketOpened)
    if event.auto or event.inbox_id is None or news.by.kind != "customer":
        return
    if prepared.rows("receipts", _gives_receipts, event.inbox_id):
        later("channels.receipt", ticket_id=event.ticket_id)


def _gives_receipts(inbox_id: int) -> "QuerySet[Inbox, tuple[int]]":
    return Inbox.objects.filter(pk=inbox_id, receipt_enabled=True).values_list("id")
