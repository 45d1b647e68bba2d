"""One search over tickets, customers and articles."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from madoguchi.api.answers import answer
from madoguchi.api.door import actor_of
from madoguchi.customers import searching
from madoguchi.customers.permissions import CustomerPermission
from madoguchi.kernel.actors import Actor
from madoguchi.knowledge import finding
from madoguchi.knowledge.permissions import ArticlePermission
from madoguchi.people.permissions import require
from madoguchi.tickets import listing
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.searching import Order, search_tickets

router = Router(tags=["search"])
Found = list[dict[str, Any]]


class Search(Schema):
    """Words as typed into the search box; `kind` keeps to one kind, `limit` (at most 50) counts for each kind.

    `order` is that of tickets: newest message first, or those first that are most about the words.
    """

    q: Annotated[str, Field(max_length=2_000)] = ""
    kind: Literal["", "ticket", "customer", "article"] = ""
    limit: Annotated[int, Field(ge=1, le=50)] = 10
    order: Order = "newest"


@router.get("/search", operation_id="search_everything")
def search(request: HttpRequest, asked: Query[Search]) -> HttpResponse:
    """`results` with `kind`, `id`, `title` and `snippet`: tickets, then customers, then articles.

    Without `kind`, kinds that the key may not read are left out.
    """
    actor = actor_of(request)
    allowed = [kind for kind, (permission, _find) in KINDS.items() if actor.has(permission)]
    kinds = [asked.kind] if asked.kind else allowed or list(KINDS)
    found: Found = []
    for kind in kinds:
        permission, find = KINDS[kind]
        require(actor, permission)
        found += [{"kind": kind, **row} for row in find(asked, actor)]
    return answer({"results": found})


def _tickets(asked: Search, actor: Actor) -> Found:
    found = search_tickets(asked.q, by=actor, limit=asked.limit, order=asked.order)
    rows = listing.chosen(found.ids, by=actor)
    return [{"id": row["id"], "title": row["subject"], "snippet": row["snippet"]} for row in rows]


def _customers(asked: Search, actor: Actor) -> Found:
    rows = searching.find(asked.q, by=actor, limit=asked.limit)
    return [{"id": row["id"], "title": row["name"], "snippet": row["mail_address"] or ""} for row in rows]


def _articles(asked: Search, actor: Actor) -> Found:
    rows = finding.results(asked.q, by=actor, limit=asked.limit)
    return [{"id": row.id, "title": row.title, "snippet": row.snippet} for row in rows]


KINDS: dict[str, tuple[str, Callable[[Search, Actor], Found]]] = {
    "ticket": (TicketPermission.READ, _tickets),
    "customer": (CustomerPermission.READ, _customers),
    "article": (ArticlePermission.READ, _articles),
}
