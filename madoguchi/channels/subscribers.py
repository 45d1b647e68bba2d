"""What this room does about events from below."""

from datetime import datetime

from django.db.models import QuerySet

from madoguchi.channels.models import Inbox
from madoguchi.channels.queueing import later
from madoguchi.channels.services import asking, learning, outbox
from madoguchi.kernel import prepared
from madoguchi.kernel.actors import ActorKind
from madoguchi.kernel.events import Published, subscribe
from madoguchi.tickets.events import (
    MessageConfirmed,
    MessageForwarded,
    MessageRescheduled,
    MessageRetried,
    MessageTakenBack,
    TicketOpened,
    TicketReplied,
    TicketRestored,
    TicketShelved,
)
from madoguchi.tickets.events_consultations import ConsultationAsked, ConsultationRetried

PEOPLE = (ActorKind.AGENT, ActorKind.API_KEY)


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
    outbox.repeat(event.message_id, only_to=event.only_to, by=news.by)


@subscribe(MessageForwarded)
def hand_on(news: Published) -> None:
    """A message is handed on to somebody outside: it goes into the outbox."""
    event = news.event
    assert isinstance(event, MessageForwarded)
    send_after = datetime.fromisoformat(event.send_after) if event.send_after else None
    outbox.hand_on(event.message_id, inbox_id=event.inbox_id, send_after=send_after, at=news.at, by=news.by)


@subscribe(MessageRescheduled)
def put_off(news: Published) -> None:
    """A waiting message leaves at another time."""
    event = news.event
    assert isinstance(event, MessageRescheduled)
    outbox.reschedule(event.message_id, send_after=datetime.fromisoformat(event.send_after), by=news.by)


@subscribe(MessageConfirmed)
def believe(news: Published) -> None:
    """A person knows that an unconfirmed message arrived."""
    event = news.event
    assert isinstance(event, MessageConfirmed)
    outbox.confirm(event.message_id, by=news.by)


@subscribe(ConsultationAsked)
def queue_asked(news: Published) -> None:
    """Somebody is asked about a ticket: the mail goes into the outbox."""
    event = news.event
    assert isinstance(event, ConsultationAsked)
    asking.put(event.asked_id, inbox_id=event.inbox_id, at=news.at, by=news.by)


@subscribe(ConsultationRetried)
def ask_again(news: Published) -> None:
    """A person wants a consultation's mail sent again."""
    event = news.event
    assert isinstance(event, ConsultationRetried)
    asking.repeat(event.asked_id, by=news.by)


@subscribe(TicketOpened)
def acknowledge(news: Published) -> None:
    """A customer's new ticket: a receipt notice, where the inbox gives them."""
    event = news.event
    assert isinstance(event, TicketOpened)
    if event.auto or event.inbox_id is None or news.by.kind != "customer":
        return
    if prepared.rows("receipts", _gives_receipts, event.inbox_id):
        later("channels.receipt", ticket_id=event.ticket_id)


@subscribe(TicketShelved)
def learn_spam(news: Published) -> None:
    """A person put a ticket among the spam: an example."""
    event = news.event
    assert isinstance(event, TicketShelved)
    if event.status == "spam" and news.by.kind in PEOPLE:
        learning.mark(event.ticket_id, spam=True, by=news.by)


@subscribe(TicketRestored)
def learn_good(news: Published) -> None:
    """A person took it out again: an example of the other kind."""
    event = news.event
    assert isinstance(event, TicketRestored)
    if news.by.kind in PEOPLE:
        learning.mark(event.ticket_id, spam=False, by=news.by)


def _gives_receipts(inbox_id: int) -> "QuerySet[Inbox, tuple[int]]":
    return Inbox.objects.filter(pk=inbox_id, receipt_enabled=True).values_list("id")
