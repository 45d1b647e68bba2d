"""Keeping the letters of customers and companies (see customers.letters), in the transaction that changes them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from madoguchi.customers.letters import COMPANY, CUSTOMER, spelled
from madoguchi.customers.models import Company, CompanyDomain, Customer, Identity, Letters
from madoguchi.kernel import statements

BATCH = 500
_PUT = (
    "INSERT INTO customers_letters ({owner}, text, pairs) VALUES (%s, %s, %s)"
    " ON CONFLICT ({owner}) DO UPDATE SET text = excluded.text, pairs = excluded.pairs"
    " WHERE customers_letters.text <> excluded.text"
)
_PERSON = (
    "SELECT c.name_key, c.reading_key, c.kana, i.address_key FROM customers_customer c"
    " LEFT JOIN customers_identity i ON i.customer_id = c.id WHERE c.id = %s ORDER BY i.id"
)


def spell_customer(customer_id: int) -> None:
    """Writes anew by which letters one customer is found."""
    rows = statements.run(_PERSON, [customer_id]).fetchall()
    if rows:
        _put("customer_id", customer_id, CUSTOMER, [*rows[0][:3], *(row[3] or "" for row in rows)])


def spell_company(company_id: int) -> None:
    """Writes anew by which letters one company is found."""
    for number, pieces in _companies([company_id]):
        _put("company_id", number, COMPANY, pieces)


def spell_all() -> None:
    """Writes the letters of everybody who has none: for an installation that is older than they are."""
    people = Letters.objects.filter(customer__isnull=False).values("customer_id")
    for ids in _batches(Customer.objects.exclude(pk__in=people)):
        _put_all("customer_id", CUSTOMER, _people(ids))
    companies = Letters.objects.filter(company__isnull=False).values("company_id")
    for ids in _batches(Company.objects.exclude(pk__in=companies)):
        _put_all("company_id", COMPANY, _companies(ids))


def _put(owner: str, number: int, sign: str, pieces: Iterable[str]) -> None:
    statements.run(_PUT.format(owner=owner), [number, *spelled(sign, pieces)])


def _put_all(owner: str, sign: str, several: Iterable[tuple[int, Iterable[str]]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(_PUT.format(owner=owner), [[number, *spelled(sign, pieces)] for number, pieces in several])


def _batches(rows: QuerySet[Any]) -> Iterator[list[int]]:
    ids = list(rows.order_by("id").values_list("id", flat=True))
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]


def _people(ids: Sequence[int]) -> Iterator[tuple[int, Iterable[str]]]:
    addresses: dict[int, list[str]] = defaultdict(list)
    for owner, address in (
        Identity.objects.filter(customer_id__in=ids).order_by("id").values_list("customer_id", "address_key")
    ):
        addresses[owner].append(address)
    names = Customer.objects.filter(pk__in=ids).values_list("id", "name_key", "reading_key", "kana")
    for number, *written in names:
        yield number, [*written, *addresses[number]]


def _companies(ids: Sequence[int]) -> Iterator[tuple[int, Iterable[str]]]:
    domains: dict[int, list[str]] = defaultdict(list)
    for owner, domain in (
        CompanyDomain.objects.filter(company_id__in=ids).order_by("id").values_list("company_id", "domain")
    ):
        domains[owner].append(domain)
    for number, *written in Company.objects.filter(pk__in=ids).values_list("id", "name_key", "kana"):
        yield number, [*written, *domains[number]]
