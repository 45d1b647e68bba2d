"""Another time for a message that still waits: later, earlier, or now."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid
from madoguchi.tickets.access import access_message
from madoguchi.tickets.errors import TooLate
from madoguchi.tickets.events import MessageRescheduled
from madoguchi.tickets.models import Message
from madoguchi.tickets.models.message import MessageState
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recording import tell

AT_LEAST = timedelta(minutes=2)
AT_MOST = timedelta(days=366)


def is_scheduled(send_after: datetime | None, *, at: datetime) -> bool:
    """Whether this is a time somebody chose, and not the moments in which sending can be undone. Raises Invalid."""
    if send_after is None:
        return False
    if send_after - at > AT_MOST:
        raise Invalid(field="send_after", reason=_("choose a time within a year"))
    return send_after - at >= AT_LEAST


@transaction.atomic
def reschedule(message_id: int, *, send_after: datetime, by: Actor) -> Message:
    """Gives a waiting message another time; one that has passed means now. Raises TooLate once it is on its way."""
    ticket, message = access_message(message_id, TicketPermission.REPLY, by=by)
    moment = clock.now()
    message.send_after = max(send_after, moment)
    message.scheduled = message.scheduled or is_scheduled(send_after, at=moment)
    waiting = Message.objects.filter(pk=message.id, state=MessageState.QUEUED)
    if not waiting.update(send_after=message.send_after, scheduled=message.scheduled):
        raise TooLate
    news = MessageRescheduled(ticket_id=ticket.id, message_id=message.id, send_after=message.send_after.isoformat())
    tell(ticket, news, by=by, at=moment)
    return message
