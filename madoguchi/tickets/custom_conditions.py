"""Conditions on custom fields (`field:order_number`): only keys that are defined, asked the way their kind allows."""

from typing import Any

from django.db.models import F, FloatField, Q, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.db.models.lookups import Exact, GreaterThanOrEqual, IContains, In, IsNull, LessThanOrEqual
from django.utils.translation import gettext as _

from madoguchi.kernel.errors import Invalid
from madoguchi.tickets import condition_values as values
from madoguchi.tickets.models import FieldDefinition
from madoguchi.tickets.models.field import FieldKind

CUSTOM_PREFIX = "field:"
OPERATORS: dict[str, tuple[str, ...]] = {
    FieldKind.TEXT: ("contains", "not_contains", "is", "is_set", "is_empty"),
    FieldKind.CHOICE: ("any_of", "none_of", "is_set", "is_empty"),
    FieldKind.NUMBER: ("at_least", "at_most", "is", "is_set", "is_empty"),
    FieldKind.DATE: ("before", "after", "is", "is_set", "is_empty"),
    FieldKind.CHECKBOX: ("is",),
}


def clean_custom(where: str, name: str, operator: object, value: object) -> dict[str, Any]:
    """A checked row about a custom field. Raises Invalid for an unknown key or an operator its kind lacks."""
    definition = FieldDefinition.objects.filter(key=name.removeprefix(CUSTOM_PREFIX)).first()
    if definition is None:
        raise Invalid(field=where, reason=_("there is no field “%(name)s”") % {"name": name[:60]})
    if operator not in OPERATORS[definition.kind]:
        raise Invalid(field=where, reason=_("“%(name)s” cannot be asked that way") % {"name": name})
    return {"field": name, "operator": operator, "value": _value(where, definition.kind, str(operator), value)}


def _value(where: str, kind: str, operator: str, value: object) -> Any:
    if operator in ("is_set", "is_empty"):
        return None
    if kind == FieldKind.NUMBER:
        return values.number(where, value)
    if kind == FieldKind.CHECKBOX:
        return values.flag(where, value)
    if kind == FieldKind.CHOICE:
        return values.texts(where, value)
    if kind == FieldKind.DATE:
        return values.moment(where, value)[:10]
    return values.text(where, value)


def custom_q(name: str, operator: str, value: Any) -> Q:
    """The row as a Q. The key is a bound path, never part of a lookup's name."""
    key = name.removeprefix(CUSTOM_PREFIX)
    as_text = KeyTextTransform(key, F("fields"))
    match operator:
        case "is_set" | "is_empty":
            return Q(IsNull(as_text, operator == "is_empty"))
        case "contains":
            return Q(IContains(as_text, value))
        case "not_contains":
            return Q(IsNull(as_text, True)) | ~Q(IContains(as_text, value))
        case "any_of":
            return Q(In(as_text, value))
        case "none_of":
            return Q(IsNull(as_text, True)) | ~Q(In(as_text, value))
        case "at_least":
            return Q(GreaterThanOrEqual(_number(key), Value(float(value))))
        case "at_most":
            return Q(LessThanOrEqual(_number(key), Value(float(value))))
        case "before":
            return Q(LessThanOrEqual(as_text, Value(value))) & ~Q(Exact(as_text, Value(value)))
        case "after":
            return Q(GreaterThanOrEqual(as_text, Value(value)))
    if isinstance(value, bool):
        ticked = Q(In(as_text, ["true", "1"]))
        return ticked if value else (Q(IsNull(as_text, True)) | ~ticked)
    if isinstance(value, int | float):
        return Q(Exact(_number(key), Value(float(value))))
    return Q(Exact(as_text, Value(value)))


def _number(key: str) -> Cast:
    return Cast(KeyTextTransform(key, F("fields")), FloatField())
