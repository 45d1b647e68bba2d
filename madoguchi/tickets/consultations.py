"""Consultations as pages, channels and guests read them. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import NotFound
from madoguchi.tickets import consultation_tokens
from madoguchi.tickets.models import Consultation, ConsultationFile, ConsultationMessage, GuestLink, Ticket
from madoguchi.tickets.outgoing import OutgoingFile


@dataclass(frozen=True, slots=True)
class Talk:
    """A consultation with its messages, oldest first, their files, and the link that works (or None)."""

    row: Consultation
    messages: list[ConsultationMessage]
    files: dict[int, list[ConsultationFile]]
    link: GuestLink | None

    @property
    def last(self) -> ConsultationMessage:
        """The newest message."""
        return self.messages[-1]

    @property
    def link_path(self) -> str:
        """The page's path, empty without a link."""
        return f"/guests/{consultation_tokens.link_token(self.link.id)}" if self.link is not None else ""


@dataclass(frozen=True, slots=True)
class Asking:
    """A mail of a consultation as a channel sends it. `thread_ids` are those before it, oldest first."""

    message_id: int
    reference: str
    subject: str
    language: str
    text: str
    to: list[dict[str, str]]
    agent_id: int | None
    thread_ids: list[str]
    files: list[OutgoingFile]
    link_path: str
    link_until: datetime | None


def on_ticket(ticket_id: int, *, by: Actor) -> list[Talk]:
    """All consultations of a ticket the actor may see, the newest first. Raises NotFound."""
    Ticket.objects.get_visible(ticket_id, by)
    return talks_on(ticket_id)


def talks_on(ticket_id: int) -> list[Talk]:
    """The same of a ticket that the caller has found to be seen."""
    return _talks(list(Consultation.objects.select_related("agent").filter(ticket_id=ticket_id).order_by("-id")))


def one(consultation_id: int, *, by: Actor) -> Talk:
    """One of them. Raises NotFound, also where the ticket is not to be seen."""
    row = Consultation.objects.select_related("agent").filter(pk=consultation_id).first()
    if row is None:
        raise NotFound
    Ticket.objects.get_visible(row.ticket_id, by)
    return _talks([row])[0]


def file_of(file_id: int, *, by: Actor) -> ConsultationFile:
    """A file of a consultation on a ticket the actor may see. Raises NotFound."""
    row = ConsultationFile.objects.select_related("file", "message__consultation").filter(pk=file_id).first()
    if row is None:
        raise NotFound
    Ticket.objects.get_visible(row.message.consultation.ticket_id, by)
    return row


def opened_by(link_id: int) -> int | None:
    """The consultation a guest link opens; None once it is over, revoked, or the ticket was thrown away."""
    rows = GuestLink.objects.filter(pk=link_id, revoked_at=None, expires_at__gt=clock.now())
    return rows.exclude(consultation__ticket__status="bin").values_list("consultation_id", flat=True).first()


def for_guest(token: str) -> tuple[Talk, int] | None:
    """What a link shows: the consultation and the link's id. None when it opens nothing (any more).

    Mails that never left and what machines wrote are not for guests.
    """
    link_id = consultation_tokens.link_id_from(token)
    consultation_id = opened_by(link_id) if link_id is not None else None
    if link_id is None or consultation_id is None:
        return None
    talk = _talks([Consultation.objects.select_related("agent").get(pk=consultation_id)])[0]
    shown = [message for message in talk.messages if not message.auto and not message.stranger]
    return Talk(talk.row, shown, talk.files, talk.link), link_id


def asking(message_id: int) -> Asking | None:
    """A mail ready for a channel, or None when it is gone."""
    message = ConsultationMessage.objects.select_related("consultation").filter(pk=message_id, inward=False).first()
    if message is None:
        return None
    row = message.consultation
    earlier = ConsultationMessage.objects.filter(consultation=row, id__lt=message.id).exclude(external_id="")
    known = earlier.filter(stranger=False).order_by("-id").values_list("external_id", flat=True)[:20]
    talk = _talks([row])[0]
    return Asking(
        message_id=message.id,
        reference=row.reference,
        subject=row.subject,
        language=row.language,
        text=message.text,
        to=message.to,
        agent_id=message.agent_id,
        thread_ids=list(reversed(known)),
        files=[
            OutgoingFile(one.id, one.name, one.type, "", one.file)
            for one in ConsultationFile.objects.select_related("file").filter(message=message).order_by("id")
        ],
        link_path=talk.link_path,
        link_until=talk.link.expires_at if talk.link is not None else None,
    )


def addressed(message_id: int) -> tuple[str, list[dict[str, str]]]:
    """A mail's subject and whom it is written to."""
    subject, to = ConsultationMessage.objects.values_list("consultation__subject", "to").get(pk=message_id)
    return subject, to


def ticket_of(message_id: int) -> int | None:
    """The ticket of one of its messages."""
    found = ConsultationMessage.objects.filter(pk=message_id)
    return found.values_list("consultation__ticket_id", flat=True).first()


def _talks(rows: Iterable[Consultation]) -> list[Talk]:
    listed = list(rows)
    messages: dict[int, list[ConsultationMessage]] = {row.id: [] for row in listed}
    for message in ConsultationMessage.objects.filter(consultation__in=listed).order_by("id"):
        messages[message.consultation_id].append(message)
    files: dict[int, list[ConsultationFile]] = {}
    for file in ConsultationFile.objects.select_related("file").filter(message__consultation__in=listed).order_by("id"):
        files.setdefault(file.message_id, []).append(file)
    working = GuestLink.objects.filter(consultation__in=listed, revoked_at=None, expires_at__gt=clock.now())
    links = {link.consultation_id: link for link in working.order_by("id")}
    return [Talk(row, messages[row.id], files, links.get(row.id)) for row in listed]
