"""Finding the customer behind an address, or making one."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from madoguchi.customers import matching
from madoguchi.customers.events import CustomerCreated
from madoguchi.customers.free_mail import FREE_MAIL_DOMAINS
from madoguchi.customers.models import CompanyDomain, Customer, Identity
from madoguchi.customers.permissions import CustomerPermission
from madoguchi.kernel import clock, prepared, rows
from madoguchi.kernel.actors import Actor, ActorKind
from madoguchi.kernel.errors import Invalid
from madoguchi.kernel.events import publish
from madoguchi.kernel.text import name_key
from madoguchi.people.permissions import require

LONGEST_MERGE_CHAIN = 20


def identify(
    *, kind: str, address: str, name: str = "", language: str = "", by: Actor, at: datetime | None = None
) -> Customer:
    """The customer who owns `address` on the channel `kind`, following merges; created when nobody does.

    Two deliveries at once give one customer: the address is unique, and who comes second reads the first one's row.
    """
    if by.kind is not ActorKind.CUSTOMER:
        require(by, CustomerPermission.WRITE)
    kind = matching.identity_kind(kind, address)
    key = matching.address_key(kind, address)
    if not key:
        raise Invalid(field="address", reason="empty")
    found = _owner(kind, key)
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return _create(kind=kind, address=address, key=key, name=name, language=language, by=by, at=at)
    except IntegrityError:
        found = _owner(kind, key)
        if found is None:
            raise
        return found


def surviving(customer: Customer) -> Customer:
    """The customer itself, or who it was merged into."""
    for _step in range(LONGEST_MERGE_CHAIN):
        if customer.merged_into_id is None:
            return customer
        customer = Customer.objects.get(pk=customer.merged_into_id)
    return customer


def company_for(address: str) -> int | None:
    """The id of the company that lists the mail domain of `address`. Never for domains that anybody can have."""
    domain = matching.mail_domain(address)
    if not domain or domain in FREE_MAIL_DOMAINS:
        return None
    found = prepared.rows("domain", _companies, domain)
    return found[0][0] if found else None


def _companies(domain: str) -> "QuerySet[CompanyDomain, tuple[int]]":
    return CompanyDomain.objects.filter(domain=domain).order_by().values_list("company_id")


def _owner(kind: str, key: str) -> Customer | None:
    customer = prepared.first("owner", _owners, kind, key)
    return None if customer is None else surviving(customer)


def _owners(kind: str, key: str) -> QuerySet[Customer]:
    return Customer.objects.filter(identities__kind=kind, identities__address_key=key)


def _create(*, kind: str, address: str, key: str, name: str, language: str, by: Actor, at: datetime | None) -> Customer:
    moment = at or clock.now()
    called = matching.display_name(name, address)
    folded = name_key(called)[:120]
    customer = rows.insert(
        Customer(
            name=called,
            name_key=folded,
            reading_key=folded,
            language=(language or "ja")[:8],
            company_id=company_for(address) if kind == matching.MAIL else None,
            created_at=moment,
            updated_at=moment,
        )
    )
    rows.insert(
        Identity(
            customer=customer, kind=kind, address=matching.written(kind, address), address_key=key, created_at=moment
        )
    )
    publish(CustomerCreated(customer_id=customer.id), by=by, at=moment)
    return customer
