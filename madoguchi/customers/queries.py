"""Reads about customers and companies. Not for: finding customers by a few letters (see searching)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from madoguchi.customers import matching
from madoguchi.customers.models import Company, CompanyMerge, Customer, CustomerMerge, CustomerNote, Identity
from madoguchi.customers.permissions import CustomerPermission
from madoguchi.kernel import prepared
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import NotFound
from madoguchi.people.permissions import require

PANEL_NOTES = 20


@dataclass(frozen=True, slots=True)
class Contact:
    """What is needed to write to a customer. `mail_address` is empty when none is known."""

    id: int
    name: str
    honorific: str
    language: str
    mail_address: str


def contact(customer_id: int) -> Contact | None:
    """The customer to write to, following merges; None when there is none. A dead address comes last."""
    row = Customer.objects.filter(pk=customer_id).first()
    while row is not None and row.merged_into_id is not None:
        row = Customer.objects.filter(pk=row.merged_into_id).first()
    if row is None:
        return None
    addresses = list(
        Identity.objects.filter(customer=row, kind="mail").order_by("id").values_list("bounced_at", "address")
    )
    addresses.sort(key=lambda pair: pair[0] is not None)
    return Contact(row.id, row.name, row.honorific, row.language, addresses[0][1] if addresses else "")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A mail address. From one that mail does not reach it came back for good: since when, and why in its server's
    words."""

    address: str
    since: datetime | None
    reason: str


def unreachable(addresses: Iterable[str]) -> list[Mailbox]:
    """Those of some mail addresses that are marked as undeliverable, as they were asked for."""
    wanted = {matching.address_key(matching.MAIL, address): address for address in addresses}
    wanted.pop("", None)
    if not wanted:
        return []
    marked = Identity.objects.filter(kind=matching.MAIL, address_key__in=list(wanted), bounced_at__isnull=False)
    rows = marked.order_by("id").values_list("address_key", "bounced_at", "bounced_reason")
    return [Mailbox(wanted[key], since, reason) for key, since, reason in rows]


def mailboxes(customer_id: int) -> tuple[Mailbox, ...]:
    """Every mail address of a customer."""
    return tuple(Mailbox(*row) for row in prepared.rows("mailboxes", _mailboxes, customer_id))


def _mailboxes(customer_id: int) -> "QuerySet[Identity, Any]":
    rows = Identity.objects.filter(customer_id=customer_id, kind=matching.MAIL).order_by("id")
    return rows.values_list("address", "bounced_at", "bounced_reason")


def takes_automatic_mail(address: str) -> bool:
    """Whether machines may write to a mail address: it is neither silenced nor undeliverable."""
    rows = Identity.objects.filter(kind=matching.MAIL, address_key=matching.address_key(matching.MAIL, address))
    return not rows.exclude(bounced_at=None, silenced_at=None).exists()


def same_company(customer_id: int, other_id: int) -> bool:
    """Whether both belong to one known company."""
    companies = set(Customer.objects.filter(pk__in=(customer_id, other_id)).values_list("company_id", flat=True))
    return len(companies) == 1 and None not in companies


def panel(customer_id: int, *, by: Actor) -> dict[str, Any] | None:
    """What the ticket page shows beside a ticket, as plain values in three reads; None without `customer:read`."""
    if not by.has(CustomerPermission.READ):
        return None
    person = (
        Customer.objects.filter(pk=customer_id)
        .values(
            *("id", "name", "kana", "honorific", "title", "caution", "language", "address", "attributes", "created_at"),
            *("merged_into_id", "company_id", "company__name", "company__phone", "company__memo"),
        )
        .first()
    )
    if person is None:
        return None
    company = {"id": person.pop("company_id")} | {
        field: person.pop(f"company__{field}") for field in ("name", "phone", "memo")
    }
    identities = (
        Identity.objects.filter(customer_id=customer_id)
        .order_by("id")
        .values("id", "kind", "address", "verified_at", "bounced_at", "bounced_reason", "silenced_at")
    )
    notes = CustomerNote.objects.filter(customer_id=customer_id).values(
        "id", "text", "pinned", "popup", "author_id", "author__name", "written_at"
    )
    return {
        **person,
        "company": company if company["id"] else None,
        "identities": list(identities),
        "notes": [_note_of(dict(note)) for note in notes[:PANEL_NOTES]],
    }


def _note_of(row: dict[str, Any]) -> dict[str, Any]:
    row["author"] = row.pop("author__name") or ""
    return row


def customer(customer_id: int, *, by: Actor) -> Customer:
    """One record with company, identities and notes at hand; a merged-away one leads to its survivor.

    Raises NotAllowed or NotFound. Whoever shows it to a person calls `services.viewing.record`.
    """
    require(by, CustomerPermission.READ)
    row = customers(by=by, merged=True).filter(pk=customer_id).first()
    while row is not None and row.merged_into_id is not None:
        row = customers(by=by, merged=True).filter(pk=row.merged_into_id).first()
    if row is None:
        raise NotFound
    return row


def customers(*, by: Actor, merged: bool = False) -> QuerySet[Customer]:
    """Customers with company, identities and notes at hand; merged-away ones only on request."""
    require(by, CustomerPermission.READ)
    rows = Customer.objects.select_related("company").prefetch_related(
        Prefetch("identities", Identity.objects.order_by("id")),
        Prefetch("notes", CustomerNote.objects.select_related("author")),
    )
    return rows if merged else rows.filter(merged_into=None)


def company(company_id: int, *, by: Actor) -> Company:
    """One company with its domains at hand. Raises NotAllowed or NotFound."""
    row = companies(by=by).filter(pk=company_id).first()
    if row is None:
        raise NotFound
    return row


def companies(*, by: Actor) -> QuerySet[Company]:
    """Companies with `customer_count` and their domains at hand."""
    require(by, CustomerPermission.READ)
    return Company.objects.annotate(
        customer_count=Count("customers", filter=Q(customers__merged_into=None))
    ).prefetch_related("domain_rows")


def merges_of(customer_id: int, *, by: Actor) -> QuerySet[CustomerMerge]:
    """Merges into this customer that could be undone, newest first."""
    require(by, CustomerPermission.READ)
    return (
        CustomerMerge.objects.filter(survivor_id=customer_id, undone_at=None).select_related("absorbed").order_by("-id")
    )


def company_merges_of(company_id: int, *, by: Actor) -> QuerySet[CompanyMerge]:
    """Merges into this company that could be undone, newest first."""
    require(by, CustomerPermission.READ)
    return CompanyMerge.objects.filter(survivor_id=company_id, undone_at=None).order_by("-id")


def customer_names(ids: Iterable[int]) -> dict[int, str]:
    """Names of these customers by id."""
    wanted = set(ids)
    return dict(Customer.objects.filter(pk__in=wanted).values_list("id", "name")) if wanted else {}
