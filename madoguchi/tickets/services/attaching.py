"""Files uploaded by agents before the message that carries them exists."""

import secrets
import unicodedata
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.kernel import clock, files
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.people.permissions import require
from madoguchi.tickets import approvals
from madoguchi.tickets.access import access_message
from madoguchi.tickets.models import Attachment, Ticket
from madoguchi.tickets.models.message import MessageState
from madoguchi.tickets.permissions import TicketPermission

MAX_BYTES = 25 * 1024 * 1024
MAX_WAITING = 100
ORPHAN_AGE = timedelta(days=7)


def upload(*, name: str, type: str, content: bytes, by: Actor, inline: bool = False) -> Attachment:
    """Keeps a file for a message to come; an `inline` picture gets a content id by which the text can show it.

    Raises Invalid: empty, over 25 MB, or 100 files waiting already.
    """
    require(by, TicketPermission.NOTE)
    if not content:
        raise Invalid(field="file", reason=_("The file is empty."))
    if len(content) > MAX_BYTES:
        raise Invalid(field="file", reason=_("The file is larger than 25 MB."))
    kept = files.keep(content)
    with transaction.atomic():
        if Attachment.objects.filter(message=None, uploaded_by_id=by.agent_id).count() >= MAX_WAITING:
            raise Invalid(field="file", reason=_("Too many files wait to be sent. Send or remove some first."))
        return Attachment.objects.create(
            uploaded_by_id=by.agent_id,
            file=files.row_for(kept),
            name=clean_name(name),
            type=type[:100],
            size=kept.size,
            content_id=f"{secrets.token_hex(12)}@inline" if inline else "",
            created_at=clock.now(),
        )


@transaction.atomic
def take_over(message_id: int, *, by: Actor) -> list[Attachment]:
    """The files of a message that was taken back, waiting anew for the next one (content ids stay)."""
    _ticket, message = access_message(message_id, TicketPermission.REPLY, by=by)
    if message.state != MessageState.CANCELLED:
        return []
    rows = list(Attachment.objects.filter(message=message).order_by("id"))
    for row in rows:
        row.pk, row.message, row.uploaded_by_id, row.created_at = None, None, by.agent_id, clock.now()
        row.save(force_insert=True)
    return rows


def plain(row: Attachment) -> dict[str, Any]:
    """What the composer needs to know of an upload."""
    return {"id": row.id, "name": row.name, "size": row.size, "type": row.type, "cid": row.content_id}


def discard(attachment_id: int, *, by: Actor) -> None:
    """Forgets an upload that no message carries yet. Raises NotFound for any other."""
    gone, _details = Attachment.objects.filter(
        pk=attachment_id, message=None, uploaded_by_id=by.agent_id, uploaded_by__isnull=False
    ).delete()
    if not gone:
        raise NotFound


def open_attachment(attachment_id: int, *, by: Actor) -> Attachment:
    """The attachment with its file, if the actor may read its ticket or has just uploaded it. Raises NotFound."""
    row = Attachment.objects.select_related("file", "message").filter(pk=attachment_id).first()
    if row is None:
        raise NotFound
    if row.message is None:
        own = row.uploaded_by_id is not None and row.uploaded_by_id == by.agent_id
        if not own and not approvals.carries(row, by=by):
            raise NotFound
        return row
    Ticket.objects.get_visible(row.message.ticket_id, by)
    return row


def forget_orphans(*, by: Actor) -> int:
    """Deletes uploads that no message took within a week; returns how many."""
    require(by, TicketPermission.NOTE)
    old = Attachment.objects.filter(message=None, created_at__lt=clock.now() - ORPHAN_AGE)
    count, _details = old.exclude(pk__in=approvals.awaited_files()).delete()
    return count


def clean_name(name: str) -> str:
    """A file name without path, control or direction characters; never empty; at most 255 characters."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    cleaned = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C").strip(" .")
    return cleaned[-255:] or "file"
