"""Two records of one person become one, and can be taken apart again."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from madoguchi.customers.errors import CannotMerge, CannotUndoMerge
from madoguchi.customers.events import CustomerMerged, CustomerUnmerged
from madoguchi.customers.models import Customer, CustomerMerge, CustomerNote, Identity
from madoguchi.customers.permissions import CustomerPermission
from madoguchi.customers.services.access import access
from madoguchi.customers.services.registering import save
from madoguchi.customers.services.relating import hand_back, hand_over
from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import NotFound
from madoguchi.kernel.events import publish
from madoguchi.people.permissions import require
from madoguchi.people.services import auditing

_FILLED = ("kana", "company_id", "title", "address", "caution")


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What would move, and which empty fields of the survivor would be filled."""

    survivor: Customer
    absorbed: Customer
    identities: list[str]
    notes: int
    filled: dict[str, Any]


def preview(survivor_id: int, *, absorbed_id: int, by: Actor) -> MergePreview:
    """What `merge` would do, without doing it."""
    require(by, CustomerPermission.MERGE)
    rows = Customer.objects.select_related("company").in_bulk([survivor_id, absorbed_id])
    if len(rows) != 2 or any(row.merged_into_id is not None for row in rows.values()):
        raise CannotMerge
    survivor, absorbed = rows[survivor_id], rows[absorbed_id]
    return MergePreview(
        survivor,
        absorbed,
        list(absorbed.identities.order_by("id").values_list("address", flat=True)),
        absorbed.notes.count(),
        _gaps(survivor, absorbed),
    )


@transaction.atomic
def merge(survivor_id: int, *, absorbed_id: int, by: Actor) -> CustomerMerge:
    """Moves addresses and notes (and, by the rooms above, tickets) to the survivor and fills its empty fields."""
    return _merge(*_both(survivor_id, absorbed_id, CustomerPermission.MERGE, by=by), by=by)


@transaction.atomic
def adopt(customer_id: int, *, newcomer_id: int, by: Actor) -> CustomerMerge:
    """As `merge`, for a newcomer known by nothing but one address: that address becomes the customer's.

    Who may change customers may do this; anybody who is known by more needs a merge.
    """
    customer, newcomer = _both(customer_id, newcomer_id, CustomerPermission.WRITE, by=by)
    known = newcomer.notes.exists() or newcomer.identities.count() > 1 or newcomer.merged.exists()
    if known or newcomer.caution or newcomer.attributes or newcomer.company_id not in (None, customer.company_id):
        require(by, CustomerPermission.MERGE)
    return _merge(customer, newcomer, by=by)


def _both(
    survivor_id: int, absorbed_id: int, permission: CustomerPermission, *, by: Actor
) -> tuple[Customer, Customer]:
    if survivor_id == absorbed_id:
        raise CannotMerge
    locked = {pk: access(pk, permission, by=by) for pk in sorted((survivor_id, absorbed_id))}
    return locked[survivor_id], locked[absorbed_id]


def _merge(survivor: Customer, absorbed: Customer, *, by: Actor) -> CustomerMerge:
    identity_ids = list(absorbed.identities.values_list("id", flat=True))
    note_ids = list(absorbed.notes.values_list("id", flat=True))
    gaps = _gaps(survivor, absorbed)
    record = CustomerMerge.objects.create(
        survivor=survivor,
        absorbed=absorbed,
        moved={
            "identities": identity_ids,
            "notes": note_ids,
            "relations": hand_over(field="customer", from_id=absorbed.id, to_id=survivor.id),
            "tickets": [],
            "filled": gaps,
        },
        by_kind=by.kind,
        by_id=by.id,
        merged_at=clock.now(),
    )
    Identity.objects.filter(pk__in=identity_ids).update(customer=survivor)
    CustomerNote.objects.filter(pk__in=note_ids).update(customer=survivor)
    save(survivor, gaps, by=by)
    absorbed.merged_into = survivor
    absorbed.updated_at = clock.now()
    absorbed.save(update_fields=["merged_into", "updated_at"])
    auditing.note(
        "customer:merge", by=by, subject_kind="customer", subject_id=survivor.id, after={"absorbed": absorbed.id}
    )
    publish(CustomerMerged(customer_id=survivor.id, absorbed_id=absorbed.id, merge_id=record.id), by=by)
    record.refresh_from_db()
    return record


@transaction.atomic
def record_moved_tickets(merge_id: int, *, ticket_ids: Iterable[int], by: Actor) -> None:
    """Called by the room tickets while a merge runs, so that the undo knows which tickets to give back."""
    require(by, CustomerPermission.WRITE)
    record = CustomerMerge.objects.select_for_update().get(pk=merge_id)
    record.moved = {**record.moved, "tickets": sorted(ticket_ids)}
    record.save(update_fields=["moved"])


@transaction.atomic
def undo(merge_id: int, *, by: Actor) -> Customer:
    """Gives back what the merge moved and is still where it put it; returns the customer who is there again."""
    require(by, CustomerPermission.MERGE)
    record = CustomerMerge.objects.select_for_update().filter(pk=merge_id).first()
    if record is None:
        raise NotFound
    survivor, absorbed = record.survivor, record.absorbed
    if record.undone_at is not None or survivor.merged_into_id is not None or absorbed.merged_into_id != survivor.id:
        raise CannotUndoMerge
    Identity.objects.filter(pk__in=record.moved["identities"], customer=survivor).update(customer=absorbed)
    CustomerNote.objects.filter(pk__in=record.moved["notes"], customer=survivor).update(customer=absorbed)
    hand_back(record.moved.get("relations", []), from_id=survivor.id, to_id=absorbed.id)
    filled = {field: value for field, value in record.moved["filled"].items() if getattr(survivor, field) == value}
    save(survivor, {field: None if field == "company_id" else "" for field in filled}, by=by)
    absorbed.merged_into = None
    absorbed.updated_at = clock.now()
    absorbed.save(update_fields=["merged_into", "updated_at"])
    record.undone_at = clock.now()
    record.save(update_fields=["undone_at"])
    auditing.note(
        "customer:unmerge", by=by, subject_kind="customer", subject_id=survivor.id, before={"absorbed": absorbed.id}
    )
    publish(
        CustomerUnmerged(
            customer_id=survivor.id,
            absorbed_id=absorbed.id,
            merge_id=record.id,
            ticket_ids=list(record.moved["tickets"]),
        ),
        by=by,
    )
    return absorbed


def _gaps(survivor: Customer, absorbed: Customer) -> dict[str, Any]:
    return {
        field: getattr(absorbed, field)
        for field in _FILLED
        if not getattr(survivor, field) and getattr(absorbed, field)
    }
