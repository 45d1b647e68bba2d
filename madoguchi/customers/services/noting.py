"""Notes about a customer: what colleagues should know before they answer."""

from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.customers.events import CustomerNoted, CustomerNoteRemoved
from madoguchi.customers.models import CustomerNote, NoteReading
from madoguchi.customers.permissions import CustomerPermission
from madoguchi.customers.services.access import access
from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.kernel.events import publish
from madoguchi.people.permissions import require

LONGEST_NOTE = 5_000


@transaction.atomic
def write(customer_id: int, *, text: str, pinned: bool = False, popup: bool = False, by: Actor) -> CustomerNote:
    """Adds a note; a pinned one stays on top of the panel, a `popup` one is shown on every ticket of the customer."""
    customer = access(customer_id, CustomerPermission.WRITE, by=by)
    text = text.replace("\r\n", "\n").strip()[:LONGEST_NOTE]
    if not text:
        raise Invalid(field="text", reason=_("must not be empty"))
    note = CustomerNote.objects.create(
        customer=customer, text=text, pinned=pinned, popup=popup, author_id=by.agent_id, written_at=clock.now()
    )
    publish(CustomerNoted(customer_id=customer.id, note_id=note.id), by=by)
    return note


def pin(note_id: int, *, by: Actor) -> CustomerNote:
    """Keeps a note on top."""
    return _set_pinned(note_id, True, by=by)


def unpin(note_id: int, *, by: Actor) -> CustomerNote:
    """Lets a note sink."""
    return _set_pinned(note_id, False, by=by)


@transaction.atomic
def show_on_tickets(note_id: int, *, shown: bool, by: Actor) -> CustomerNote:
    """Lets a note pop up on the customer's tickets, or no longer. Who has confirmed it before is asked again."""
    note = _locked(note_id, by=by)
    if note.popup != shown:
        note.popup = shown
        note.save(update_fields=["popup"])
        NoteReading.objects.filter(note=note).delete()
        publish(CustomerNoted(customer_id=note.customer_id, note_id=note.id), by=by)
    return note


@transaction.atomic
def confirm(note_id: int, *, by: Actor) -> None:
    """The agent has read a note that pops up; it comes again tomorrow. Raises NotAllowed or NotFound."""
    require(by, CustomerPermission.READ)
    if by.agent_id is None or not CustomerNote.objects.filter(pk=note_id).exists():
        raise NotFound
    NoteReading.objects.update_or_create(note_id=note_id, agent_id=by.agent_id, defaults={"read_at": clock.now()})


@transaction.atomic
def delete(note_id: int, *, by: Actor) -> None:
    """Removes a note."""
    note = _locked(note_id, by=by)
    note.delete()
    publish(CustomerNoteRemoved(customer_id=note.customer_id, note_id=note_id), by=by)


@transaction.atomic
def _set_pinned(note_id: int, pinned: bool, *, by: Actor) -> CustomerNote:
    note = _locked(note_id, by=by)
    if note.pinned != pinned:
        note.pinned = pinned
        note.save(update_fields=["pinned"])
        publish(CustomerNoted(customer_id=note.customer_id, note_id=note.id), by=by)
    return note


def _locked(note_id: int, *, by: Actor) -> CustomerNote:
    require(by, CustomerPermission.WRITE)
    note = CustomerNote.objects.select_for_update().filter(pk=note_id).first()
    if note is None:
        raise NotFound
    return note
