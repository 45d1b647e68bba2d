"""Finding owners (tickets) by what their parts say. One way in (`put`), one way to ask (`windows`).

Simple on purpose: folded text, every word must occur somewhere in the owner, newest parts first, window by window, so
that a caller stops when it has enough or has used its time. The search issue replaces the inside of this file.
"""

from collections.abc import Iterable, Iterator, Sequence

from django.db import connection
from django.db.models import Max, Q, Value
from django.db.models.functions import StrIndex

from madoguchi.kernel.models import SearchEntry
from madoguchi.kernel.text import fold

LONGEST_TEXT = 8_000
MOST_WORDS = 8
WINDOW = 20_000
WIDEST_WINDOW = 80_000


_PUT = (
    "INSERT INTO kernel_search_entry (scope, owner_id, part, part_id, text) VALUES (%s, %s, %s, %s, %s)"
    " ON CONFLICT (scope, part, part_id) DO UPDATE SET owner_id = excluded.owner_id, text = excluded.text"
)


def put(scope: str, owner_id: int, part: str, part_id: int, text: str) -> None:
    """Makes one part findable, or newly found by its new text. Called in the transaction that writes the part."""
    with connection.cursor() as cursor:  # plain: every message is put here
        cursor.execute(_PUT, [scope, owner_id, part, part_id, fold(text[:LONGEST_TEXT])])


def move(scope: str, part: str, part_ids: Iterable[int], owner_id: int) -> None:
    """The parts belong to another owner now (merge, split, and the undoing of both)."""
    SearchEntry.objects.filter(scope=scope, part=part, part_id__in=list(part_ids)).update(owner_id=owner_id)


def remove(scope: str, part: str, part_ids: Iterable[int]) -> None:
    """The parts are found no more."""
    SearchEntry.objects.filter(scope=scope, part=part, part_id__in=list(part_ids)).delete()


def words(query: str) -> list[str]:
    """The folded words of what somebody typed, each once, at most eight."""
    return list(dict.fromkeys(fold(query).split()))[:MOST_WORDS]


def windows(scope: str, terms: Sequence[str], *, owner_ids: Sequence[int] | None = None) -> Iterator[list[int]]:
    """Owners in which every term (see `words`) occurs, as lists, newest part first, going back in widening windows.

    An owner may come again in a later window; a term may lie in one part and another term in another part of it.
    `owner_ids` looks only at these owners, in one window.
    """
    if not terms:
        return
    if owner_ids is not None:
        yield _holding(scope, Q(owner_id__in=list(owner_ids)), terms)
        return
    end = SearchEntry.objects.aggregate(end=Max("id"))["end"] or 0
    width = WINDOW
    while end > 0:
        yield _holding(scope, Q(id__gt=end - width, id__lte=end), terms)
        end -= width
        width = min(width * 2, WIDEST_WINDOW)


def _holding(scope: str, where: Q, terms: Sequence[str]) -> list[int]:
    """A first look finds the owners with any part that holds the rarest-looking (longest) term; a second look asks
    whether all parts of those together hold the other terms."""
    first, *others = sorted(terms, key=len, reverse=True)
    found = (
        SearchEntry.objects.filter(where, scope=scope)
        .annotate(at=StrIndex("text", Value(first)))
        .filter(at__gt=0)
        .values("owner_id")
        .annotate(newest=Max("id"))
        .order_by("-newest")
        .values_list("owner_id", flat=True)
    )
    owners = list(found)
    for term in others:
        owners = _also_holding(scope, owners, term)
    return owners


def _also_holding(scope: str, owners: list[int], term: str) -> list[int]:
    holding: set[int] = set()
    for start in range(0, len(owners), 500):
        holding.update(
            SearchEntry.objects.filter(scope=scope, owner_id__in=owners[start : start + 500])
            .annotate(at=StrIndex("text", Value(term)))
            .filter(at__gt=0)
            .values_list("owner_id", flat=True)
        )
    return [owner for owner in owners if owner in holding]
