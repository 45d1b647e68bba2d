"""Finding customers and companies by a few letters of name, reading, address or company, whatever their width."""

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from madoguchi.customers import queries
from madoguchi.customers.matching import phone_key
from madoguchi.customers.models import Company, Customer, Identity
from madoguchi.customers.permissions import CustomerPermission
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.text import company_key, fold, name_key
from madoguchi.people.permissions import require

PAGE = 50
MOST_WORDS = 5
SHORTEST_PHONE = 4


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
        rows = rows.filter(_company_holding(word))
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
    return list(Customer.objects.filter(holding(text)).order_by("-id").values_list("id", flat=True)[:limit])


def holding(text: str) -> Q:
    """Customers in whose name, reading, addresses or company every word occurs."""
    condition = Q()
    for word in fold(text).split()[:MOST_WORDS]:
        key = name_key(word)
        one = Q(pk__in=_customers_with_address(word)) | Q(company__in=Company.objects.filter(_company_holding(word)))
        if key:
            one |= Q(name_key__contains=key) | Q(reading_key__contains=key)
        condition &= one
    return condition


def _customers_with_address(word: str) -> "QuerySet[Identity, int]":
    condition = Q(address_key__contains=word)
    digits = phone_key(word)
    if sum(letter.isdigit() for letter in digits) >= SHORTEST_PHONE:
        condition |= Q(kind="phone", address_key__contains=digits.removeprefix("+81").lstrip("0"))
    return Identity.objects.filter(condition).values_list("customer_id", flat=True)


def _company_holding(word: str) -> Q:
    key = company_key(word)
    condition = Q(domain_rows__domain__contains=word)
    return condition | Q(name_key__contains=key) if key else condition


def _position(cursor: str) -> tuple[str, int] | None:
    number, colon, key = cursor.partition(":")
    return (key, int(number)) if colon and number.isdecimal() and len(number) < 19 else None
