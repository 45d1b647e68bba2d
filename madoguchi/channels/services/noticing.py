"""What receivers tell about our mail: it has arrived, it was opened, it was reported as spam."""

from django.utils.translation import gettext as _

from madoguchi.channels.events import DeliveryNoticed
from madoguchi.channels.models import Delivery, DeliveryNotice, NoticeKind
from madoguchi.channels.services.bouncing import written_to
from madoguchi.customers.services import reaching
from madoguchi.kernel import clock, events
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.plain.messages import Notice
from madoguchi.people.permissions import require
from madoguchi.tickets.models import Message
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.services import noting

RECEIPTS = frozenset({"delivered", "read", "deleted"})
COMPLAINTS = frozenset({"complained", "unsubscribed"})


def record(delivery_id: int, *, notice: Notice, raw_id: int, by: Actor) -> int | None:
    """Keeps a receipt as the state of its message; a complaint also ends automatic mail and is told on the ticket.

    Returns the ticket's id; a consultation's mail keeps no receipts. Runs inside the transaction of the handling. Whom
    the message did not go to says nothing.
    """
    require(by, TicketPermission.REPLY)
    delivery = Delivery.objects.select_related("message__ticket").get(pk=delivery_id)
    message = delivery.message
    if message is None:
        return None
    known = written_to(delivery)
    named = [address for address in notice.recipients if address.lower() in known]
    if notice.kind in RECEIPTS:
        for address in named:
            _keep(delivery, message, NoticeKind(notice.kind), address, by=by)
    elif notice.kind in COMPLAINTS:
        _complain(delivery, message, named or (sorted(known) if len(known) == 1 else []), notice, raw_id, by)
    return message.ticket_id


def _complain(
    delivery: Delivery, message: Message, addresses: list[str], notice: Notice, raw_id: int, by: Actor
) -> None:
    """Reports often leave out who complained; with a single recipient it is known all the same."""
    _keep(delivery, message, NoticeKind.COMPLAINED, addresses[0] if addresses else "", by=by)
    for address in addresses:
        reaching.silence(kind="mail", address=address, by=by)
    who = ", ".join(addresses) or _("A recipient")
    if notice.kind == "unsubscribed":
        text = _("%(who)s wants no more automatic mail.") % {"who": who}
    else:
        text = _("%(who)s reported this message as spam.") % {"who": who}
    if addresses:
        text += "\n" + _("No automatic mail goes there any more. You can still write yourself.")
    noting.note(message.ticket_id, text=text, client_key=f"complaint-{raw_id}", by=by)


def _keep(delivery: Delivery, message: Message, kind: NoticeKind, address: str, *, by: Actor) -> None:
    _row, fresh = DeliveryNotice.objects.get_or_create(
        delivery=delivery, kind=kind, address=address.lower()[:320], defaults={"told_at": clock.now()}
    )
    if fresh:
        ticket = message.ticket
        news = DeliveryNoticed(ticket_id=ticket.id, message_id=message.id, kind=kind)
        events.publish(news, by=by, team_id=ticket.team_id, assignee_id=ticket.assignee_id)
