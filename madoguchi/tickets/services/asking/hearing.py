"""Taking in what those who were asked answer, by mail or on the guests' page. It lies in the consultation and nowhere
else: it joins no conversation with a customer and opens no ticket."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from madoguchi.kernel import clock, files
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import NotFound
from madoguchi.kernel.plain.messages import FilePart, InboundMessage
from madoguchi.kernel.text import mailbox_key, one_line
from madoguchi.people.permissions import require
from madoguchi.tickets import consultation_tokens, consultations
from madoguchi.tickets.access import access
from madoguchi.tickets.errors import EmptyMessage
from madoguchi.tickets.events_consultations import ConsultationAnswered, ConsultationReopened
from madoguchi.tickets.models import Consultation, ConsultationFile, ConsultationMessage, Ticket
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recording import tell
from madoguchi.tickets.services.asking.standing import restate
from madoguchi.tickets.services.attaching import clean_name

LONGEST = 200_000


@dataclass(frozen=True, slots=True)
class Heard:
    """Where an answer lies."""

    ticket_id: int
    asked_id: int
    sha256s: tuple[str, ...]


def find(inbound: InboundMessage) -> int | None:
    """The consultation a mail belongs to. Asks the database only when the mail's own header names one."""
    ids, references = consultation_tokens.named(inbound)
    if not ids and not references:
        return None
    if ids:
        answered = ConsultationMessage.objects.filter(pk__in=ids).order_by("-id")
        found = answered.values_list("consultation_id", flat=True).first()
        if found is not None:
            return found
    return Consultation.objects.filter(reference__in=references).values_list("id", flat=True).first()


def receive(consultation_id: int, *, inbound: InboundMessage, by: Actor, at: datetime | None = None) -> Heard:
    """Lays a mail into the consultation, inside the caller's transaction. A second copy changes nothing.

    What a machine wrote is kept and marked, and nobody is told; a sender who was not asked is marked too.
    """
    require(by, TicketPermission.OPEN)
    ticket, row = _locked(consultation_id, by=by)
    earlier = ConsultationMessage.objects.filter(consultation=row, inward=True, external_id=inbound.external_id[:300])
    known = earlier.first() if inbound.external_id else None
    if known is not None:
        return Heard(ticket.id, known.id, ())
    asked = {mailbox_key(person["address"]): person for person in row.people}
    made = ConsultationMessage(
        consultation=row,
        inward=True,
        author_name=one_line(inbound.sender.name)[:120],
        author_address=inbound.sender.address[:320],
        text=inbound.text[:LONGEST],
        reply_text=inbound.reply[:LONGEST],
        auto=inbound.auto_submitted,
        stranger=mailbox_key(inbound.sender.address) not in asked,
        verdict=inbound.verdicts,
        external_id=inbound.external_id[:300],
        created_at=at or clock.now(),
    )
    return _keep(ticket, row, made, inbound.files, by=by)


def answer_by_link(link_id: int, *, name: str, text: str, given: Iterable[FilePart], key: str, by: Actor) -> Heard:
    """Lays a guest's words into the consultation. `key` makes a second click harmless. The link is what lets them in,
    whoever they are. Raises NotFound (the link works no more), EmptyMessage."""
    words, files_given = text.strip(), tuple(given)
    for one in files_given:
        files.keep(one.content)
    if not words and not files_given:
        raise EmptyMessage(field="text", reason="")
    with transaction.atomic():
        consultation_id = consultations.opened_by(link_id)
        if consultation_id is None:
            raise NotFound
        ticket, row = _locked(consultation_id, by=by)
        known = ConsultationMessage.objects.filter(consultation=row, client_key=key).first()
        if known is not None:
            return Heard(ticket.id, known.id, ())
        called = one_line(name)[:120]
        asked = next((one for one in row.people if called in (one["name"], one["address"])), None)
        made = ConsultationMessage(
            consultation=row,
            inward=True,
            by_link=True,
            author_name=called,
            author_address=asked["address"] if asked is not None else "",
            text=words[:LONGEST],
            client_key=key,
            created_at=clock.now(),
        )
        return _keep(ticket, row, made, files_given, by=by)


def _locked(consultation_id: int, *, by: Actor) -> tuple[Ticket, Consultation]:
    """Ticket first, as everywhere. The house itself takes in what comes from outside."""
    ticket_id = Consultation.objects.values_list("ticket_id", flat=True).get(pk=consultation_id)
    ticket = access(ticket_id, TicketPermission.OPEN, by=by)
    return ticket, Consultation.objects.select_for_update().get(pk=consultation_id)


def _keep(
    ticket: Ticket, row: Consultation, made: ConsultationMessage, given: Iterable[FilePart], *, by: Actor
) -> Heard:
    made.save()
    digests = []
    for part in given:
        kept = files.keep(part.content)
        digests.append(kept.sha256)
        ConsultationFile.objects.create(
            message=made, file=files.row_for(kept), name=clean_name(part.name), type=part.type[:100], size=kept.size
        )
    if not made.auto:
        row.answered_at = made.created_at
        if row.closed_at is not None:
            row.closed_at = row.closed_by_id = None
            tell(ticket, ConsultationReopened(ticket_id=ticket.id, consultation_id=row.id), by=by)
        row.save()
        restate(ticket, at=clock.now())
    news = ConsultationAnswered(
        ticket_id=ticket.id,
        consultation_id=row.id,
        asked_id=made.id,
        author=made.author_name or made.author_address,
        auto=made.auto,
        by_link=made.by_link,
        asker_id=row.agent_id,
    )
    tell(ticket, news, by=by)
    return Heard(ticket.id, made.id, tuple(digests))
