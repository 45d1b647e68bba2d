"""Two records of one company become one, and can be taken apart again."""

from typing import Any

from django.db import transaction

from madoguchi.customers.errors import CannotMerge, CannotUndoMerge
from madoguchi.customers.events import CompanyMerged, CompanyUnmerged
from madoguchi.customers.models import Company, CompanyDomain, CompanyMerge, Customer
from madoguchi.customers.permissions import CustomerPermission
from madoguchi.customers.services.relating import hand_back, hand_over
from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import NotFound
from madoguchi.kernel.events import publish
from madoguchi.people.permissions import require
from madoguchi.people.services import auditing

_FILLED = ("kana", "phone", "address", "memo")
_KEPT = ("id", "name", "name_key", *_FILLED, "attributes")


@transaction.atomic
def merge(survivor_id: int, *, absorbed_id: int, by: Actor) -> CompanyMerge:
    """Moves people, domains and relations to the survivor, fills its empty fields, and removes the other record."""
    require(by, CustomerPermission.MERGE)
    if survivor_id == absorbed_id:
        raise CannotMerge
    rows = Company.objects.select_for_update().in_bulk(sorted((survivor_id, absorbed_id)))
    if len(rows) != 2:
        raise NotFound
    survivor, absorbed = rows[survivor_id], rows[absorbed_id]
    people = list(Customer.objects.filter(company=absorbed).values_list("id", flat=True))
    domains = list(absorbed.domain_rows.values_list("id", flat=True))
    filled = {field: getattr(absorbed, field) for field in _FILLED if getattr(absorbed, field)}
    filled = {field: value for field, value in filled.items() if not getattr(survivor, field)}
    added = {name: value for name, value in absorbed.attributes.items() if name not in survivor.attributes}
    record = CompanyMerge.objects.create(
        survivor=survivor,
        absorbed={field: getattr(absorbed, field) for field in _KEPT} | {"created_at": absorbed.created_at.isoformat()},
        moved={
            "customers": people,
            "domains": domains,
            "relations": hand_over(field="company", from_id=absorbed.id, to_id=survivor.id),
            "filled": filled,
            "attributes": added,
        },
        by_kind=by.kind,
        by_id=by.id,
        merged_at=clock.now(),
    )
    Customer.objects.filter(pk__in=people).update(company=survivor)
    CompanyDomain.objects.filter(pk__in=domains).update(company=survivor)
    _write(survivor, {**filled, "attributes": {**survivor.attributes, **added}})
    CompanyMerge.objects.filter(survivor_id=absorbed_id, undone_at=None).update(survivor=survivor)
    absorbed.delete()
    auditing.note(
        "company:merge", by=by, subject_kind="company", subject_id=survivor_id, after={"absorbed": absorbed_id}
    )
    publish(CompanyMerged(company_id=survivor_id, absorbed_id=absorbed_id, merge_id=record.id), by=by)
    return record


@transaction.atomic
def undo(merge_id: int, *, by: Actor) -> Company:
    """Gives back what the merge moved and is still where it put it; returns the company that is there again."""
    require(by, CustomerPermission.MERGE)
    record = CompanyMerge.objects.select_for_update().filter(pk=merge_id).first()
    if record is None:
        raise NotFound
    if record.undone_at is not None or Company.objects.filter(pk=record.absorbed["id"]).exists():
        raise CannotUndoMerge
    survivor, again = record.survivor, Company.objects.create(**record.absorbed)
    Customer.objects.filter(pk__in=record.moved["customers"], company=survivor).update(company=again)
    CompanyDomain.objects.filter(pk__in=record.moved["domains"], company=survivor).update(company=again)
    hand_back(record.moved["relations"], from_id=survivor.id, to_id=again.id)
    emptied = {field: "" for field, value in record.moved["filled"].items() if getattr(survivor, field) == value}
    added = record.moved["attributes"]
    left = {name: value for name, value in survivor.attributes.items() if added.get(name, survivor) != value}
    _write(survivor, {**emptied, "attributes": left})
    record.undone_at = clock.now()
    record.save(update_fields=["undone_at"])
    auditing.note(
        "company:unmerge", by=by, subject_kind="company", subject_id=survivor.id, before={"absorbed": again.id}
    )
    publish(CompanyUnmerged(company_id=survivor.id, absorbed_id=again.id, merge_id=record.id), by=by)
    return again


def _write(company: Company, new: dict[str, Any]) -> None:
    for field, value in new.items():
        setattr(company, field, value)
    company.save(update_fields=list(new))
