"""The list of customers: search, pages, CSV."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from madoguchi.customers.permissions import CustomerPermission
from madoguchi.customers.searching import customer_page
from madoguchi.people.services import auditing
from madoguchi.web.doors import DeskRequest
from madoguchi.web.records.pages import record_page
from madoguchi.web.setup.doors import needs
from madoguchi.web.spreadsheet import csv_response

MOST_EXPORTED = 50_000


@needs(CustomerPermission.READ)
def index(request: DeskRequest) -> HttpResponse:
    """A page of customers; `q` searches name, reading, address, telephone and company."""
    words, cursor = request.GET.get("q", "").strip()[:100], request.GET.get("after", "")
    found = customer_page(by=request.actor, search=words, cursor=cursor)
    kept = {"q": words} if words else {}
    context = {
        "words": words,
        "rows": found.rows,
        "next": f"?{urlencode({**kept, 'after': found.next_cursor})}" if found.next_cursor else "",
        "first": f"{reverse('customers')}?{urlencode(kept)}" if cursor else "",
        "csv": f"{reverse('customers_csv')}?{urlencode(kept)}",
        "may_write": request.actor.has(CustomerPermission.WRITE),
        "may_export": request.actor.has(CustomerPermission.EXPORT),
    }
    return record_page(request, "records/customers.html", context)


@needs(CustomerPermission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """The found customers as CSV; taking them away is audited."""
    words = request.GET.get("q", "").strip()[:100]
    auditing.note("customer:export", by=request.actor, subject_kind="customer", after={"search": words})
    headings = [
        _("Number"),
        _("Name"),
        _("Reading (kana)"),
        _("Company"),
        _("Job title"),
        _("Mail"),
        _("Telephone"),
        _("Postal address"),
    ]
    return csv_response("customers.csv", headings, _rows(request, words))


def _rows(request: DeskRequest, words: str) -> Iterator[list[object]]:
    cursor, written = "", 0
    while written < MOST_EXPORTED:
        found = customer_page(by=request.actor, search=words, cursor=cursor, size=500)
        for row in found.rows:
            addresses = list(row.identities.all())
            yield [
                row.id,
                row.name,
                row.kana,
                row.company.name if row.company else "",
                row.title,
                " ".join(one.address for one in addresses if one.kind == "mail"),
                " ".join(one.address for one in addresses if one.kind == "phone"),
                row.address,
            ]
        written += len(found.rows)
        cursor = found.next_cursor
        if not cursor:
            return
