"""Asking another department or an outsider about a ticket: beginning a consultation, writing on, finishing it.

Nothing here touches the customer's conversation. Not for: what they answer (see `hearing`).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from madoguchi.customers import queries as customers
from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Conflict, Invalid, NotFound
from madoguchi.kernel.text import mailbox_key, one_line
from madoguchi.tickets import consultation_tokens
from madoguchi.tickets.access import access, refuse_merged
from madoguchi.tickets.errors import CustomerAsked, EmptyMessage, NoRecipient
from madoguchi.tickets.events_consultations import ConsultationAsked, ConsultationClosed, ConsultationReopened
from madoguchi.tickets.models import Attachment, Consultation, ConsultationFile, ConsultationMessage, Message, Ticket
from madoguchi.tickets.models.message import MessageKind, MessageState
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recipients import Person
from madoguchi.tickets.recording import tell
from madoguchi.tickets.services.asking import inviting
from madoguchi.tickets.services.asking.standing import restate
from madoguchi.tickets.services.beginning import new_reference

LONGEST = 50_000
MOST_PEOPLE = 20


@transaction.atomic
def consult(
    ticket_id: int,
    *,
    to: Sequence[Person],
    subject: str,
    text: str,
    by: Actor,
    attachment_ids: Iterable[int] = (),
    link_days: int = inviting.DAYS,
    client_key: str | None = None,
    at: datetime | None = None,
) -> Consultation:
    """Asks somebody by mail. `attachment_ids` are files of this ticket that are passed on, or the actor's own uploads;
    with `link_days` 0 there is no page on which they can answer. A repeat with the same `client_key` returns the first.

    Raises NoRecipient, CustomerAsked, EmptyMessage, Invalid.
    """
    ticket = access(ticket_id, TicketPermission.REPLY, by=by)
    earlier = _repeated(ticket, client_key)
    if earlier is not None:
        return earlier
    refuse_merged(ticket)
    people = _people(ticket, to)
    called = consultation_tokens.unmarked(one_line(subject))[:300]
    if not called:
        raise Invalid(field=_("Subject"), reason=_("must not be empty"))
    moment = at or clock.now()
    row = Consultation.objects.create(
        ticket=ticket,
        reference=new_reference(),
        subject=called,
        people=people,
        language=(translation.get_language() or "ja")[:2],
        agent_id=by.agent_id,
        opened_at=moment,
    )
    if link_days:
        inviting.put(row, days=link_days, by=by, at=moment)
    _say(ticket, row, text, attachment_ids, opened=True, client_key=client_key, by=by, at=moment)
    restate(ticket, at=moment)
    return row


@transaction.atomic
def write(
    consultation_id: int,
    *,
    text: str,
    by: Actor,
    attachment_ids: Iterable[int] = (),
    client_key: str | None = None,
    at: datetime | None = None,
) -> ConsultationMessage:
    """Writes to the same people again; a finished consultation goes on. Raises EmptyMessage, Invalid."""
    ticket, row = access_consultation(consultation_id, TicketPermission.REPLY, by=by)
    earlier = ConsultationMessage.objects.filter(consultation=row, client_key=client_key).first()
    if client_key and earlier is not None:
        return earlier
    refuse_merged(ticket)
    moment = at or clock.now()
    made = _say(ticket, row, text, attachment_ids, opened=False, client_key=client_key, by=by, at=moment)
    row.answered_at = row.closed_at = row.closed_by_id = None
    row.save()
    restate(ticket, at=moment)
    return made


@transaction.atomic
def close(consultation_id: int, *, by: Actor, at: datetime | None = None) -> Consultation:
    """Nothing more is awaited. A late answer takes it up again. Raises Conflict when it is finished already."""
    ticket, row = access_consultation(consultation_id, TicketPermission.REPLY, by=by)
    if row.closed_at is not None:
        raise Conflict
    moment = at or clock.now()
    row.closed_at, row.closed_by_id = moment, by.agent_id
    row.save()
    restate(ticket, at=moment)
    tell(ticket, ConsultationClosed(ticket_id=ticket.id, consultation_id=row.id), by=by, at=moment)
    return row


@transaction.atomic
def reopen(consultation_id: int, *, by: Actor, at: datetime | None = None) -> Consultation:
    """Goes on after all. Raises Conflict when it is open."""
    ticket, row = access_consultation(consultation_id, TicketPermission.REPLY, by=by)
    if row.closed_at is None:
        raise Conflict
    moment = at or clock.now()
    row.closed_at = row.closed_by_id = None
    row.save()
    restate(ticket, at=moment)
    tell(ticket, ConsultationReopened(ticket_id=ticket.id, consultation_id=row.id), by=by, at=moment)
    return row


def access_consultation(
    consultation_id: int, permission: TicketPermission, *, by: Actor
) -> tuple[Ticket, Consultation]:
    """A consultation with its locked ticket. Raises NotFound where the ticket is not to be seen."""
    ticket_id = Consultation.objects.filter(pk=consultation_id).values_list("ticket_id", flat=True).first()
    if ticket_id is None:
        raise NotFound
    ticket = access(ticket_id, permission, by=by)
    return ticket, Consultation.objects.select_for_update().get(pk=consultation_id)


def _repeated(ticket: Ticket, client_key: str | None) -> Consultation | None:
    if not client_key:
        return None
    return Consultation.objects.filter(ticket=ticket, messages__client_key=client_key).first()


def _people(ticket: Ticket, to: Sequence[Person]) -> list[Person]:
    """Whom it goes to: once each, and never who takes part in the customer's conversation."""
    found = {mailbox_key(person["address"]): _person(person) for person in to}
    if not found:
        raise NoRecipient
    if len(found) > MOST_PEOPLE:
        raise Invalid(field=_("To"), reason=_("at most %(number)s addresses") % {"number": MOST_PEOPLE})
    theirs = {mailbox_key(one.address) for one in customers.mailboxes(ticket.customer_id)}
    wrote = Message.objects.filter(ticket=ticket, kind=MessageKind.INWARD, purpose="", stranger=False)
    theirs |= {mailbox_key(address) for address in wrote.values_list("author_address", flat=True).distinct() if address}
    for key, person in found.items():
        if key in theirs:
            raise CustomerAsked(field="to", reason="", address=person["address"])
    return list(found.values())


def _person(given: Person) -> Person:
    """A recipient that may go into a header. Raises Invalid."""
    address = given["address"].strip()
    if (
        "@" not in address[1:-1]
        or len(address) > 320
        or any(letter in "<>,;:" or letter.isspace() for letter in address)
    ):
        raise Invalid(field=_("To"), reason=_("“%(address)s” is not a mail address") % {"address": address[:80]})
    return {"name": one_line(given.get("name", ""))[:120], "address": address}


def _say(
    ticket: Ticket,
    row: Consultation,
    text: str,
    attachment_ids: Iterable[int],
    *,
    opened: bool,
    client_key: str | None,
    by: Actor,
    at: datetime,
) -> ConsultationMessage:
    said = text.strip()
    if not said:
        raise EmptyMessage(field="text", reason="")
    made = ConsultationMessage.objects.create(
        consultation=row,
        inward=False,
        state=MessageState.QUEUED,
        agent_id=by.agent_id,
        author_name=by.name[:120],
        to=row.people,
        text=said[:LONGEST],
        client_key=client_key or None,
        created_at=at,
    )
    _pass_on(ticket, made, set(attachment_ids), by=by)
    news = ConsultationAsked(
        ticket_id=ticket.id, consultation_id=row.id, asked_id=made.id, opened=opened, inbox_id=ticket.inbox_id
    )
    tell(ticket, news, by=by, at=at)
    return made


def _pass_on(ticket: Ticket, made: ConsultationMessage, wanted: set[int], *, by: Actor) -> None:
    """Copies the chosen files; an upload that was made for this is used up."""
    if not wanted:
        return
    of_ticket = Attachment.objects.filter(pk__in=wanted, message__ticket=ticket)
    uploads = Attachment.objects.filter(pk__in=wanted, message=None, uploaded_by_id=by.agent_id)
    rows = [*of_ticket, *(uploads if by.agent_id is not None else ())]
    if len(rows) != len(wanted):
        raise Invalid(field="attachment_ids", reason=", ".join(str(number) for number in sorted(wanted)))
    for one in sorted(rows, key=lambda file: file.id):
        ConsultationFile.objects.create(message=made, file_id=one.file_id, name=one.name, type=one.type, size=one.size)
    uploads.delete()
