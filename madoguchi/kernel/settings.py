"""Reading and writing installation settings (`company.name` and the like). Not for: environment settings."""

from typing import Any

from madoguchi.kernel.models import Setting


def read(name: str, default: Any = None) -> Any:
    """The value stored under `name`, or `default`."""
    row = Setting.objects.filter(pk=name).values_list("value", flat=True).first()
    return default if row is None else row


def write(name: str, value: Any) -> None:
    """Stores a JSON value under `name`. Permission is the caller's business: call it from a service."""
    Setting.objects.update_or_create(pk=name, defaults={"value": value})


def claim(name: str, value: Any) -> bool:
    """Stores `value` only when nothing was ever stored under `name`; of two at once exactly one gets True."""
    _row, created = Setting.objects.get_or_create(pk=name, defaults={"value": value})
    return created
