"""Custom fields: which ones a ticket has, and checking their values. Not for: setting them up (see cataloguing)."""

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from madoguchi.kernel.errors import Invalid
from madoguchi.tickets.models import FieldDefinition, Ticket
from madoguchi.tickets.models.field import FieldKind

LONGEST_TEXT = 2000


def definitions(team_id: int | None = None, *, on_form: bool = False) -> list[FieldDefinition]:
    """The active fields for everyone and for this team, in their order; `on_form` only those of the public form."""
    rows = FieldDefinition.objects.filter(Q(team_id=None) | Q(team_id=team_id), active=True)
    return list(rows.filter(on_form=True) if on_form else rows)


def clean(values: Mapping[str, object], *, team_id: int | None = None) -> dict[str, Any]:
    """Checked values for the given keys; an empty value clears the field (None). Raises Invalid naming the field."""
    known = {definition.key: definition for definition in definitions(team_id)}
    cleaned: dict[str, Any] = {}
    for key, value in values.items():
        definition = known.get(key)
        if definition is None:
            raise Invalid(field=f"fields.{key}"[:80], reason=_("there is no such field"))
        cleaned[key] = clean_value(definition, value)
    return cleaned


def clean_value(definition: FieldDefinition, value: object) -> str | int | float | bool | None:
    """One checked value. Raises Invalid with the field's label."""
    if definition.kind == FieldKind.CHECKBOX:
        return _checkbox(definition, value)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    match definition.kind:
        case FieldKind.NUMBER:
            return _number(definition, value)
        case FieldKind.DATE:
            return _date(definition, value)
        case FieldKind.CHOICE:
            return _choice(definition, value)
    return _text(definition, value)


def missing_to_close(ticket: Ticket) -> list[str]:
    """Labels of the fields that must be filled before this ticket may be closed."""
    return [
        definition.label
        for definition in definitions(ticket.team_id)
        if definition.required_to_close and _is_blank(ticket.fields.get(definition.key))
    ]


def _is_blank(value: object) -> bool:
    return value is None or value is False or value == ""


def _text(definition: FieldDefinition, value: object) -> str:
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise Invalid(field=definition.label, reason=_("a text is expected"))
    text = str(value).strip().replace("\x00", "")
    if len(text) > LONGEST_TEXT:
        raise Invalid(field=definition.label, reason=_("at most %(count)s letters") % {"count": LONGEST_TEXT})
    return text


def _choice(definition: FieldDefinition, value: object) -> str:
    if not isinstance(value, str) or value not in definition.choices:
        raise Invalid(
            field=definition.label, reason=_("choose one of: %(choices)s") % {"choices": ", ".join(definition.choices)}
        )
    return value


def _number(definition: FieldDefinition, value: object) -> int | float:
    try:
        number = float(str(value)) if not isinstance(value, bool) else math.nan
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or abs(number) > 1e15:
        raise Invalid(field=definition.label, reason=_("a number is expected"))
    return int(number) if number.is_integer() else number


def _date(definition: FieldDefinition, value: object) -> str:
    try:
        return date.fromisoformat(str(value).strip()).isoformat()
    except ValueError:
        raise Invalid(field=definition.label, reason=_("a day such as 2026-11-21 is expected")) from None


def _checkbox(definition: FieldDefinition, value: object) -> bool:
    if value in (True, "true", "on", "1"):
        return True
    if value in (False, None, "", "false", "off", "0"):
        return False
    raise Invalid(field=definition.label, reason=_("yes or no is expected"))
