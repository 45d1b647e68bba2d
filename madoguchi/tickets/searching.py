"""The search box: tickets by their words, number, reference, or customer; only what the actor may see."""

import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from madoguchi.customers import searching as customers
from madoguchi.kernel import inverted, search
from madoguchi.kernel.actors import Actor
from madoguchi.tickets import matching, relevance, search_query
from madoguchi.tickets.conditions import to_q
from madoguchi.tickets.matching import Asked
from madoguchi.tickets.models import Ticket
from madoguchi.tickets.recording import SEARCH_SCOPE

SECONDS = 1.2
TICKETS_OF_PEOPLE = 500
SINGLE_HEAD = 500
NEWEST = 10_000
"""Entries in which pieces of words are looked for when the index knows no such word."""
Order = Literal["newest", "relevance"]
_NUMBER = re.compile(r"#?(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Found:
    """Ids, an exact number first, then by last message; not `complete` when there may be more.

    `timed_out`: the oldest messages were not looked at, and whoever asked should be told.
    """

    ids: list[int]
    complete: bool
    timed_out: bool = False


def search_tickets(
    text: str,
    *,
    by: Actor,
    limit: int = 50,
    conditions: Iterable[Mapping[str, Any]] = (),
    order: Order = "newest",
) -> Found:
    """Tickets in which every word occurs: in a message, the subject, or the customer’s name, address or company.

    The text may hold phrases, unwanted words and signs (see search_query; raises Invalid). `conditions` (checked, see
    conditions.clean) narrow them; by `relevance` those come first that are about the words (see relevance), and after
    few of them such as hold only some of the words.
    """
    query = search_query.read(text, by=by)
    if not query:
        return Found([], True)
    asked = Asked(query.words, by, list(conditions), query.without, query.where, query.any_status)
    if not asked.words:
        return _without_words(asked, limit)
    exact = _by_number(asked)
    if asked.words[0].folded.startswith("#") and len(asked.words) == 1:
        return Found(exact, True)
    people = _of_people(asked, limit=limit)
    if order == "relevance":
        ids = list(dict.fromkeys([*exact, *relevance.ranked(asked), *people]))
        return Found(ids[:limit], len(ids) <= limit)
    by_words, complete, timed_out = _by_words(asked, limit=limit)
    found = {*people, *by_words}
    ordered = Ticket.objects.filter(pk__in=found - set(exact)).order_by("-last_message_at", "-id")
    ids = [*exact, *ordered.values_list("id", flat=True)]
    return Found(ids[:limit], complete and len(ids) <= limit, timed_out)


def _without_words(asked: Asked, limit: int) -> Found:
    """Only conditions and unwanted words: the newest that are left."""
    until = time.monotonic() + SECONDS
    found: list[int] = []
    rows = asked.tickets().order_by("-last_message_at", "-id").values_list("id", flat=True)
    start, size = 0, limit + 1
    while len(found) <= limit:
        ids = list(rows[start : start + size])
        found += asked.spared(ids)
        if len(ids) < size:
            return Found(found[:limit], len(found) <= limit)
        if time.monotonic() > until:
            return Found(found[:limit], False, True)
        start, size = start + size, matching.CHUNK
    return Found(found[:limit], False)


def _by_number(asked: Asked) -> list[int]:
    """The ticket of this number or reference; for a merged-away one its survivor."""
    if len(asked.words) != 1:
        return []
    folded = asked.words[0].folded
    number = _NUMBER.fullmatch(folded)
    rows = Ticket.objects.visible_to(asked.by)
    rows = rows.filter(pk=int(number[1])) if number else rows.filter(reference=folded.upper())
    row = rows.values_list("id", "merged_into_id").first()
    if row is None:
        return []
    chosen = Ticket.objects.visible_to(asked.by).filter(pk=row[1] or row[0])
    if asked.conditions:
        chosen = chosen.filter(to_q(asked.conditions, by=asked.by))
    if asked.where:
        chosen = chosen.filter(asked.where)
    return list(chosen.values_list("id", flat=True))


def _of_people(asked: Asked, *, limit: int) -> list[int]:
    """Tickets of customers whom some of the words name, if the other words occur in them."""
    people: set[int] | None = None
    others: list[search.Word] = []
    for word in asked.words:
        named = [] if word.exact else _named(word)
        if not named:
            others.append(word)
        elif people is None:
            people = set(named)
        else:
            people &= set(named)
    if not people:
        return []
    rows = asked.tickets().filter(customer_id__in=people).order_by("-last_message_at", "-id")
    narrowed = others or asked.without
    ids = list(rows.values_list("id", flat=True)[: TICKETS_OF_PEOPLE if narrowed else limit])
    return search.holding(SEARCH_SCOPE, others, asked.spared(ids))[:limit]


def _named(word: search.Word) -> list[int]:
    return [number for one in word.others or (word,) for number in customers.customer_ids(one.folded)]


def _by_words(asked: Asked, *, limit: int) -> tuple[list[int], bool, bool]:
    """Tickets, whether these are all, and whether the time was over before."""
    until = time.monotonic() + SECONDS
    below = inverted.end()
    made = matching.heads(asked.words, below=below, most=matching.HEAD if len(asked.words) > 1 else SINGLE_HEAD)
    found: dict[int, None] = {}
    if made and not made[0].whole and (few := asked.few()) is not None:
        found.update(dict.fromkeys(search.holding(SEARCH_SCOPE, asked.words, asked.spared(few))))
        return list(found), True, False
    for owners in matching.candidates(made):
        held = matching.also_holding(made, asked.words, asked.allowed(owners))
        found.update(dict.fromkeys(held))
        if len(found) >= limit:
            return list(found), False, False
        if time.monotonic() > until:
            return list(found), False, True
    for owners in _read_through(asked.words, below=below, known=bool(made), found=bool(found)):
        found.update(dict.fromkeys(asked.allowed(owners)))
        if len(found) >= limit:
            return list(found), False, False
        if time.monotonic() > until:
            return list(found), False, True
    return list(found), True, False


def _read_through(words: Sequence[search.Word], *, below: int, known: bool, found: bool) -> Iterator[list[int]]:
    """What the index cannot tell: entries it lacks, words without a term, and, where it knows nothing, pieces of words
    in the newest entries."""
    if not known:
        return search.windows(SEARCH_SCOPE, words, below=below)
    if unindexed := search.unindexed():
        return search.windows(SEARCH_SCOPE, words, below=unindexed + 1)
    return search.windows(SEARCH_SCOPE, words, below=below, floor=below if found else max(0, below - NEWEST))
