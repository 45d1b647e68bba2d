"""Customers entered and changed by hand or by a program."""

from collections.abc import Iterable
from enum import Enum
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from madoguchi.customers.events import CustomerCreated, CustomerUpdated
from madoguchi.customers.models import Customer
from madoguchi.customers.permissions import CustomerPermission
from madoguchi.customers.services.access import access, checked_attributes, checked_name, existing_company_id
from madoguchi.customers.services.identities import insert
from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid
from madoguchi.kernel.events import publish
from madoguchi.kernel.text import name_key, one_line
from madoguchi.people.permissions import require


class Keep(Enum):
    """Marks a value that stays as it is where None has a meaning of its own."""

    KEEP = "keep"


KEEP: Final = Keep.KEEP


@transaction.atomic
def create(
    *,
    name: str,
    kana: str = "",
    honorific: str = "様",
    company_id: int | None = None,
    title: str = "",
    language: str = "ja",
    address: str = "",
    caution: str = "",
    attributes: dict[str, Any] | None = None,
    identities: Iterable[tuple[str, str]] = (),
    by: Actor,
) -> Customer:
    """A new customer with their addresses, as (kind, address). Raises IdentityTaken when one is somebody else's."""
    require(by, CustomerPermission.WRITE)
    now = clock.now()
    called = checked_name(name, longest=120)
    customer = Customer.objects.create(
        name=called,
        name_key=name_key(called)[:120],
        reading_key=name_key(kana or called)[:120],
        kana=one_line(kana)[:120],
        honorific=one_line(honorific)[:12],
        company_id=existing_company_id(company_id),
        title=one_line(title)[:80],
        language=_language(language),
        address=one_line(address)[:300],
        caution=one_line(caution)[:300],
        attributes=checked_attributes(attributes or {}),
        created_at=now,
        updated_at=now,
    )
    publish(CustomerCreated(customer_id=customer.id), by=by)
    for kind, text in identities:
        insert(customer, kind=kind, address=text, by=by)
    return customer


@transaction.atomic
def update(
    customer_id: int,
    *,
    name: str | None = None,
    kana: str | None = None,
    honorific: str | None = None,
    company_id: int | Keep | None = KEEP,
    title: str | None = None,
    language: str | None = None,
    address: str | None = None,
    caution: str | None = None,
    attributes: dict[str, Any] | None = None,
    by: Actor,
) -> Customer:
    """Changes a customer; None keeps a value (KEEP for the company, where None means no company)."""
    customer = access(customer_id, CustomerPermission.WRITE, by=by)
    new: dict[str, Any] = {
        field: one_line(value)[:longest]
        for field, value, longest in (
            ("kana", kana, 120),
            ("honorific", honorific, 12),
            ("title", title, 80),
            ("address", address, 300),
            ("caution", caution, 300),
        )
        if value is not None
    }
    if name is not None:
        new["name"] = checked_name(name, longest=120)
    if language is not None:
        new["language"] = _language(language)
    if company_id is not KEEP:
        new["company_id"] = existing_company_id(company_id)
    if attributes is not None:
        new["attributes"] = checked_attributes(attributes)
    return save(customer, new, by=by)


def save(customer: Customer, new: dict[str, Any], *, by: Actor) -> Customer:
    """Writes checked values that differ, with the keys made from them, and tells which."""
    changed = sorted(field for field, value in new.items() if getattr(customer, field) != value)
    if changed:
        for field in changed:
            setattr(customer, field, new[field])
        customer.name_key = name_key(customer.name)[:120]
        customer.reading_key = name_key(customer.kana or customer.name)[:120]
        customer.updated_at = clock.now()
        customer.save(update_fields=[*changed, "name_key", "reading_key", "updated_at"])
        publish(
            CustomerUpdated(customer_id=customer.id, changed=[field.removesuffix("_id") for field in changed]), by=by
        )
    return customer


def _language(language: str) -> str:
    if language not in dict(settings.LANGUAGES):
        raise Invalid(field="language", reason=one_line(language)[:20])
    return language
