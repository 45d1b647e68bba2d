"""Reads about what receivers told of our messages."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from madoguchi.channels.models import DeliveryNotice
from madoguchi.kernel import prepared


def of_messages(message_ids: Iterable[int]) -> dict[int, list[tuple[str, str, datetime]]]:
    """(kind, address, when) by message, oldest first."""
    found: dict[int, list[tuple[str, str, datetime]]] = {}
    for message_id, *told in prepared.rows("notices", _of, *message_ids):
        found.setdefault(message_id, []).append((told[0], told[1], told[2]))
    return found


def _of(*ids: int) -> "QuerySet[DeliveryNotice, Any]":
    rows = DeliveryNotice.objects.filter(delivery__message_id__in=ids).order_by("id")
    return rows.values_list("delivery__message_id", "kind", "address", "told_at")
