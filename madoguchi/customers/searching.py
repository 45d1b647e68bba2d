"""Finding customers and companies by a few letters of name, reading, address or company, whatever their width."""

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from madoguchi.customers import letters, queries
from madoguchi.customers.models import Company, Customer, Identity
from madoguchi.customers.permissions import CustomerPermission
from madoguchi.kernel import statements
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.text import fold
from madoguchi.people.permissions import require

PAGE = 50
MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """One page of a list; `next_cursor` is empty on the last one."""

    rows: list[Customer]
    next_cursor: str


@dataclass(frozen=True, slots=True)
class CompanyPage:
    """One page of a list; `next_cursor` is empty on the last one."""

    rows: list[Company]
    next_cursor: str


def customer_page(
    *, by: Actor, search: str = "", company_id: int | None = None, cursor: str = "", size: int = PAGE
) -> CustomerPage:
    """Customers in order of their reading; every word of `search` must occur somewhere."""
    rows = queries.customers(by=by).filter(holding(search)).order_by("reading_key", "id")
    if company_id is not None:
        rows = rows.filter(company_id=company_id)
    after = _position(cursor)
    if after is not None:
        rows = rows.filter(Q(reading_key__gt=after[0]) | Q(reading_key=after[0], id__gt=after[1]))
    found = list(rows[: size + 1])
    more = f"{found[size - 1].id}:{found[size - 1].reading_key}" if len(found) > size else ""
    return CustomerPage(found[:size], more)


def company_page(*, by: Actor, search: str = "", cursor: str = "", size: int = PAGE) -> CompanyPage:
    """Companies in order of their folded name."""
    rows = queries.companies(by=by).order_by("name_key", "id")
    for word in fold(search).split()[:MOST_WORDS]:
        rows = rows.filter(pk__in=letters.companies(word))
    after = _position(cursor)
    if after is not None:
        rows = rows.filter(Q(name_key__gt=after[0]) | Q(name_key=after[0], id__gt=after[1]))
    found = list(rows[: size + 1])
    more = f"{found[size - 1].id}:{found[size - 1].name_key}" if len(found) > size else ""
    return CompanyPage(found[:size], more)


def find(text: str, *, by: Actor, limit: int = 8) -> list[dict[str, Any]]:
    """The few customers who fit what somebody types, as plain values; nobody for no letters."""
    require(by, CustomerPermission.READ)
    if not fold(text):
        return []
    first_mail = Identity.objects.filter(customer=OuterRef("pk"), kind="mail").order_by("id").values("address")[:1]
    rows = (
        Customer.objects.filter(holding(text), merged_into=None)
        .order_by("reading_key", "id")
        .values("id", "name", "kana", "honorific", "company__name", mail_address=Subquery(first_mail))
    )
    return [_found(dict(row)) for row in rows[:limit]]


def _found(row: dict[str, Any]) -> dict[str, Any]:
    row["company_name"] = row.pop("company__name") or ""
    row["mail_address"] = row["mail_address"] or ""
    return row


def customer_ids(text: str, *, limit: int = 200) -> list[int]:
    """Ids of customers who fit one word, newest first, for a search over their tickets."""
    if not fold(text):
        return []
    found, values = letters.with_customers(text)
    return [row[0] for row in statements.run(f"{found} ORDER BY 1 DESC LIMIT %s", [*values, limit]).fetchall()]


def fitting(text: str) -> QuerySet[Customer, Any]:
    """Ids of all customers who fit every word, as a part of another statement."""
    return Customer.objects.filter(holding(text)).values("id")


def holding(text: str) -> Q:
    """Customers in whose name, reading, addresses or company every word occurs."""
    condition = Q()
    for word in fold(text).split()[:MOST_WORDS]:
        condition &= Q(pk__in=letters.customers(word))
    return condition


def _position(cursor: str) -> tuple[str, int] | None:
    number, colon, key = cursor.partition(":")
    return (key, int(number)) if colon and number.isdecimal() and len(number) < 19 else None
