"""Writing formal letters for a ticket: the words from a template, the PDF, and where it goes."""

from dataclasses import replace
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.kernel import clock, events
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.kernel.text import one_line
from madoguchi.people.permissions import require
from madoguchi.tickets import placeholders
from madoguchi.tickets.access import access
from madoguchi.tickets.events_complaints import LetterMade
from madoguchi.tickets.events_structure import TicketSetupChanged
from madoguchi.tickets.letters.paper import draw
from madoguchi.tickets.letters.sheet import LONGEST, Sheet, Wording, is_japanese, usual
from madoguchi.tickets.models import Attachment, LetterTemplate, Ticket
from madoguchi.tickets.models.letter import LetterKind
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recording import tell
from madoguchi.tickets.services import attaching, drafting, macros, noting

Place = Literal["note", "reply"]
_PARTS = ("sender", "title", "opening", "body", "ending", "items")


def wordings(*, active: bool = True) -> list[Wording]:
    """Templates one can begin with; of a kind for which nobody has written one, what comes with the product."""
    rows = LetterTemplate.objects.filter(active=True) if active else LetterTemplate.objects.all()
    written = [_wording(row) for row in rows]
    kinds = {one.kind for one in written}
    return [*written, *(one for one in usual() if one.kind not in kinds)]


def compose(ticket_id: int, *, wording: Wording, by: Actor) -> Sheet:
    """The letter with what is known of the ticket filled in, to be read and changed. Raises NotFound."""
    ticket = Ticket.objects.get_visible(ticket_id, by)
    require(by, TicketPermission.COMPLAIN)

    def filled(text: str) -> str:
        return macros.filled(text, ticket=ticket, by=by).strip()

    return Sheet(
        date=filled("{{today}}"),
        addressee=filled("{{customer.company}}\n{{customer.name}} {{customer.honorific}}"),
        sender=filled(wording.sender),
        title=filled(wording.title),
        opening=wording.opening,
        body=filled(wording.body),
        ending=wording.ending,
        items=filled(wording.items),
        seal=is_japanese(wording.body),
    )


def preview(ticket_id: int, *, sheet: Sheet, by: Actor) -> bytes:
    """The PDF, kept nowhere. Raises NotFound, Invalid."""
    Ticket.objects.get_visible(ticket_id, by)
    require(by, TicketPermission.COMPLAIN)
    return draw(_checked(sheet))


@transaction.atomic
def make(ticket_id: int, *, sheet: Sheet, by: Actor, place: Place = "note", name: str = "") -> Attachment:
    """Keeps the PDF on the ticket: with an internal note, or with the actor's draft of a reply. Raises NotFound,
    NotAllowed, Invalid."""
    ticket = access(ticket_id, TicketPermission.COMPLAIN, by=by)
    require(by, TicketPermission.NOTE if place == "note" else TicketPermission.REPLY)
    checked = _checked(sheet)
    title = one_line(name or checked.title)[:80] or _("Letter")
    upload = attaching.upload(name=f"{title}.pdf", type="application/pdf", content=draw(checked), by=by)
    if place == "note":
        noting.note(
            ticket_id, text=_("Letter made: %(name)s") % {"name": upload.name}, attachment_ids=[upload.id], by=by
        )
    else:
        drafting.add_file(ticket_id, file=attaching.plain(upload), by=by)
    tell(ticket, LetterMade(ticket_id=ticket_id, attachment_id=upload.id), by=by, at=clock.now())
    return upload


@transaction.atomic
def save_template(template_id: int | None = None, *, wording: Wording, by: Actor, active: bool = True) -> int:
    """Makes or changes a template; returns its id. Raises NotAllowed, NotFound, Invalid."""
    require(by, TicketPermission.SETUP)
    row = LetterTemplate() if template_id is None else LetterTemplate.objects.filter(pk=template_id).first()
    if row is None:
        raise NotFound
    if wording.kind not in LetterKind.values:
        raise Invalid(field="kind", reason=_("choose one"))
    strange = placeholders.unknown("\n".join(getattr(wording, part) for part in _PARTS))
    if strange:
        raise Invalid(field="body", reason=_("These are no placeholders: %(names)s") % {"names": " ".join(strange)})
    row.name, row.kind, row.active = one_line(wording.name)[:80], LetterKind(wording.kind), active
    if not row.name or not wording.body.strip():
        raise Invalid(field="name", reason=_("A name and a text are needed."))
    for part in _PARTS:
        setattr(row, part, getattr(wording, part).replace("\r\n", "\n").strip())
    row.save()
    events.publish(TicketSetupChanged(kind="letter_template", object_id=row.id, verb="saved"), by=by)
    return row.id


@transaction.atomic
def delete_template(template_id: int, *, by: Actor) -> None:
    """Takes a template away; letters made with it stay."""
    require(by, TicketPermission.SETUP)
    gone, _details = LetterTemplate.objects.filter(pk=template_id).delete()
    if not gone:
        raise NotFound
    events.publish(TicketSetupChanged(kind="letter_template", object_id=template_id, verb="deleted"), by=by)


def _wording(row: LetterTemplate) -> Wording:
    return Wording(row.id, row.name, row.kind, *(getattr(row, part) for part in _PARTS))


def _checked(sheet: Sheet) -> Sheet:
    if sum(len(value) for value in sheet.parts().values() if isinstance(value, str)) > LONGEST:
        raise Invalid(field="body", reason=_("The letter is too long."))
    if not sheet.body.strip():
        raise Invalid(field=_("Text"), reason=_("Write the letter first."))
    return replace(sheet, title=one_line(sheet.title)[:120])
