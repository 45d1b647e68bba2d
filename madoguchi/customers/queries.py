"""Reads about customers and companies."""

from dataclasses import dataclass

from madoguchi.customers.models import Customer, Identity


@dataclass(frozen=True, slots=True)
class Contact:
    """What is needed to write to a customer. `mail_address` is empty when none is known."""

    id: int
    name: str
    honorific: str
    language: str
    mail_address: str


def contact(customer_id: int) -> Contact | None:
    """The customer to write to, following merges; None when there is none."""
    row = Customer.objects.filter(pk=customer_id).first()
    while row is not None and row.merged_into_id is not None:
        row = Customer.objects.filter(pk=row.merged_into_id).first()
    if row is None:
        return None
    address = (
        Identity.objects.filter(customer=row, kind="mail").order_by("id").values_list("address", flat=True).first()
    )
    return Contact(row.id, row.name, row.honorific, row.language, address or "")


def same_company(customer_id: int, other_id: int) -> bool:
    """Whether both belong to one known company."""
    companies = set(Customer.objects.filter(pk__in=(customer_id, other_id)).values_list("company_id", flat=True))
    return len(companies) == 1 and None not in companies
