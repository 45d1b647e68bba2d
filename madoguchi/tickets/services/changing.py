"""Changing what a ticket says about itself: subject, priority, category, custom fields, and the step it is at."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.kernel import clock, search
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid
from madoguchi.tickets import fields as custom_fields
from madoguchi.tickets.access import access
from madoguchi.tickets.events import TicketChanged
from madoguchi.tickets.models import Category, Ticket
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recording import SEARCH_SCOPE, tell
from madoguchi.tickets.services.assigning import KEEP, Keep
from madoguchi.tickets.statuses import LIVE_STATUSES, Priority, Status

STEPS = (Status.NEW, Status.OPEN, Status.WAITING)


@transaction.atomic
def change(
    ticket_id: int,
    *,
    by: Actor,
    subject: str | Keep = KEEP,
    priority: int | Keep = KEEP,
    category_id: int | Keep | None = KEEP,
    status: str | Keep = KEEP,
    fields: dict[str, Any] | Keep = KEEP,
    at: datetime | None = None,
) -> Ticket:
    """Changes the given properties at once. `status` may be new, open or waiting (the rest have services of their
    own); `fields` holds only the custom fields to change. Raises Invalid."""
    ticket = access(ticket_id, TicketPermission.CHANGE, by=by)
    changes: dict[str, list[object]] = {}
    if subject is not KEEP:
        _set(ticket, "subject", _subject(subject), changes)
    if priority is not KEEP:
        _set(ticket, "priority", _priority(priority), changes)
    if category_id is not KEEP:
        _set(ticket, "category_id", _category(category_id), changes)
    if status is not KEEP:
        _set(ticket, "status", _step(ticket, status), changes)
    if fields is not KEEP:
        cleaned = custom_fields.clean(fields, team_id=ticket.team_id)
        for key, value in cleaned.items():
            if ticket.fields.get(key) != value:
                changes[f"fields.{key}"] = [ticket.fields.get(key), value]
        ticket.fields = {**ticket.fields, **cleaned}
    if changes:
        moment = at or clock.now()
        ticket.updated_at = moment
        ticket.save()
        if "subject" in changes:
            search.put(SEARCH_SCOPE, ticket.id, "subject", ticket.id, ticket.subject)
        tell(ticket, TicketChanged(ticket_id=ticket.id, changes=changes), by=by, at=moment)
    return ticket


def _set(ticket: Ticket, name: str, value: object, changes: dict[str, list[object]]) -> None:
    before = getattr(ticket, name)
    if before != value:
        setattr(ticket, name, value)
        changes[name] = [before, value]


def _subject(value: str) -> str:
    cleaned = " ".join(value.split())[:300]
    if not cleaned:
        raise Invalid(field="subject", reason=_("Write a subject."))
    return cleaned


def _priority(value: int) -> int:
    if value not in Priority.values:
        raise Invalid(field="priority", reason=_("Choose a priority from the list."))
    return int(value)


def _category(value: int | None) -> int | None:
    if value is not None and not Category.objects.filter(pk=value, active=True).exists():
        raise Invalid(field="category_id", reason=_("There is no such category."))
    return value


def _step(ticket: Ticket, value: str) -> str:
    if value not in STEPS or ticket.status not in LIVE_STATUSES or ticket.status == Status.HELD:
        raise Invalid(field="status", reason=_("This step cannot be set here."))
    return str(value)
