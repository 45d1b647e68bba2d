"""Suggestions that two records may be one person. A person decides (see services.merging)."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from madoguchi.customers.models import Customer, Identity
from madoguchi.customers.permissions import CustomerPermission
from madoguchi.kernel.actors import Actor
from madoguchi.people.permissions import require

SHORTEST_NAME = 2
MOST = 10
_SAME_NAME = _("Same name")
_SAME_READING = _("Same reading")
_SAME_LOCAL_PART = _("Similar mail address")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A possible twin and why it is suggested."""

    customer: Customer
    reasons: tuple[str | Promise, ...]


def suggestions(customer_id: int, *, by: Actor) -> list[Suggestion]:
    """Possible twins of a customer, those with most reasons first."""
    require(by, CustomerPermission.READ)
    customer = Customer.objects.filter(pk=customer_id).first()
    if customer is None:
        return []
    local_parts = _local_parts(customer)
    condition = Q(pk__in=_owners_of(local_parts))
    if len(customer.name_key) >= SHORTEST_NAME:
        condition |= Q(name_key=customer.name_key)
    if customer.kana and len(customer.reading_key) >= SHORTEST_NAME:
        condition |= Q(reading_key=customer.reading_key)
    rows = (
        Customer.objects.filter(condition, merged_into=None)
        .exclude(pk=customer.pk)
        .select_related("company")
        .prefetch_related("identities")[: MOST * 3]
    )
    found = [Suggestion(row, _reasons(customer, row, local_parts)) for row in rows]
    found.sort(key=lambda suggestion: (-len(suggestion.reasons), suggestion.customer.id))
    return found[:MOST]


def _reasons(customer: Customer, other: Customer, local_parts: set[str]) -> tuple[str | Promise, ...]:
    reasons: list[str | Promise] = []
    if other.name_key == customer.name_key:
        reasons.append(_SAME_NAME)
    elif customer.kana and other.kana and other.reading_key == customer.reading_key:
        reasons.append(_SAME_READING)
    if _local_parts(other) & local_parts:
        reasons.append(_SAME_LOCAL_PART)
    return tuple(reasons)


def _local_parts(customer: Customer) -> set[str]:
    """Local parts that say who somebody is; `info` and the like belong to many."""
    parts = {row.address_key.partition("@")[0] for row in customer.identities.all() if row.kind == "mail"}
    return {part for part in parts if len(part) >= 6 and not part.startswith(("info", "contact", "support", "sales"))}


def _owners_of(local_parts: set[str]) -> list[int]:
    owners: list[int] = []
    for part in sorted(local_parts)[:3]:
        owners += Identity.objects.filter(kind="mail", address_key__startswith=f"{part}@").values_list(
            "customer_id", flat=True
        )[:MOST]
    return owners
