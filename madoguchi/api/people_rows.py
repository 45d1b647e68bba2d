"""How customers and companies look in the API."""

from typing import Any

from madoguchi.customers.models import Company, Customer, CustomerNote, Identity


def customer(row: Customer) -> dict[str, Any]:
    """A customer with company, addresses and notes at hand."""
    names = ("id", "name", "kana", "honorific", "title", "language", "address", "caution", "attributes")
    data = {name: getattr(row, name) for name in names}
    data["company"] = None if row.company is None else {"id": row.company.id, "name": row.company.name}
    data["identities"] = [identity(one) for one in row.identities.all()]
    data["notes"] = [note(one) for one in row.notes.all()]
    return {**data, "created_at": row.created_at, "updated_at": row.updated_at}


def identity(row: Identity) -> dict[str, Any]:
    """An address of a customer."""
    return {name: getattr(row, name) for name in ("id", "kind", "address", "verified_at", "bounced_at", "created_at")}


def note(row: CustomerNote) -> dict[str, Any]:
    """A note about a customer."""
    return {name: getattr(row, name) for name in ("id", "text", "pinned", "author_id", "written_at")}


def company(row: Company) -> dict[str, Any]:
    """A company."""
    names = ("id", "name", "kana", "domains", "phone", "address", "memo", "attributes", "created_at")
    return {name: getattr(row, name) for name in names}
