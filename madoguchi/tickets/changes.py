"""Sets of changes to a ticket, as macros and bulk changes hold them: {"status": "closed", "add_tags": [...], ...}.

Only the names listed here exist; values are checked before they are stored and again by the services that make them.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madoguchi.kernel.errors import Invalid
from madoguchi.tickets import condition_values as values
from madoguchi.tickets import fields as custom_fields
from madoguchi.tickets.models import FieldDefinition
from madoguchi.tickets.statuses import Priority, Status

ME = "me"
STATUSES = frozenset({Status.NEW, Status.OPEN, Status.WAITING, Status.CLOSED, Status.SPAM, Status.BIN})
CHANGE_LABELS: dict[str, str | Promise] = {
    "status": gettext_lazy("Status"),
    "priority": gettext_lazy("Priority"),
    "category_id": gettext_lazy("Category"),
    "team_id": gettext_lazy("Team"),
    "assignee_id": gettext_lazy("Assignee"),
    "add_tags": gettext_lazy("Add tags"),
    "remove_tags": gettext_lazy("Remove tags"),
    "fields": gettext_lazy("Custom fields"),
    "snooze_hours": gettext_lazy("Hold for (hours)"),
    "snooze_until": gettext_lazy("On hold until"),
}


def clean(changes: object, *, required: bool = True) -> dict[str, Any]:
    """Checked changes. Raises Invalid for a name that does not exist, a wrong value, or (if required) none at all."""
    if not isinstance(changes, Mapping):
        raise Invalid(field="changes", reason=_("a set of changes is expected"))
    cleaned: dict[str, Any] = {}
    for name, value in changes.items():
        if name not in _CLEANERS:
            raise Invalid(field="changes", reason=_("there is no change “%(name)s”") % {"name": str(name)[:60]})
        cleaned[name] = _CLEANERS[name](f"changes.{name}", value)
    if required and not cleaned:
        raise Invalid(field="changes", reason=_("choose at least one change"))
    return cleaned


def _status(where: str, value: object) -> str:
    return values.texts(where, value, allowed=frozenset(STATUSES))[0]


def _priority(where: str, value: object) -> int:
    return values.numbers(where, value, frozenset(Priority.values))[0]


def _reference(where: str, value: object) -> int | None:
    return None if value in (None, "") else int(values.number(where, value, least=1, most=2**62))


def _assignee(where: str, value: object) -> int | str | None:
    return ME if value == ME else _reference(where, value)


def _tags(where: str, value: object) -> list[str]:
    return values.texts(where, value)


def _hours(where: str, value: object) -> int | float:
    return values.number(where, value, least=0.25, most=24 * 366)


def _fields(where: str, value: object) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise Invalid(field=where, reason=_("a set of fields is expected"))
    known = {row.key: row for row in FieldDefinition.objects.filter(active=True, key__in=[str(key) for key in value])}
    cleaned: dict[str, Any] = {}
    for key, entry in value.items():
        if key not in known:
            raise Invalid(field=where, reason=_("there is no such field"))
        cleaned[key] = custom_fields.clean_value(known[key], entry)
    return cleaned


_CLEANERS: dict[str, Callable[[str, object], Any]] = {
    "status": _status,
    "priority": _priority,
    "category_id": _reference,
    "team_id": _reference,
    "assignee_id": _assignee,
    "add_tags": _tags,
    "remove_tags": _tags,
    "fields": _fields,
    "snooze_hours": _hours,
    "snooze_until": values.moment,
}
