"""Reading and writing installation settings (`company.name` and the like). Not for: environment settings."""

import json
from typing import Any

from django.db import connection

from madoguchi.kernel.models import Setting


def read(name: str, default: Any = None) -> Any:
    """The value stored under `name`, or `default`."""
    with connection.cursor() as cursor:  # plain: every page reads the company's name
        cursor.execute("SELECT value FROM kernel_setting WHERE name = %s", [name])
        row = cursor.fetchone()
    if row is None:
        return default
    return json.loads(row[0]) if isinstance(row[0], str) else row[0]


def write(name: str, value: Any) -> None:
    """Stores a JSON value under `name`. Permission is the caller's business: call it from a service."""
    Setting.objects.update_or_create(pk=name, defaults={"value": value})


def claim(name: str, value: Any) -> bool:
    """Stores `value` only when nothing was ever stored under `name`; of two at once exactly one gets True."""
    _row, created = Setting.objects.get_or_create(pk=name, defaults={"value": value})
    return created
