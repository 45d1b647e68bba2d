"""Drafts: what an agent has written but not sent, kept on the server so that no window loses it."""

import json
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.kernel import clock, live
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid
from madoguchi.tickets.access import access
from madoguchi.tickets.errors import DraftConflict
from madoguchi.tickets.models import Draft, Ticket
from madoguchi.tickets.permissions import TicketPermission

KINDS = {"reply": TicketPermission.REPLY, "note": TicketPermission.NOTE}
PARTS = frozenset({"text", "html", "to", "cc", "bcc", "attachment_ids", "mention_ids", "macro_ids", "close"})
LARGEST = 300_000


@transaction.atomic
def save(ticket_id: int, *, kind: str, body: dict[str, Any], revision: int, by: Actor) -> Draft:
    """Saves a draft over the `revision` the writer had (0 for a new one). Raises DraftConflict with what is there.

    Not news: nobody but the writer hears of it.
    """
    ticket = access(ticket_id, _permission(kind), by=by)
    if by.agent_id is None:
        raise Invalid(field="by", reason=_("Only an agent has drafts."))
    cleaned = {name: value for name, value in body.items() if name in PARTS}
    if len(json.dumps(cleaned, ensure_ascii=False)) > LARGEST:
        raise Invalid(field="body", reason=_("The draft is too long."))
    row = Draft.objects.select_for_update().filter(ticket=ticket, agent_id=by.agent_id or 0, kind=kind).first()
    if row is None:
        row = Draft(ticket=ticket, agent_id=by.agent_id, kind=kind, revision=0)
    elif row.revision != revision:
        raise DraftConflict(revision=row.revision, body=row.body)
    row.body, row.revision, row.saved_at = cleaned, row.revision + 1, clock.now()
    row.save()
    _whisper(ticket, by)
    return row


@transaction.atomic
def discard(ticket_id: int, *, kind: str, by: Actor) -> None:
    """Throws one's draft away; nothing happens when there is none."""
    ticket = access(ticket_id, _permission(kind), by=by)
    gone, _details = Draft.objects.filter(ticket=ticket, agent_id=by.agent_id or 0, kind=kind).delete()
    if gone:
        _whisper(ticket, by)


def of_ticket(ticket_id: int, *, by: Actor) -> dict[str, Draft]:
    """One's own drafts on a ticket by kind."""
    ticket = Ticket.objects.get_visible(ticket_id, by)
    return {row.kind: row for row in Draft.objects.filter(ticket=ticket, agent_id=by.agent_id or 0)}


def _permission(kind: str) -> TicketPermission:
    if kind not in KINDS:
        raise Invalid(field="kind", reason=_("choose one of: %(choices)s") % {"choices": ", ".join(KINDS)})
    return KINDS[kind]


def _whisper(ticket: Ticket, by: Actor) -> None:
    live.announce(
        live.Announcement(id=0, name="draft.changed", ticket_id=ticket.id, actor_id=by.agent_id, agent_id=by.agent_id)
    )
