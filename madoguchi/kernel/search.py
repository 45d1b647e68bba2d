"""Finding owners (tickets) by what their parts say. One way in (`put`); to ask, the index (`newest`) or, for what the
index cannot know, the texts from the newest back (`windows`), and `holding` whether the other words occur too.

Every word must occur somewhere in the owner: Japanese ones as words (京都 is not in 東京都, 届かない finds 届きません),
codes and Latin words also by their beginning; in the texts longer pieces also within others. Not for: questions to the
FAQ, where no single word must occur (knowledge.finding).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Length, StrIndex
from django.db.models.lookups import GreaterThan

from madoguchi.kernel import indexing, inverted, statements
from madoguchi.kernel.inverted import Entry
from madoguchi.kernel.models import SearchEntry
from madoguchi.kernel.text import fold
from madoguchi.kernel.text.terms import VERSION, terms

LONGEST_TEXT = 50_000
LONGEST_CUT = 20_000
LONGEST_TERM = 64
MOST_WORDS = 8
WINDOW = 20_000
WIDEST_WINDOW = 80_000
SHORTEST_PIECE = 4
SHORTEST_BEGINNING = 3
_HIRAGANA = re.compile("[ぁ-んー]+")
_KATAKANA = {code - 0x60: code for code in range(0x30A1, 0x30F7)}
_NOT_LATIN = re.compile("[^a-z0-9]+")
_UNCUT = "SELECT version, id FROM kernel_search_entry WHERE version < %s ORDER BY version DESC, id DESC LIMIT 1"


_PUT = (
    "INSERT INTO kernel_search_entry (scope, owner_id, part, part_id, text, terms, version)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s)"
    " ON CONFLICT (scope, part, part_id) DO UPDATE SET owner_id = excluded.owner_id, text = excluded.text,"
    " terms = excluded.terms, version = excluded.version"
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a search: folded, cut into the terms that one part must hold (none: only as a piece of text), and as
    the index is asked for it (see inverted; empty: it cannot be asked). `exact`: only letter by letter; `others`: one
    of these, instead of the word itself."""

    folded: str
    terms: tuple[str, ...] = ()
    clause: tuple[tuple[str, ...], ...] = ()
    exact: bool = False
    others: tuple["Word", ...] = ()


def put(scope: str, owner_id: int, part: str, part_id: int, text: str) -> None:
    """Makes one part findable, or newly found by its new text. Called in the transaction that writes the part."""
    said = text[:LONGEST_TEXT]
    statements.run(_PUT, [scope, owner_id, part, part_id, fold(said), spaced(said), VERSION])


def spaced(text: str) -> str:
    """The terms of a text as they are stored: each once, in order, a space before and after every one.

    Of a very long text (a thread quoted ten times) the beginning: the rest is found by pieces.
    """
    found = dict.fromkeys(term[:LONGEST_TERM] for term in terms(text[:LONGEST_CUT]))
    return f" {' '.join(found)} " if found else ""


def move(scope: str, part: str, part_ids: Iterable[int], owner_id: int) -> None:
    """The parts belong to another owner now (merge, split, and the undoing of both)."""
    SearchEntry.objects.filter(scope=scope, part=part, part_id__in=list(part_ids)).update(owner_id=owner_id)


def remove(scope: str, part: str, part_ids: Iterable[int]) -> None:
    """The parts are found no more."""
    SearchEntry.objects.filter(scope=scope, part=part, part_id__in=list(part_ids)).delete()


def words(query: str) -> list[Word]:
    """What somebody typed, word by word, each once, at most eight."""
    found: dict[str, Word] = {}
    for typed in query.split():
        for folded in fold(typed).split():
            found.setdefault(folded, _word(typed, folded))
    return list(found.values())[:MOST_WORDS]


def phrase(text: str) -> Word:
    """Letters that must stand together as they were typed."""
    cut = tuple(dict.fromkeys(term[:LONGEST_TERM] for term in terms(text)))
    return Word(fold(text), (), (cut,) if cut else (), exact=True)


def either(several: Sequence[Word]) -> Word:
    """One of several words."""
    if len(several) == 1:
        return several[0]
    asked = tuple(terms for word in several for terms in word.clause) if all(word.clause for word in several) else ()
    name = " | ".join(word.folded for word in several)
    return Word(name, (), asked, any(word.exact for word in several), tuple(several))


def newest(scope: str, word: Word, *, below: int, most: int) -> list[Entry]:
    """The newest entries (id, owner) with an id below `below` that hold the word by its terms, newest first. Pieces
    inside of other words are not looked for, nor what the index lacks so far: see `windows`."""
    return inverted.newest(scope, word.clause, below=below, most=most) if word.clause else []


def unindexed() -> int:
    """The index does not know the terms of some entries up to this id: they wait to be taken in or cut."""
    last, version = indexing.missing(), VERSION
    while found := statements.run(_UNCUT, [version]).fetchone():
        version, last = found[0], max(last, found[1])
    return last


def windows(scope: str, wanted: Sequence[Word], *, below: int, floor: int = 0) -> Iterator[list[int]]:
    """Owners in which every word (see `words`) occurs, by reading the texts of entries with ids from below `below` down
    to `floor` in widening windows. Lists, newest first; an owner may come again in a later one."""
    width = WINDOW
    end = below - 1
    while wanted and end > floor:
        start = max(floor, end - width)
        yield _holding(scope, Q(id__gt=start, id__lte=end), wanted)
        end = start
        width = min(width * 2, WIDEST_WINDOW)


def holding(scope: str, wanted: Sequence[Word], owners: Sequence[int]) -> list[int]:
    """Those of the owners, in their order, in whose parts every word occurs."""
    held = list(owners)
    for word in wanted:
        held = _also_holding(scope, held, word)
    return held


def saying(scope: str, wanted: Sequence[Word], owners: Sequence[int]) -> dict[int, tuple[str, int]]:
    """By owner the newest part (kind, id) in which any of the words occurs."""
    if not wanted or not owners:
        return {}
    rows = SearchEntry.objects.filter(reduce(or_, map(_said, wanted)), scope=scope, owner_id__in=list(owners))
    return {row[0]: row[1:] for row in rows.order_by("id").values_list("owner_id", "part", "part_id")}


def lengths(entry_ids: Sequence[int]) -> dict[int, tuple[int, str]]:
    """By entry how many letters its terms have, and which part it is."""
    found: dict[int, tuple[int, str]] = {}
    for start in range(0, len(entry_ids), 500):
        rows = SearchEntry.objects.filter(pk__in=entry_ids[start : start + 500])
        found.update({row[0]: row[1:] for row in rows.values_list("id", Length("terms"), "part")})
    return found


def _word(typed: str, folded: str) -> Word:
    """With the clause of the index: the terms, those of the word in katakana, and codes by their beginning."""
    cut = tuple(dict.fromkeys(term[:LONGEST_TERM] for term in terms(typed)))
    clause = [cut] if cut else []
    if _HIRAGANA.fullmatch(folded) and len(folded) >= SHORTEST_PIECE and (other := terms(folded.translate(_KATAKANA))):
        clause.append(tuple(dict.fromkeys(term[:LONGEST_TERM] for term in other)))
    letters = _NOT_LATIN.sub("", folded) if folded.isascii() else ""
    if len(letters) >= SHORTEST_BEGINNING:
        clause.append((letters[:LONGEST_TERM] + inverted.BEGINNING,))
    return Word(folded, cut, tuple(clause))


def _holding(scope: str, where: Q, wanted: Sequence[Word]) -> list[int]:
    """A first look finds the owners with any part that holds the rarest-looking (longest) word; a second look asks
    whether all parts of those together hold the other words."""
    first, *others = sorted(wanted, key=lambda word: len(word.folded), reverse=True)
    rows = _saying(first, SearchEntry.objects.filter(where, scope=scope)).order_by("-id")
    with statements.planned_anew():
        found = dict.fromkeys(rows.values_list("owner_id", flat=True))
    return holding(scope, others, list(found))


def _also_holding(scope: str, owners: list[int], word: Word) -> list[int]:
    holding: set[int] = set()
    for start in range(0, len(owners), 500):
        rows = SearchEntry.objects.filter(scope=scope, owner_id__in=owners[start : start + 500])
        holding.update(_saying(word, rows).values_list("owner_id", flat=True))
    return [owner for owner in owners if owner in holding]


def _saying(word: Word, rows: QuerySet[SearchEntry]) -> QuerySet[SearchEntry]:
    return rows.filter(_said(word))


def _said(word: Word) -> Q:
    if word.others:
        return reduce(or_, map(_said, word.others))
    piece = _within("text", word.folded)
    if word.exact or not word.terms:
        return piece
    held = reduce(and_, (_within("terms", f" {term} ") for term in word.terms))
    if len(word.folded) >= SHORTEST_PIECE or word.folded.isascii():
        return held | piece
    return held | (Q(version__lt=VERSION) & piece)


def _within(column: str, letters: str) -> Q:
    return Q(GreaterThan(StrIndex(column, Value(letters)), Value(0)))
