"""How well texts fit a question: one scored index of terms (BM25), kept in memory and put together from stored terms.

The same figures on every database, because none of them counts. Not for: cutting text (kernel.text), or for millions
of messages (kernel.search).
"""

import math
import sys
from array import array
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Mapping

BITS = 8
MOST_REPEATS = 2**BITS - 1


class Field:
    """Texts of one kind by number. `k1`: how much a repeated term adds; `b`: how much a long text is held against it.

    Not safe for several threads at once: whoever shares it locks.
    """

    def __init__(self, *, k1: float = 1.2, b: float = 0.75) -> None:
        self.k1 = k1
        self.b = b
        self._postings: dict[str, array[int]] = {}
        self._lengths: dict[int, int] = {}
        self._total = 0
        self._damping: dict[int, float] = {}

    def __len__(self) -> int:
        return len(self._lengths)

    def __contains__(self, number: int) -> bool:
        return number in self._lengths

    def put(self, number: int, terms: Iterable[str]) -> None:
        """Adds a text that is not in the index yet."""
        counted = Counter(terms)
        for term, count in counted.items():
            posting = number << BITS | min(count, MOST_REPEATS)
            postings = self._postings.get(term)
            if postings is None:
                self._postings[sys.intern(term)] = array("q", (posting,))
            else:
                insort(postings, posting)
        self._lengths[number] = counted.total()
        self._total += counted.total()
        self._damping.clear()

    def remove(self, number: int) -> None:
        """Takes a text out, if it is in; looks through all terms, which takes milliseconds."""
        if number not in self._lengths:
            return
        self._total -= self._lengths.pop(number)
        self._damping.clear()
        first = number << BITS
        emptied = []
        for term, postings in self._postings.items():
            place = bisect_left(postings, first)
            if place < len(postings) and postings[place] >> BITS == number:
                del postings[place]
                if not postings:
                    emptied.append(term)
        for term in emptied:
            del self._postings[term]

    def rarity(self, term: str) -> float:
        """How much a term tells: its inverse document frequency, 0 when no text has it."""
        found = self._postings.get(term)
        if found is None:
            return 0.0
        having = len(found)
        return math.log(1 + (len(self._lengths) - having + 0.5) / (having + 0.5))

    def score(
        self,
        terms: Mapping[str, float],
        into: dict[int, float],
        *,
        weight: float = 1.0,
        rarities: Mapping[str, float] | None = None,
    ) -> None:
        """Adds to `into` what each text with any of the weighted `terms` earns; `rarities`: those of another index."""
        damping = self._damping or self._damped()
        rise = self.k1 + 1
        for term, share in terms.items():
            found = self._postings.get(term)
            if found is None:
                continue
            worth = weight * share * (self.rarity(term) if rarities is None else rarities[term]) * rise
            for posting in found:
                number, count = posting >> BITS, posting & MOST_REPEATS
                into[number] = into.get(number, 0.0) + worth * count / (count + damping[number])

    def _damped(self) -> dict[int, float]:
        average = self._total / len(self._lengths) if self._total else 1.0
        self._damping = {
            number: self.k1 * (1 - self.b + self.b * length / average) for number, length in self._lengths.items()
        }
        return self._damping
