"""Macros (定型文): saving them, filling their text for a ticket, and making their changes."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from madoguchi.customers import queries as customer_queries
from madoguchi.kernel import clock, events, settings
from madoguchi.kernel.actors import Actor, Ladder
from madoguchi.kernel.errors import Invalid, NotAllowed, NotFound
from madoguchi.people import queries as people_queries
from madoguchi.people.permissions import require
from madoguchi.people.queries import active_team_ids
from madoguchi.tickets import changes as ticket_changes
from madoguchi.tickets import placeholders
from madoguchi.tickets.access import access
from madoguchi.tickets.events_structure import MacroApplied, TicketSetupChanged
from madoguchi.tickets.models import Macro, Ticket
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recording import tell
from madoguchi.tickets.services import applying
from madoguchi.tickets.setup_queries import category_path, macro_of

LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Rendered:
    """The filled text, the changes that come with it, and placeholders that nobody knows."""

    text: str
    changes: dict[str, Any]
    unknown: list[str]


@transaction.atomic
def save(
    macro_id: int | None = None,
    *,
    name: str,
    by: Actor,
    text: str = "",
    shortcut: str = "",
    team_id: int | None = None,
    agent_id: int | None = None,
    changes: object = None,
    language: str = "ja",
    position: int = 0,
    active: bool = True,
) -> Macro:
    """Makes or changes a macro: one's own (`agent_id`), a team's, or everyone's. Raises Invalid for an unknown
    placeholder or change, NotAllowed without `macro:manage` for a shared one."""
    require(by, TicketPermission.REPLY)
    row = Macro() if macro_id is None else macro_of(macro_id, by=by)
    if macro_id is not None:
        _ensure_owner(row.agent_id, row.team_id, by)
    _ensure_owner(agent_id, team_id, by)
    row.name = " ".join(name.split())[:80]
    if not row.name:
        raise Invalid(field="name", reason=_("Give it a name."))
    strange = placeholders.unknown(text)
    if strange:
        raise Invalid(field="text", reason=_("unknown placeholders: %(names)s") % {"names": " ".join(strange)[:200]})
    if len(text) > LONGEST_TEXT:
        raise Invalid(field="text", reason=_("at most %(count)s letters") % {"count": LONGEST_TEXT})
    if team_id is not None and team_id not in active_team_ids([team_id]):
        raise Invalid(field="team_id", reason=_("There is no such active team."))
    row.text, row.shortcut = text.replace("\r\n", "\n"), "".join(shortcut.split())[:30]
    row.changes = ticket_changes.clean(changes or {}, required=False)
    row.team_id, row.agent_id, row.language = team_id, agent_id, language[:8]
    row.position, row.active = max(0, position), active
    row.save()
    events.publish(TicketSetupChanged(kind="macro", object_id=row.id, verb="saved"), by=by)
    return row


@transaction.atomic
def delete(macro_id: int, *, by: Actor) -> None:
    """Takes a macro away."""
    row = macro_of(macro_id, by=by)
    _ensure_owner(row.agent_id, row.team_id, by)
    row.delete()
    events.publish(TicketSetupChanged(kind="macro", object_id=macro_id, verb="deleted"), by=by)


def render(macro_id: int | str, *, by: Actor, ticket_id: int | None = None) -> Rendered:
    """A macro (or a text being written) filled for a ticket, or with examples when no ticket is given."""
    row = macro_of(macro_id, by=by) if isinstance(macro_id, int) else Macro(text=macro_id[:LONGEST_TEXT])
    if ticket_id is None:
        text = placeholders.example(row.text)
    else:
        ticket = Ticket.objects.get_visible(ticket_id, by)
        text = placeholders.fill(row.text, _values(ticket, placeholders.used(row.text), row.language, by))
    return Rendered(text, dict(row.changes), placeholders.unknown(row.text))


def filled(text: str, *, ticket: Ticket, by: Actor) -> str:
    """Any text written by staff with its placeholders filled for a ticket the caller has found to be seen."""
    return placeholders.fill(text, _values(ticket, placeholders.used(text), ticket.customer.language, by))


@transaction.atomic
def apply(macro_id: int, *, ticket_id: int, by: Actor) -> Rendered:
    """Makes the macro's changes to the ticket and returns its text, ready to be looked over and sent."""
    ticket = access(ticket_id, TicketPermission.REPLY, by=by)
    row = macro_of(macro_id, by=by)
    if not row.active:
        raise NotFound
    rendered = render(macro_id, ticket_id=ticket_id, by=by)
    if row.changes:
        applying.apply(ticket_id, changes=row.changes, by=by)
        ticket.refresh_from_db()
    Macro.objects.filter(pk=row.id).update(used_count=F("used_count") + 1)
    tell(ticket, MacroApplied(ticket_id=ticket_id, macro_id=row.id, macro_name=row.name), by=by)
    return rendered


def _ensure_owner(agent_id: int | None, team_id: int | None, by: Actor) -> None:
    if agent_id is not None:
        if agent_id != by.agent_id:
            raise NotFound
        if team_id is not None:
            raise Invalid(field="team_id", reason=_("A macro is one’s own or a team’s, not both."))
        return
    if not by.has(TicketPermission.MACRO_MANAGE):
        raise NotAllowed(permission=str(TicketPermission.MACRO_MANAGE))
    if team_id is not None and by.ladder != Ladder.ALL and team_id not in by.team_ids:
        raise NotFound


def _values(ticket: Ticket, used: list[str], language: str, by: Actor) -> dict[str, str]:
    person = customer_queries.contact(ticket.customer_id)
    company = ticket.customer.company
    values = {
        "customer.name": person.name if person else "",
        "customer.honorific": person.honorific if person else "",
        "customer.company": company.name if company else "",
        "customer.mail": person.mail_address if person else "",
        "ticket.number": str(ticket.id),
        "ticket.reference": ticket.reference,
        "ticket.subject": ticket.subject,
        "ticket.category": category_path(ticket.category) if ticket.category else "",
        "team.name": ticket.team.name if ticket.team else "",
    }
    if "agent.name" in used or "agent.signature" in used:
        agent = people_queries.agent(by.agent_id or 0)
        values["agent.name"] = agent.name if agent else by.name
        values["agent.signature"] = agent.signature if agent else ""
    if "company.name" in used:
        values["company.name"] = str(settings.read("company.name", ""))
    if "today" in used:
        with translation.override(language):
            values["today"] = formats.date_format(timezone.localtime(clock.now()), "DATE_FORMAT")
    return values
