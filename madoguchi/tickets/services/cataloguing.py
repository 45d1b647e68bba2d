"""Setting up what tickets are sorted by: categories, custom fields, tags."""

import re
from collections.abc import Iterable
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from madoguchi.kernel import events
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.kernel.text import fold
from madoguchi.people.permissions import require
from madoguchi.people.queries import active_team_ids
from madoguchi.people.services import auditing
from madoguchi.tickets.errors import InUse
from madoguchi.tickets.events_structure import TicketSetupChanged
from madoguchi.tickets.models import Category, FieldDefinition, Tag, Ticket, TicketTag
from madoguchi.tickets.models.field import FieldKind
from madoguchi.tickets.permissions import TicketPermission

_KEY = re.compile(r"^[a-z][a-z0-9_]{0,39}$")
DEEPEST = 4
RowT = TypeVar("RowT")


@transaction.atomic
def save_category(
    category_id: int | None = None,
    *,
    name: str,
    by: Actor,
    parent_id: int | None = None,
    team_id: int | None = None,
    position: int = 0,
    active: bool = True,
) -> Category:
    """Makes or changes a category under another one (at most four deep), for one team or for all."""
    require(by, TicketPermission.SETUP)
    row = Category() if category_id is None else _found(Category.objects.filter(pk=category_id).first())
    before = None if category_id is None else {"name": row.name, "parent_id": row.parent_id, "active": row.active}
    row.name, row.position, row.active = _name(name, "name"), max(0, position), active
    row.parent_id, row.team_id = _parent(category_id, parent_id), _team(team_id)
    row.save()
    _noted("category", row.id, "saved", by, before, {"name": row.name, "parent_id": row.parent_id, "active": active})
    return row


@transaction.atomic
def delete_category(category_id: int, *, by: Actor) -> None:
    """Deletes a category no ticket ever used and that has none below it. Raises InUse otherwise."""
    require(by, TicketPermission.SETUP)
    row = _found(Category.objects.filter(pk=category_id).first())
    if Ticket.objects.filter(category_id=category_id).exists() or row.children.exists():
        raise InUse
    row.delete()
    _noted("category", category_id, "deleted", by, {"name": row.name}, None)


@transaction.atomic
def save_field(
    field_id: int | None = None,
    *,
    label: str,
    kind: str,
    by: Actor,
    key: str = "",
    help_text: str = "",
    choices: Iterable[str] = (),
    team_id: int | None = None,
    required_to_close: bool = False,
    on_form: bool = False,
    position: int = 0,
    active: bool = True,
) -> FieldDefinition:
    """Makes or changes a custom field. Key and kind of an existing one stay: values of tickets hang on them."""
    require(by, TicketPermission.SETUP)
    row = FieldDefinition() if field_id is None else _found(FieldDefinition.objects.filter(pk=field_id).first())
    before = None if field_id is None else {"label": row.label, "choices": row.choices, "active": row.active}
    if field_id is None:
        if kind not in FieldKind.values:
            raise Invalid(
                field="kind", reason=_("choose one of: %(choices)s") % {"choices": ", ".join(FieldKind.values)}
            )
        row.key, row.kind = _key(key), kind
    row.choices = list(dict.fromkeys(" ".join(choice.split())[:80] for choice in choices if choice.strip()))[:200]
    if row.kind == FieldKind.CHOICE and not row.choices:
        raise Invalid(field="choices", reason=_("A choice needs something to choose from."))
    row.label, row.help_text, row.team_id = _name(label, "label"), help_text.strip()[:200], _team(team_id)
    row.required_to_close, row.on_form = required_to_close, on_form
    row.position, row.active = max(0, position), active
    row.save()
    _noted("field", row.id, "saved", by, before, {"label": row.label, "choices": row.choices, "active": active})
    return row


@transaction.atomic
def delete_field(field_id: int, *, by: Actor) -> None:
    """Deletes a field that no ticket holds a value for. Raises InUse otherwise."""
    require(by, TicketPermission.SETUP)
    row = _found(FieldDefinition.objects.filter(pk=field_id).first())
    if Ticket.objects.filter(fields__has_key=row.key).exists():
        raise InUse
    row.delete()
    _noted("field", field_id, "deleted", by, {"key": row.key, "label": row.label}, None)


@transaction.atomic
def rename_tag(tag_id: int, *, name: str, by: Actor) -> Tag:
    """Gives a tag another name. Raises Invalid when another tag reads the same (merge them instead)."""
    require(by, TicketPermission.SETUP)
    row = _found(Tag.objects.filter(pk=tag_id).first())
    before = {"name": row.name}
    row.name = _name(name, "name")[:60]
    row.name_key = fold(row.name)[:60]
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Invalid(field="name", reason=_("There is such a tag already. Merge the two instead.")) from None
    _noted("tag", tag_id, "saved", by, before, {"name": row.name})
    return row


@transaction.atomic
def merge_tags(tag_id: int, *, into_id: int, by: Actor) -> Tag:
    """Puts another tag in the place of this one on every ticket, and deletes this one."""
    require(by, TicketPermission.SETUP)
    row, into = _found(Tag.objects.filter(pk=tag_id).first()), _found(Tag.objects.filter(pk=into_id).first())
    if row.id == into.id:
        raise Invalid(field="into_id", reason=_("Choose another tag."))
    has_both = TicketTag.objects.filter(tag=into).values("ticket_id")
    TicketTag.objects.filter(tag=row).exclude(ticket_id__in=has_both).update(tag=into)
    row.delete()
    _noted("tag", tag_id, "merged", by, {"name": row.name}, {"into": into.name})
    return into


@transaction.atomic
def delete_tag(tag_id: int, *, by: Actor) -> None:
    """Takes a tag off every ticket and deletes it."""
    require(by, TicketPermission.SETUP)
    row = _found(Tag.objects.filter(pk=tag_id).first())
    row.delete()
    _noted("tag", tag_id, "deleted", by, {"name": row.name}, None)


def _noted(kind: str, object_id: int, verb: str, by: Actor, before: object, after: object) -> None:
    auditing.note(f"ticket_setup:{verb}", by=by, subject_kind=kind, subject_id=object_id, before=before, after=after)
    events.publish(TicketSetupChanged(kind=kind, object_id=object_id, verb=verb), by=by)


def _found(row: RowT | None) -> RowT:
    if row is None:
        raise NotFound
    return row


def _name(text: str, field: str) -> str:
    cleaned = " ".join(text.replace("\x00", "").split())[:80]
    if not cleaned:
        raise Invalid(field=field, reason=_("Give it a name."))
    return cleaned


def _key(text: str) -> str:
    if not _KEY.match(text) or FieldDefinition.objects.filter(key=text).exists():
        raise Invalid(field="key", reason=_("An unused name of small letters, digits and underscores is expected."))
    return text


def _team(team_id: int | None) -> int | None:
    if team_id is not None and team_id not in active_team_ids([team_id]):
        raise Invalid(field="team_id", reason=_("There is no such active team."))
    return team_id


def _parent(category_id: int | None, parent_id: int | None) -> int | None:
    above, depth = parent_id, 1
    while above is not None:
        depth += 1
        if above == category_id or depth > DEEPEST:
            raise Invalid(field="parent_id", reason=_("A category cannot stand there."))
        above = _found(Category.objects.filter(pk=above).first()).parent_id
    return parent_id
