"""From an adapter's `Settings` dataclass to a set-up form, and from the form's values back to a `Settings`."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast, get_type_hints

from madoguchi.channels.base.errors import BadSetting
from madoguchi.channels.base.words import Words

NOTHING = Words("", "")


@dataclass(frozen=True, slots=True)
class FormField:
    """One field to draw. `kind` is text, secret, number, choice or checkbox; `group` is a heading."""

    name: str
    label: Words
    help: Words
    kind: str
    required: bool
    default: str | int | bool
    choices: tuple[tuple[str, Words], ...]
    group: Words


def setting(
    label: Words,
    *,
    help: Words = NOTHING,
    default: Any = "",
    secret: bool = False,
    required: bool = False,
    choices: tuple[tuple[str, Words], ...] = (),
    group: Words = NOTHING,
) -> Any:
    """Declares a field of a `Settings` dataclass. Its kind follows from the annotation, `secret` and `choices`."""
    details = {"label": label, "help": help, "secret": secret, "required": required, "choices": choices, "group": group}
    return dataclasses.field(default=default, metadata=details)


_known: dict[Any, tuple[FormField, ...]] = {}


def form_fields(settings_class: type[Any]) -> tuple[FormField, ...]:
    """The fields in the order they are declared."""
    if settings_class not in _known:
        _known[settings_class] = _drawn(settings_class)
    return _known[settings_class]


def _drawn(settings_class: type[Any]) -> tuple[FormField, ...]:
    hints = get_type_hints(settings_class)
    found = []
    for field in dataclasses.fields(settings_class):
        details = field.metadata
        kind = {bool: "checkbox", int: "number"}.get(hints[field.name], "text")
        kind = "secret" if details["secret"] else "choice" if details["choices"] else kind
        found.append(
            FormField(
                field.name,
                details["label"],
                details["help"],
                kind,
                details["required"],
                cast("str | int | bool", field.default),
                details["choices"],
                details["group"],
            )
        )
    return tuple(found)


def secret_names(settings_class: type[Any]) -> frozenset[str]:
    """Names of the fields that are kept encrypted and never shown again."""
    return frozenset(field.name for field in form_fields(settings_class) if field.kind == "secret")


def read_settings(settings_class: type[Any], values: Mapping[str, Any]) -> Any:
    """A `Settings` from stored or posted values; unknown names are ignored. Raises BadSetting."""
    return settings_class(**{field.name: _value(field, values) for field in form_fields(settings_class)})


def _value(field: FormField, values: Mapping[str, Any]) -> str | int | bool:
    given = values.get(field.name, field.default)
    if field.kind == "checkbox":
        return given in (True, "true", "on", "1", 1)
    if field.kind == "number":
        try:
            return int(given)
        except (TypeError, ValueError):
            raise BadSetting(field.name, "not_a_number", str(given)) from None
    text = str(given or "").strip() if field.kind != "secret" else str(given or "")
    if field.required and not text:
        raise BadSetting(field.name, "required")
    if field.choices and text not in [value for value, _label in field.choices]:
        raise BadSetting(field.name, "not_a_choice", text)
    return text
