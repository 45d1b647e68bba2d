"""Companies and people around a company or a person: who is whose agency, maker, deputy."""

from typing import Any

from django.db import transaction
from django.db.models import Q

from madoguchi.customers.events import RelationAdded, RelationRemoved
from madoguchi.customers.models import Company, Customer, Relation, RelationKind
from madoguchi.customers.permissions import CustomerPermission
from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.kernel.events import publish
from madoguchi.kernel.text import one_line
from madoguchi.people.permissions import require


@transaction.atomic
def add(
    *,
    kind: str,
    company_id: int | None = None,
    customer_id: int | None = None,
    other_company_id: int | None = None,
    other_customer_id: int | None = None,
    memo: str = "",
    by: Actor,
) -> Relation:
    """The other side is a `kind` of this side; each side is one company or one customer. Said twice, it is one."""
    require(by, CustomerPermission.WRITE)
    if kind not in RelationKind.values:
        raise Invalid(field="kind", reason=one_line(kind)[:20])
    sides = ((company_id, customer_id), (other_company_id, other_customer_id))
    if any((company is None) == (person is None) for company, person in sides) or sides[0] == sides[1]:
        raise Invalid(field="other", reason="")
    for company, person in sides:
        _ensure_there(company, person)
    told: dict[str, Any] = {
        "kind": kind,
        "company_id": company_id,
        "customer_id": customer_id,
        "other_company_id": other_company_id,
        "other_customer_id": other_customer_id,
    }
    details = {"memo": one_line(memo)[:200], "created_at": clock.now()}
    row, new = Relation.objects.get_or_create(**told, defaults=details)
    if new:
        publish(RelationAdded(relation_id=row.id, kind=kind, customer_id=customer_id, company_id=company_id), by=by)
    return row


@transaction.atomic
def remove(relation_id: int, *, by: Actor) -> None:
    """Takes it away for both sides."""
    require(by, CustomerPermission.WRITE)
    row = Relation.objects.select_for_update().filter(pk=relation_id).first()
    if row is None:
        raise NotFound
    row.delete()
    publish(
        RelationRemoved(relation_id=relation_id, kind=row.kind, customer_id=row.customer_id, company_id=row.company_id),
        by=by,
    )


def hand_over(*, field: str, from_id: int, to_id: int) -> list[list[int | str]]:
    """Moves the relations of a merged-away row (`customer` or `company`) to its survivor; returns [id, side] of each.

    Runs in the transaction of the merge. What would tie the survivor to itself stays where it is.
    """
    moved: list[list[int | str]] = []
    for side, opposite in ((field, f"other_{field}"), (f"other_{field}", field)):
        rows = Relation.objects.filter(Q(**{f"{side}_id": from_id}) & ~Q(**{f"{opposite}_id": to_id}))
        moved += [[pk, side] for pk in rows.values_list("pk", flat=True)]
        rows.update(**{f"{side}_id": to_id})
    return moved


def hand_back(moved: list[list[int | str]], *, from_id: int, to_id: int) -> None:
    """Undoes `hand_over` for what is still where it was put."""
    for pk, side in moved:
        Relation.objects.filter(pk=pk, **{f"{side}_id": from_id}).update(**{f"{side}_id": to_id})


def _ensure_there(company_id: int | None, customer_id: int | None) -> None:
    company = company_id is not None and Company.objects.filter(pk=company_id).exists()
    person = customer_id is not None and Customer.objects.filter(pk=customer_id, merged_into=None).exists()
    if not (company or person):
        raise NotFound
