"""Suggestions that two records may be one person, or one company. A person decides (see services.merging)."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from madoguchi.customers.matching import phone_key
from madoguchi.customers.models import Company, Customer, Identity
from madoguchi.customers.permissions import CustomerPermission
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.text import company_key
from madoguchi.people.permissions import require

SHORTEST_NAME = 2
SHORTEST_NUMBER = 6
MOST = 10
_SAME_NAME = _("Same name")
_SAME_READING = _("Same reading")
_SAME_LOCAL_PART = _("Similar mail address")
_SAME_PHONE = _("Same telephone number")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True, slots=True)
class CompanySuggestion:
    """A company that may be the same, and why."""

    company: Company
    reasons: tuple[str | Promise, ...]


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
    if len(customer.reading_key) >= SHORTEST_NAME:
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
    elif other.reading_key == customer.reading_key:
        reasons.append(_SAME_READING)
    if _local_parts(other) & local_parts:
        reasons.append(_SAME_LOCAL_PART)
    return tuple(reasons)


def _local_parts(customer: Customer) -> set[str]:
    """Local parts that say who somebody is; `info` and the like belong to many."""
    addresses = [row.address_key.partition("@")[0] for row in customer.identities.all() if row.kind == "mail"]
    parts = {part.partition("+")[0] for part in addresses}
    return {part for part in parts if len(part) >= 6 and not part.startswith(("info", "contact", "support", "sales"))}


def _owners_of(local_parts: set[str]) -> list[int]:
    owners: list[int] = []
    for part in sorted(local_parts)[:3]:
        for start in (f"{part}@", f"{part}+"):
            rows = Identity.objects.filter(kind="mail", address_key__startswith=start)
            owners += rows.values_list("customer_id", flat=True)[:MOST]
    return owners


def company_suggestions(company_id: int, *, by: Actor) -> list[CompanySuggestion]:
    """Possible twins of a company: ㈱, 株式会社 and kana aside the same name, or the same telephone number."""
    require(by, CustomerPermission.READ)
    company = Company.objects.filter(pk=company_id).first()
    if company is None:
        return []
    condition = Q(name_key=company.name_key)
    if company.kana:
        condition |= Q(kana=company.kana) | Q(name_key=company_key(company.kana))
    number = phone_key(company.phone) if company.phone else ""
    if len(number) > SHORTEST_NUMBER:
        condition |= Q(phone__endswith=number[-4:]) | Q(phone__endswith=number[-4:].translate(_WIDE))
    rows = Company.objects.filter(condition).exclude(pk=company.pk).order_by("id")[: MOST * 10]
    found = [CompanySuggestion(row, _company_reasons(company, row, number)) for row in rows]
    found = [suggestion for suggestion in found if suggestion.reasons]
    found.sort(key=lambda suggestion: (-len(suggestion.reasons), suggestion.company.id))
    return found[:MOST]


def _company_reasons(company: Company, other: Company, number: str) -> tuple[str | Promise, ...]:
    reasons: list[str | Promise] = []
    readings = {company_key(row.kana) for row in (company, other) if row.kana}
    if other.name_key == company.name_key:
        reasons.append(_SAME_NAME)
    elif company.kana and (other.name_key in readings or company_key(other.kana) == company_key(company.kana)):
        reasons.append(_SAME_READING)
    if number and other.phone and phone_key(other.phone) == number:
        reasons.append(_SAME_PHONE)
    return tuple(reasons)
