"""Finding from the command palette, and customers for the new ticket."""

from django.http import JsonResponse
from django.http.response import HttpResponseBase

from madoguchi.customers import searching
from madoguchi.customers.permissions import CustomerPermission
from madoguchi.kernel.errors import Invalid
from madoguchi.tickets import listing
from madoguchi.tickets.search_suggestions import suggestions
from madoguchi.tickets.searching import search_tickets
from madoguchi.web.doors import DeskRequest, signed_in

MOST = 8


@signed_in
def find(request: DeskRequest) -> HttpResponseBase:
    """?q= as JSON: a few tickets and customers."""
    words = request.GET.get("q", "").strip()[:200]
    rows = listing.chosen(_tickets(request, words), by=request.actor)
    return JsonResponse(
        {
            "tickets": [
                {"id": row["id"], "subject": row["subject"], "customer": row["customer__name"]} for row in rows
            ],
            "customers": _customers(request, words),
        }
    )


@signed_in
def suggest(request: DeskRequest) -> HttpResponseBase:
    """?q= as JSON: whole texts for the search box, the last word completed."""
    return JsonResponse({"suggestions": suggestions(request.GET.get("q", "")[:200], by=request.actor)})


@signed_in
def customers(request: DeskRequest) -> HttpResponseBase:
    """?q= as JSON: customers alone."""
    return JsonResponse({"customers": _customers(request, request.GET.get("q", "").strip()[:200])})


def _tickets(request: DeskRequest, words: str) -> list[int]:
    """None for a text that makes no sense yet: whoever types has not finished."""
    try:
        return search_tickets(words, by=request.actor, limit=MOST).ids[:MOST]
    except Invalid:
        return []


def _customers(request: DeskRequest, words: str) -> list[dict[str, object]]:
    if not request.actor.has(CustomerPermission.READ):
        return []
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "honorific": row["honorific"],
            "company": row["company_name"],
            "address": row["mail_address"],
        }
        for row in searching.find(words, by=request.actor, limit=MOST)
    ]
