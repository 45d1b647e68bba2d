"""Drafts: what an agent has written but not sent, kept on the server so that no window loses it.

Colleagues who may write on the ticket see them and may take them over.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.kernel import clock, live
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.people.permissions import require
from madoguchi.people.queries import actor_of
from madoguchi.tickets.access import access
from madoguchi.tickets.errors import DraftConflict
from madoguchi.tickets.events_structure import TicketTakenOver
from madoguchi.tickets.models import Attachment, Draft, Ticket
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recording import tell

KINDS = {"reply": TicketPermission.REPLY, "note": TicketPermission.NOTE}
PARTS = frozenset({"text", "html", "to", "cc", "bcc", "files", "attachment_ids", "mention_ids", "macro_ids", "close"})
LARGEST = 300_000
SHOWN = 2_000


@dataclass(frozen=True, slots=True)
class Begun:
    """A colleague's draft, as far as it is shown."""

    id: int
    kind: str
    name: str
    text: str
    saved_at: datetime


@transaction.atomic
def save(ticket_id: int, *, kind: str, body: dict[str, Any], revision: int, by: Actor) -> Draft:
    """Saves a draft over the `revision` the writer had (0 for a new one). Raises DraftConflict with what is there.

    Not news: the writer's other windows hear of it, colleagues when there is one where none was.
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
    _whisper(ticket, by, to_colleagues=row.revision == 1)
    return row


@transaction.atomic
def discard(ticket_id: int, *, kind: str, by: Actor) -> None:
    """Throws one's draft away; nothing happens when there is none."""
    ticket = access(ticket_id, _permission(kind), by=by)
    gone, _details = Draft.objects.filter(ticket=ticket, agent_id=by.agent_id or 0, kind=kind).delete()
    if gone:
        _whisper(ticket, by, to_colleagues=True)


@transaction.atomic
def take_over(ticket_id: int, *, draft_id: int, by: Actor) -> Draft:
    """Hands a colleague's draft with its uploads to the actor, who puts it into their own; returns what it was.

    Written down like taking over the soft lock. Raises NotFound when it was sent or thrown away meanwhile.
    """
    ticket = access(ticket_id, TicketPermission.NOTE, by=by)
    row = Draft.objects.filter(pk=draft_id, ticket=ticket).exclude(agent_id=by.agent_id or 0).first()
    if row is None or by.agent_id is None:
        raise NotFound
    require(by, _permission(row.kind))
    owner = row.agent_id
    Attachment.objects.filter(pk__in=_files(row.body), message=None, uploaded_by_id=owner).update(
        uploaded_by_id=by.agent_id
    )
    Draft.objects.filter(pk=row.pk).delete()
    tell(ticket, TicketTakenOver(ticket_id=ticket.id, from_agent_id=owner), by=by)
    _whisper(ticket, by, to_colleagues=True)
    return row


def give_back(ticket: Ticket, *, agent_id: int, body: dict[str, Any]) -> None:
    """Puts a reply that did not leave into its writer's draft, above what they have begun since."""
    row = Draft.objects.select_for_update().filter(ticket=ticket, agent_id=agent_id, kind="reply").first()
    row = row or Draft(ticket=ticket, agent_id=agent_id, kind="reply", body={})
    begun = str(row.body.get("text", "")).strip()
    files = [*row.body.get("files", []), *body["files"]]
    row.body = {**body, "files": files}
    if begun:
        row.body |= {"text": f"{body['text']}\n\n{begun}", "html": ""}
    row.revision, row.saved_at = row.revision + 1, clock.now()
    row.save()
    writer = actor_of("agent", agent_id)
    if writer is not None:
        _whisper(ticket, writer, to_colleagues=True)


@transaction.atomic
def add_file(ticket_id: int, *, file: dict[str, Any], by: Actor) -> None:
    """Puts a file the actor has uploaded (see `attaching.plain`) with their draft of a reply, or begins one."""
    ticket = access(ticket_id, TicketPermission.REPLY, by=by)
    if by.agent_id is None:
        raise Invalid(field="by", reason=_("Only an agent has drafts."))
    row = Draft.objects.select_for_update().filter(ticket=ticket, agent_id=by.agent_id, kind="reply").first()
    row = row or Draft(ticket=ticket, agent_id=by.agent_id, kind="reply", body={})
    row.body = {**row.body, "files": [*row.body.get("files", []), file]}
    row.revision, row.saved_at = row.revision + 1, clock.now()
    row.save()
    _whisper(ticket, by, to_colleagues=row.revision == 1)


def of_colleagues(ticket_id: int, *, by: Actor) -> list[Begun]:
    """What others have begun on a ticket, newest first; only the kinds the actor may write."""
    ticket = Ticket.objects.get_visible(ticket_id, by)
    kinds = [kind for kind, permission in KINDS.items() if by.has(permission)]
    rows = Draft.objects.filter(ticket=ticket, kind__in=kinds).exclude(agent_id=by.agent_id or 0).order_by("-saved_at")
    found = rows.values_list("id", "kind", "agent__name", "body", "saved_at")
    return [Begun(key, kind, name, str(body.get("text", ""))[:SHOWN], at) for key, kind, name, body, at in found]


def of_ticket(ticket_id: int, *, by: Actor) -> dict[str, Draft]:
    """One's own drafts on a ticket by kind."""
    ticket = Ticket.objects.get_visible(ticket_id, by)
    return {row.kind: row for row in Draft.objects.filter(ticket=ticket, agent_id=by.agent_id or 0)}


def _permission(kind: str) -> TicketPermission:
    if kind not in KINDS:
        raise Invalid(field="kind", reason=_("choose one of: %(choices)s") % {"choices": ", ".join(KINDS)})
    return KINDS[kind]


def _files(body: dict[str, Any]) -> list[int]:
    files = body.get("files")
    rows = files if isinstance(files, list) else []
    return [row["id"] for row in rows if isinstance(row, dict) and isinstance(row.get("id"), int)]


def _whisper(ticket: Ticket, by: Actor, *, to_colleagues: bool) -> None:
    """By name only: to those who may read the ticket, or to the writer's own windows."""
    news = live.Announcement(id=0, name="draft.changed", ticket_id=ticket.id, actor_id=by.agent_id)
    if to_colleagues:
        live.announce(replace(news, team_id=ticket.team_id, assignee_id=ticket.assignee_id))
    else:
        live.announce(replace(news, agent_id=by.agent_id))
