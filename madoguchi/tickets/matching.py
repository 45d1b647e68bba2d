"""Which tickets hold all words of a search: candidates of the index, newest first, and which of them may be found.

Not for: in which order they are shown (see searching, relevance).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from madoguchi.kernel import inverted, search
from madoguchi.kernel.actors import Actor
from madoguchi.tickets.listing import selected
from madoguchi.tickets.queries import TicketQuerySet
from madoguchi.tickets.recording import SEARCH_SCOPE

HEAD = 2_000
"""How many of the newest entries with a word are looked at first. With fewer the word is known wholly."""
CHUNK = 400
FIRST_CHUNK = 100
"""Enough for one page of most searches."""
FEW = 1_000
"""So few tickets left by conditions are read one by one for a common word, instead of going back through the index."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for, by whom, under which checked conditions."""

    words: list[search.Word]
    by: Actor
    conditions: list[Mapping[str, Any]]
    without: list[search.Word] = field(default_factory=list)
    where: Q = field(default_factory=Q)
    any_status: bool = False

    def tickets(self) -> TicketQuerySet:
        """All that may be found, whatever is said in them. Spam and bin where they are asked for."""
        rows = selected(by=self.by, conditions=self.conditions, every_status=self.any_status)
        return rows.filter(self.where) if self.where else rows

    def allowed(self, owners: Sequence[int]) -> list[int]:
        """Those of the tickets that may be found, in their order."""
        allowed: set[int] = set()
        for start in range(0, len(owners), CHUNK):
            rows = self.tickets().filter(pk__in=owners[start : start + CHUNK])
            allowed.update(rows.values_list("id", flat=True))
        return self.spared([owner for owner in owners if owner in allowed])

    def spared(self, owners: Sequence[int]) -> list[int]:
        """Those of the tickets in which no unwanted word occurs, in their order."""
        left = list(owners)
        for word in self.without:
            unwanted = set(search.holding(SEARCH_SCOPE, [word], left))
            left = [owner for owner in left if owner not in unwanted]
        return left

    def few(self) -> list[int] | None:
        """All tickets under the conditions, last message first, if they are few enough to be read one by one."""
        if not self.conditions and not self.where:
            return None
        ids = list(self.tickets().values_list("id", flat=True)[: FEW + 1])
        if len(ids) > FEW:
            return None
        return list(self.tickets().order_by("-last_message_at", "-id").values_list("id", flat=True))


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entries with a word: `entries` of (id, ticket); `whole`: there are no more of them."""

    word: search.Word
    entries: list[inverted.Entry]
    whole: bool

    @property
    def rareness(self) -> tuple[bool, int, int]:
        """Sorts the rarest word first: by count, or by how far back its newest entries reach."""
        return not self.whole, len(self.entries) if self.whole else self.entries[-1][0], -len(self.word.folded)

    def owners(self) -> list[int]:
        """Tickets, the one with the newest entry first."""
        return list(dict.fromkeys(owner for _entry, owner in self.entries))


def heads(words: Sequence[search.Word], *, below: int, most: int = HEAD) -> list[Head]:
    """The heads of those words that the index knows, the rarest first."""
    made = []
    for word in words:
        if word.clause:
            entries = search.newest(SEARCH_SCOPE, word, below=below, most=most)
            made.append(Head(word, entries, len(entries) < most))
    return sorted(made, key=lambda head: head.rareness)


def candidates(made: Sequence[Head]) -> Iterator[list[int]]:
    """Tickets with the rarest word, in chunks, the newest entry first, without those that lack a word known wholly.

    A ticket comes once. The other words may still be missing in it: see `also_holding`.
    """
    if not made:
        return
    rarest, *others = made
    known = [{owner for _entry, owner in head.entries} for head in others if head.whole]
    seen: set[int] = set()
    owners = rarest.owners()
    last = rarest.entries[-1][0] if rarest.entries else 0
    while owners:
        fresh = [owner for owner in owners if owner not in seen and all(owner in one for one in known)]
        seen.update(fresh)
        first, rest = fresh[:FIRST_CHUNK], fresh[FIRST_CHUNK:]
        yield from (first, *(rest[start : start + CHUNK] for start in range(0, len(rest), CHUNK)))
        if rarest.whole:
            return
        more = search.newest(SEARCH_SCOPE, rarest.word, below=last, most=HEAD)
        owners = list(dict.fromkeys(owner for _entry, owner in more))
        last = more[-1][0] if more else 0


def also_holding(made: Sequence[Head], words: Sequence[search.Word], owners: Sequence[int]) -> list[int]:
    """Those of the candidates in which the remaining words occur too."""
    certain = {head.word for head in made if (head is made[0] or head.whole) and not head.word.exact}
    held = list(owners)
    for word in words:
        if word not in certain:
            known = [head for head in made if head.word == word and not word.exact]
            newest = {owner for head in known for _entry, owner in head.entries}
            doubtful = [owner for owner in held if owner not in newest]
            found = newest.union(search.holding(SEARCH_SCOPE, [word], doubtful))
            held = [owner for owner in held if owner in found]
    return held
