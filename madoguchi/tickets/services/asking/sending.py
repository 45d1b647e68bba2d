"""How the mails of a consultation fare: told by the channel that sends them, shown beside the message, tried again."""

from django.db import transaction

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Conflict, NotFound
from madoguchi.people.permissions import require
from madoguchi.tickets.events_consultations import ConsultationFailed, ConsultationRetried, ConsultationSent
from madoguchi.tickets.models import ConsultationMessage, Ticket
from madoguchi.tickets.models.message import MessageState
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recording import tell
from madoguchi.tickets.services.asking.consulting import access_consultation


@transaction.atomic
def record_sent(asked_id: int, *, external_id: str, by: Actor) -> None:
    """The mail left under this Message-ID."""
    ticket, row = _found(asked_id, by=by)
    row.state, row.external_id, row.failure = MessageState.SENT, external_id[:300], ""
    row.save()
    news = ConsultationSent(ticket_id=ticket.id, consultation_id=row.consultation_id, asked_id=row.id)
    tell(ticket, news, by=by, at=clock.now())


@transaction.atomic
def record_failed(asked_id: int, *, reason: str, permanent: bool, by: Actor) -> None:
    """The mail did not arrive; unless `permanent` it stays queued and is tried again by itself."""
    ticket, row = _found(asked_id, by=by)
    row.state, row.failure = MessageState.FAILED if permanent else row.state, reason[:500]
    _fail(ticket, row, permanent=permanent, by=by)


@transaction.atomic
def record_unconfirmed(asked_id: int, *, by: Actor) -> None:
    """Nobody can know whether it arrived: a person decides whether it is sent again."""
    ticket, row = _found(asked_id, by=by)
    row.state = MessageState.UNCONFIRMED
    _fail(ticket, row, permanent=True, by=by)


@transaction.atomic
def retry(asked_id: int, *, by: Actor) -> ConsultationMessage:
    """Sends a failed or unconfirmed mail again, under the id it has. Raises Conflict for any other."""
    ticket, row = _found(asked_id, by=by)
    if row.state not in (MessageState.FAILED, MessageState.UNCONFIRMED):
        raise Conflict
    row.state, row.failure = MessageState.QUEUED, ""
    row.save()
    news = ConsultationRetried(ticket_id=ticket.id, consultation_id=row.consultation_id, asked_id=row.id)
    tell(ticket, news, by=by, at=clock.now())
    return row


def _fail(ticket: Ticket, row: ConsultationMessage, *, permanent: bool, by: Actor) -> None:
    row.save()
    news = ConsultationFailed(
        ticket_id=ticket.id,
        consultation_id=row.consultation_id,
        asked_id=row.id,
        reason=row.failure,
        permanent=permanent,
        asker_id=row.agent_id,
    )
    tell(ticket, news, by=by, at=clock.now())


def _found(asked_id: int, *, by: Actor) -> tuple[Ticket, ConsultationMessage]:
    require(by, TicketPermission.REPLY)
    consultation_id = ConsultationMessage.objects.filter(pk=asked_id, inward=False).values_list(
        "consultation_id", flat=True
    )
    known = consultation_id.first()
    if known is None:
        raise NotFound
    ticket, _consultation = access_consultation(known, TicketPermission.REPLY, by=by)
    return ticket, ConsultationMessage.objects.get(pk=asked_id)
