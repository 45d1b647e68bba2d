"""The hot list: plain rows of the tickets an actor may see, narrowed by conditions, in keyset pages.

A page costs the same at any depth; a row that moves while one reads is at most seen late, never skipped silently.
"""

import base64
import binascii
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from madoguchi.kernel import prepared
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid
from madoguchi.tickets.conditions import to_q
from madoguchi.tickets.models import Ticket, TicketTag
from madoguchi.tickets.queries import TicketQuerySet
from madoguchi.tickets.statuses import Status

LARGEST_PAGE = 100
ORDERS: tuple[str, ...] = (
    "-last_message_at",
    "last_message_at",
    "-created_at",
    "created_at",
    "-updated_at",
    "updated_at",
    "-priority",
    "priority",
    "wake_at",
    "promise_due_at",
    "approval_asked_at",
    "-closed_at",
    "-id",
    "id",
)
_STEADY = frozenset({"status", "team", "assignee", "priority"})
"""Conditions that mean the same tomorrow: the first pages of boxes, which everybody opens all day."""
_WIDE = frozenset({"status", "team", "assignee", "priority", "category", "channel", "inbox", "tag", "tier"})
"""Conditions that leave a list so long that reading it in order beats sorting it."""
_NULLABLE = frozenset({"wake_at", "closed_at", "promise_due_at", "approval_asked_at"})
COLUMNS: tuple[str, ...] = (
    "id",
    "reference",
    "subject",
    "status",
    "priority",
    "category_id",
    "team_id",
    "team__name",
    "assignee_id",
    "assignee__name",
    "customer_id",
    "customer__name",
    "customer__honorific",
    "customer__company__name",
    "channel",
    "inbox_id",
    "tier",
    "created_at",
    "updated_at",
    "last_message_at",
    "last_message_kind",
    "snippet",
    "message_count",
    "first_response_at",
    "closed_at",
    "wake_at",
    "promise_due_at",
    "approval_asked_at",
    "escalated_at",
    "escalation_due_at",
    "consultation_state",
    "reopen_count",
    "delivery_failed",
    "merged_into_id",
)


@dataclass(frozen=True, slots=True)
class Page:
    """Rows (one dict per ticket: COLUMNS and `tags`) and the cursor of the next page, empty at the end."""

    rows: list[dict[str, Any]]
    next_cursor: str


def page(
    *,
    by: Actor,
    conditions: Iterable[Mapping[str, Any]] = (),
    order: str = "-last_message_at",
    cursor: str = "",
    size: int = 50,
    merged: bool = False,
    only: Iterable[int] | None = None,
) -> Page:
    """One page of checked `conditions` (see conditions.clean). Merged-away tickets only when `merged`; `only` narrows
    to ids (of a search)."""
    column, descending = _order(order)
    size = max(1, min(size, LARGEST_PAGE))
    listed = list(conditions)
    steady = only is None and not cursor and all(condition["field"] in _STEADY for condition in listed)
    shape = (prepared.shape_of(by), json.dumps(listed) if steady else "", order, size, merged)

    def wanted(box: str = "", columns: Sequence[str] = COLUMNS) -> QuerySet[Ticket, Any]:
        rows = selected(by=by, conditions=listed, merged=merged)
        if box:
            rows = rows.filter(status=box)
        if only is not None:
            rows = rows.filter(pk__in=list(only))
        if column in _NULLABLE:
            rows = rows.filter(**{f"{column}__isnull": False})
        if cursor:
            rows = rows.filter(_beyond(column, descending, cursor))
        sign = "-" if descending else ""
        keys = (f"{sign}{column}", f"{sign}id") if column != "id" else (f"{sign}id",)
        return rows.order_by(*keys).values_list(*columns)[: size + 1]

    def read(box: str = "", columns: Sequence[str] = COLUMNS) -> list[tuple[Any, ...]]:
        if steady:
            return prepared.rows((*shape, box, columns), lambda: wanted(box, columns))
        return list(wanted(box, columns))

    boxes = _boxes(listed) if column == "last_message_at" and only is None else ()
    if len(boxes) > 1:
        heads = [pair for box in boxes for pair in read(box, ("last_message_at", "id"))]
        ids = [number for _at, number in sorted(heads, reverse=descending)[: size + 1]]
        by_id = {row[0]: row for row in prepared.rows("rows", _rows_of, *ids)} if ids else {}
        values = [by_id[number] for number in ids if number in by_id]
    else:
        values = read()
    found = [dict(zip(COLUMNS, row, strict=True)) for row in values]
    more, found = len(found) > size, found[:size]
    _add_tags(found)
    return Page(found, _cursor_of(found[-1], column) if more else "")


def _boxes(conditions: list[Mapping[str, Any]]) -> tuple[str, ...]:
    """The statuses a list goes over when it is wide: each is read from its own index and the heads are put together,
    because a database sorts the whole of several boxes but reads one in order."""
    if not _WIDE.issuperset(condition["field"] for condition in conditions):
        return ()
    named = [set(row["value"]) for row in conditions if row["field"] == "status" and row["operator"] == "any_of"]
    if any(row["field"] == "status" and row["operator"] != "any_of" for row in conditions):
        return ()
    statuses = set.intersection(*named) if named else set(Status) - {Status.SPAM, Status.BIN}
    return tuple(sorted(str(status) for status in statuses))


def _rows_of(*ids: int) -> QuerySet[Ticket, Any]:
    return Ticket.objects.filter(pk__in=ids).values_list(*COLUMNS)


def chosen(ids: Sequence[int], *, by: Actor) -> list[dict[str, Any]]:
    """The rows of these tickets that the actor sees, in the order given (what a search found)."""
    found = Ticket.objects.visible_to(by).filter(pk__in=list(ids)).values_list(*COLUMNS)
    rows = {values[0]: dict(zip(COLUMNS, values, strict=True)) for values in found}
    listed = [rows[number] for number in ids if number in rows]
    _add_tags(listed)
    return listed


def selected(
    *, by: Actor, conditions: Iterable[Mapping[str, Any]] = (), merged: bool = False, every_status: bool = False
) -> TicketQuerySet:
    """The tickets an actor sees under conditions, unordered. Spam and bin only where a condition names them, or with
    `every_status`."""
    rows: TicketQuerySet = Ticket.objects.visible_to(by)
    listed = list(conditions)
    if listed:
        rows = rows.filter(to_q(listed, by=by))
    if not every_status and not any(condition["field"] == "status" for condition in listed):
        rows = rows.exclude(status__in=(Status.SPAM, Status.BIN))
    return rows if merged else rows.filter(merged_into=None)


def count(*, by: Actor, conditions: Iterable[Mapping[str, Any]] = (), most: int = 1000) -> int:
    """How many there are, counting no further than `most`."""
    return selected(by=by, conditions=conditions)[:most].count()


def _order(order: str) -> tuple[str, bool]:
    if order not in ORDERS:
        raise Invalid(field="order", reason=_("choose one of: %(choices)s") % {"choices": ", ".join(ORDERS)})
    return order.removeprefix("-"), order.startswith("-")


def _beyond(column: str, descending: bool, cursor: str) -> Q:
    value, last_id = _read_cursor(cursor, column)
    side = "lt" if descending else "gt"
    if column == "id":
        return Q((f"id__{side}", last_id))
    return Q((f"{column}__{side}e", value)) & (Q((f"{column}__{side}", value)) | Q((f"id__{side}", last_id)))


def _cursor_of(row: dict[str, Any], column: str) -> str:
    value = row[column]
    plain = value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
    return base64.urlsafe_b64encode(json.dumps([plain, row["id"]]).encode()).decode().rstrip("=")


def _read_cursor(cursor: str, column: str) -> tuple[Any, int]:
    try:
        value, last_id = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if column.endswith("_at"):
            value = datetime.fromisoformat(value)
        elif not isinstance(value, int):
            raise ValueError
        return value, int(last_id)
    except (ValueError, TypeError, binascii.Error, RecursionError, OverflowError):
        raise Invalid(field="cursor", reason=_("this is not a cursor of this list")) from None


def _tied(*ticket_ids: int) -> QuerySet[TicketTag, Any]:
    tied = TicketTag.objects.filter(ticket_id__in=ticket_ids)
    return tied.order_by("tag__name").values_list("ticket_id", "tag__name")


def _add_tags(rows: list[dict[str, Any]]) -> None:
    by_ticket: dict[int, list[str]] = {row["id"]: [] for row in rows}
    for ticket_id, name in prepared.rows("tags", _tied, *by_ticket):
        by_ticket[ticket_id].append(name)
    for row in rows:
        row["tags"] = by_ticket[row["id"]]
