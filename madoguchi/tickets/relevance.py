"""Tickets by how much they are about the words: BM25 over the newest entries of each word.

A rare word counts more, a short message more than a long one, words together in one message more than apart. All words
must occur; only where few such tickets are found do others follow that hold some. Not for: newest first (searching).
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

from madoguchi.kernel import inverted, search
from madoguchi.tickets.matching import HEAD, Asked, Head, also_holding, heads
from madoguchi.tickets.recording import SEARCH_SCOPE

FEW = 10
LENGTH_WEIGHT = 0.6
USUAL_LENGTH = 300
"""Letters of terms in a usual message."""
ELSEWHERE = 0.3
SUBJECT = 0.5


def ranked(asked: Asked) -> list[int]:
    """Tickets, best first: of the 2,000 newest entries of each word. The same order on both databases."""
    below = inverted.end()
    made = heads(asked.words, below=below)
    if not made:
        return asked.allowed(next(search.windows(SEARCH_SCOPE, asked.words, below=below), []))
    common = set.intersection(*(set(head.owners()) for head in made))
    all_words = [owner for owner in made[0].owners() if owner in common or not all(head.whole for head in made)]
    chosen = also_holding(made, asked.words, asked.allowed(_not_lacking(made, all_words)))
    first = _ordered(chosen, made, below)
    if len(first) >= FEW or len(made) == 1:
        return first
    known = set(first)
    looser = [head for head in made if not head.word.exact]
    some = dict.fromkeys(owner for head in looser for owner in head.owners() if owner not in known)
    return [*first, *_ordered(asked.allowed(list(some)), made, below)]


def _not_lacking(made: Sequence[Head], owners: Iterable[int]) -> list[int]:
    known = [set(head.owners()) for head in made if head.whole]
    return [owner for owner in owners if all(owner in one for one in known)]


def _ordered(owners: Sequence[int], made: Sequence[Head], below: int) -> list[int]:
    """Best first, then newest entry first."""
    scores = _scores(set(owners), made, below)
    return sorted(owners, key=lambda owner: scores[owner], reverse=True)


def _scores(owners: set[int], made: Sequence[Head], below: int) -> dict[int, tuple[float, int]]:
    """By ticket its score, rounded so that no order hangs on the last digit, and its newest entry."""
    held: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    words_of: dict[int, dict[str, float]] = defaultdict(dict)
    for head in made:
        worth = _worth(head, below)
        for entry, owner in head.entries:
            if owner in owners:
                held[owner][entry] += worth
                words_of[owner][head.word.folded] = worth
    facts = search.lengths([entry for entries in held.values() for entry in entries])
    scores: dict[int, tuple[float, int]] = dict.fromkeys(owners, (0.0, 0))
    for owner, entries in held.items():
        best = max(_weighed(said, *facts.get(entry, (USUAL_LENGTH, ""))) for entry, said in entries.items())
        score = best + ELSEWHERE * sum(words_of[owner].values())
        scores[owner] = (round(score, 6), max(entries))
    return scores


def _weighed(said: float, length: int, part: str) -> float:
    score = said * 2 / (1 + (1 - LENGTH_WEIGHT) + LENGTH_WEIGHT * length / USUAL_LENGTH)
    return score * (1 + SUBJECT) if part == "subject" else score


def _worth(head: Head, below: int) -> float:
    """How much a word tells: by the share of entries that hold it, told from how far back its newest ones reach."""
    if not head.entries:
        return 0.0
    reach = below if head.whole else max(HEAD, below - head.entries[-1][0])
    return math.log(1 + reach / len(head.entries))
