"""Reads about what surrounds a customer: related companies and people, and notes that must be seen first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import Promise

from madoguchi.customers import matching
from madoguchi.customers.models import REVERSED, CustomerNote, Identity, NoteReading, Relation, RelationKind
from madoguchi.customers.permissions import CustomerPermission
from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.people.permissions import require

MOST_RELATIONS = 60
MOST_POPUPS = 5


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A company or person and what they are to the one asked about. `of_company`: to the person's company."""

    id: int
    label: str | Promise
    name: str
    company_id: int | None
    customer_id: int | None
    memo: str
    of_company: bool


def neighbours(*, customer_id: int | None = None, company_id: int | None = None, by: Actor) -> list[Neighbour]:
    """Everybody around a customer and their company, seen from there, in one read."""
    require(by, CustomerPermission.READ)
    mine = Q()
    if customer_id is not None:
        mine |= Q(customer_id=customer_id) | Q(other_customer_id=customer_id)
    if company_id is not None:
        mine |= Q(company_id=company_id) | Q(other_company_id=company_id)
    if not mine:
        return []
    names = ("company__name", "customer__name", "other_company__name", "other_customer__name")
    ids = ("company_id", "customer_id", "other_company_id", "other_customer_id")
    rows = Relation.objects.filter(mine).order_by("kind", "id").values("id", "kind", "memo", *ids, *names)
    return [_seen_from(row, customer_id, company_id) for row in rows[:MOST_RELATIONS]]


def _seen_from(row: dict[str, Any], customer_id: int | None, company_id: int | None) -> Neighbour:
    kind = RelationKind(row["kind"])
    as_person = customer_id is not None and row["customer_id"] == customer_id
    from_here = as_person or (company_id is not None and row["company_id"] == company_id)
    side = "other_" if from_here else ""
    to_person = as_person or (not from_here and customer_id is not None and row["other_customer_id"] == customer_id)
    return Neighbour(
        id=row["id"],
        label=kind.label if from_here else REVERSED[kind],
        name=row[f"{side}company__name"] or row[f"{side}customer__name"],
        company_id=row[f"{side}company_id"],
        customer_id=row[f"{side}customer_id"],
        memo=row["memo"],
        of_company=customer_id is not None and not to_person,
    )


@dataclass(frozen=True, slots=True)
class Popup:
    """A note that must be seen before answering."""

    id: int
    text: str
    author: str
    written_at: datetime


def popups(customer_id: int, *, by: Actor) -> list[Popup]:
    """The notes that pop up and that the agent has not confirmed today; nothing without `customer:read`."""
    if not by.has(CustomerPermission.READ) or by.agent_id is None:
        return []
    today = timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    read = NoteReading.objects.filter(note=OuterRef("pk"), agent_id=by.agent_id, read_at__gte=today)
    rows = CustomerNote.objects.filter(~Exists(read), customer_id=customer_id, popup=True)
    columns = rows.values_list("id", "text", "author__name", "written_at")[:MOST_POPUPS]
    return [Popup(pk, text, author or "", at) for pk, text, author, at in columns]


def person_at(address: str, *, by: Actor) -> int | None:
    """The customer with this mail address or telephone number; None when nobody has it."""
    require(by, CustomerPermission.READ)
    kind = matching.MAIL if "@" in address else matching.PHONE
    rows = Identity.objects.filter(kind=kind, address_key=matching.address_key(kind, address))
    return rows.values_list("customer_id", flat=True).first()
