"""Tags on tickets."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.text import fold
from madoguchi.tickets.access import access
from madoguchi.tickets.events import TicketTagged
from madoguchi.tickets.models import Tag, Ticket, TicketTag
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.recording import tell


def set_tags(ticket_id: int, *, names: Iterable[str], by: Actor, at: datetime | None = None) -> list[str]:
    """Makes these the ticket's tags, creating new ones; returns their names in order."""
    return _apply(ticket_id, wanted=tuple(names), add=(), remove=(), by=by, at=at)


def add(ticket_id: int, *, names: Iterable[str], by: Actor, at: datetime | None = None) -> list[str]:
    """Adds tags."""
    return _apply(ticket_id, wanted=None, add=tuple(names), remove=(), by=by, at=at)


def remove(ticket_id: int, *, names: Iterable[str], by: Actor, at: datetime | None = None) -> list[str]:
    """Removes tags."""
    return _apply(ticket_id, wanted=None, add=(), remove=tuple(names), by=by, at=at)


@transaction.atomic
def _apply(
    ticket_id: int,
    *,
    wanted: tuple[str, ...] | None,
    add: tuple[str, ...],
    remove: tuple[str, ...],
    by: Actor,
    at: datetime | None,
) -> list[str]:
    ticket = access(ticket_id, TicketPermission.CHANGE, by=by)
    now_on = {
        key: (tag_id, name)
        for tag_id, key, name in Tag.objects.filter(ticket_tags__ticket=ticket).values_list("id", "name_key", "name")
    }
    goal = _keys(wanted) if wanted is not None else {**{key: name for key, (_id, name) in now_on.items()}, **_keys(add)}
    for key in _keys(remove):
        goal.pop(key, None)
    added = [_tag(key, name) for key, name in goal.items() if key not in now_on]
    removed = [(tag_id, name) for key, (tag_id, name) in now_on.items() if key not in goal]
    TicketTag.objects.bulk_create((TicketTag(ticket=ticket, tag=tag) for tag in added), ignore_conflicts=True)
    TicketTag.objects.filter(ticket=ticket, tag_id__in=[tag_id for tag_id, _name in removed]).delete()
    if added or removed:
        _tell(ticket, [tag.name for tag in added], [name for _id, name in removed], by=by, at=at or clock.now())
    return list(Tag.objects.filter(ticket_tags__ticket=ticket).order_by("name").values_list("name", flat=True))


def _keys(names: tuple[str, ...]) -> dict[str, str]:
    cleaned = (" ".join(name.split())[:60] for name in names)
    return {fold(name)[:60]: name for name in cleaned if name}


def _tag(key: str, name: str) -> Tag:
    tag, _created = Tag.objects.get_or_create(name_key=key, defaults={"name": name})
    return tag


def _tell(ticket: Ticket, added: list[str], removed: list[str], *, by: Actor, at: datetime) -> None:
    ticket.updated_at = at
    ticket.save(update_fields=["updated_at"])
    tell(ticket, TicketTagged(ticket_id=ticket.id, added=added, removed=removed), by=by, at=at)
