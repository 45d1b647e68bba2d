"""The list: the desk's page, and its rows as a fragment."""

from functools import cache
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from madoguchi.kernel import live
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid
from madoguchi.tickets import listing, search_excerpts
from madoguchi.tickets import setup_queries as setup
from madoguchi.tickets.searching import Found, search_tickets
from madoguchi.tickets.statuses import STATUS_LABELS, Priority
from madoguchi.web import keys
from madoguchi.web.desk.boxes import SORT_LABELS, Place, place_of, rail
from madoguchi.web.desk.texts import texts
from madoguchi.web.doors import DeskRequest, signed_in, wants_fragment
from madoguchi.web.rendering import page


@signed_in
def desk(request: DeskRequest) -> HttpResponseBase:
    """The desk without a ticket; for our own scripts only the rows."""
    position = live.position()
    place = place_of(request)
    if wants_fragment(request):
        return page(request, "desk/_rows.html", rows(request, place))
    return page(request, "desk/desk.html", {**around(request, place), "ticket": None, "position": position})


def around(request: DeskRequest, place: Place) -> dict[str, Any]:
    """What surrounds a ticket on the whole page: rail, list, words for scripts."""
    return {
        **rail(request.actor, place),
        **rows(request, place),
        "sorts": SORT_LABELS,
        "texts": texts,
        "keys_of": keys.of,
    }


def rows(request: DeskRequest, place: Place) -> dict[str, Any]:
    """One page of the list."""
    note = ""
    if place.search:
        found, note = _searched(place, request.actor)
    else:
        conditions, order = listed(place, request.actor)
        found = listing.page(
            by=request.actor,
            conditions=conditions,
            order=order,
            cursor=request.GET.get("cursor", ""),
        )
    return {
        "place": place,
        "rows": found.rows,
        "next_cursor": found.next_cursor,
        "note": note,
        "first": "cursor" not in request.GET,
        **_row_words(get_language() or ""),
    }


def _searched(place: Place, actor: Actor) -> tuple[listing.Page, str]:
    """What was found, with the words marked, and a note: what is missing, or what of the text makes no sense."""
    try:
        hits = search_tickets(place.search, by=actor, order="relevance" if place.relevant else "newest")
    except Invalid as refused:
        return listing.Page([], ""), refused.message
    listed = listing.chosen(hits.ids, by=actor)
    pieces = search_excerpts.excerpts([row["id"] for row in listed], place.search)
    for row in listed:
        row["title_pieces"] = search_excerpts.subject(row["subject"], place.search)
        row["pieces"] = pieces.get(row["id"])
    return listing.Page(listed, ""), _note(hits)


def _note(hits: Found) -> str:
    if hits.timed_out:
        return _("The oldest messages were not searched. Add a customer, a number or a more common word.")
    return "" if hits.complete else _("Only the newest are shown. Add a word to narrow the search.")


def conditions_of(place: Place, actor: Actor) -> list[dict[str, Any]]:
    """The conditions of a place: a saved view's, or those of box and scope."""
    return listed(place, actor)[0]


def listed(place: Place, actor: Actor) -> tuple[list[dict[str, Any]], str]:
    """What a place lists and in which order: the one asked for, else a saved view's own, else the box's."""
    if place.view_id:
        view = setup.view_of(place.view_id, by=actor)
        return list(view.conditions), place.sort or view.order
    return place.conditions(), place.order


@cache  # lazy texts would be translated again on every row
def _row_words(language: str) -> dict[str, dict[Any, str]]:
    return {
        "statuses": {status.value: str(label) for status, label in STATUS_LABELS.items()},
        "priorities": {choice.value: str(choice.label) for choice in Priority},
    }
