"""The search box: tickets by their words, number, reference, or customer; only what the actor may see."""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass

from madoguchi.customers import searching as customers
from madoguchi.kernel import search
from madoguchi.kernel.actors import Actor
from madoguchi.tickets.listing import selected
from madoguchi.tickets.models import Ticket
from madoguchi.tickets.recording import SEARCH_SCOPE

SECONDS = 1.2
TICKETS_OF_PEOPLE = 500
CHUNK = 400
_NUMBER = re.compile(r"#?(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Found:
    """Ids, an exact number first, then by last message; not `complete` when there may be more.

    `timed_out`: the oldest messages were not looked at, and whoever asked should be told.
    """

    ids: list[int]
    complete: bool
    timed_out: bool = False


def search_tickets(text: str, *, by: Actor, limit: int = 50) -> Found:
    """Tickets in which every word occurs: in a message, the subject, or the customer’s name, address or company."""
    terms = search.words(text)
    if not terms:
        return Found([], True)
    exact = _by_number(terms, by=by)
    if terms[0].startswith("#") and len(terms) == 1:
        return Found(exact, True)
    found = set(_of_people(terms, by=by)[:limit])
    by_words, complete, timed_out = _by_words(terms, by=by, limit=limit)
    found |= by_words
    ordered = Ticket.objects.filter(pk__in=found - set(exact)).order_by("-last_message_at", "-id")
    ids = [*exact, *ordered.values_list("id", flat=True)]
    return Found(ids[:limit], complete and len(ids) <= limit, timed_out)


def _by_number(terms: Sequence[str], *, by: Actor) -> list[int]:
    """The ticket of this number or reference; for a merged-away one its survivor."""
    if len(terms) != 1:
        return []
    number = _NUMBER.fullmatch(terms[0])
    rows = Ticket.objects.visible_to(by)
    rows = rows.filter(pk=int(number[1])) if number else rows.filter(reference=terms[0].upper())
    row = rows.values_list("id", "merged_into_id").first()
    if row is None:
        return []
    survivor = row[1] or row[0]
    return list(Ticket.objects.visible_to(by).filter(pk=survivor).values_list("id", flat=True))


def _of_people(terms: Sequence[str], *, by: Actor) -> list[int]:
    """Tickets of customers whom some of the words name, if the other words occur in them."""
    people: set[int] | None = None
    others: list[str] = []
    for term in terms:
        named = customers.customer_ids(term)
        if not named:
            others.append(term)
        elif people is None:
            people = set(named)
        else:
            people &= set(named)
    if not people:
        return []
    rows = selected(by=by).filter(customer_id__in=people).order_by("-last_message_at", "-id")
    ids = list(rows.values_list("id", flat=True)[:TICKETS_OF_PEOPLE])
    if not others:
        return ids
    holding = {owner for window in search.windows(SEARCH_SCOPE, others, owner_ids=ids) for owner in window}
    return [one for one in ids if one in holding]


def _by_words(terms: Sequence[str], *, by: Actor, limit: int) -> tuple[set[int], bool, bool]:
    found: set[int] = set()
    until = time.monotonic() + SECONDS
    for window in search.windows(SEARCH_SCOPE, terms):
        for start in range(0, len(window), CHUNK):
            seen = selected(by=by).filter(pk__in=window[start : start + CHUNK])
            found.update(seen.values_list("id", flat=True))
            if len(found) >= limit:
                return found, False, False
        if time.monotonic() > until:
            return found, False, True
    return found, True, False
