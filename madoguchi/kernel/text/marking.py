"""Which letters of a shown text are the words that somebody looked for, so that a page can mark them.

Words are compared as the dictionary reads them (届かない marks 届き of 届きません, 京都 nothing of 東京都), codes and
Latin words letter by letter. Not for: deciding what is found.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from madoguchi.kernel.text.dictionary import placed
from madoguchi.kernel.text.features import COMMON
from madoguchi.kernel.text.folding import fold
from madoguchi.kernel.text.terms import terms

LONGEST = 2_000
SHORTEST_PIECE = 2
Piece = tuple[str, bool]


def marked(text: str, wanted: str) -> list[Piece]:
    """The text in pieces, each with whether it is one of the `wanted` words; joined they are the text again."""
    spans = sorted({*_words(text[:LONGEST], wanted), *_letters(text[:LONGEST], wanted)})
    return list(_pieces(text, spans))


def _words(text: str, wanted: str) -> Iterator[tuple[int, int]]:
    said = _telling(wanted)
    if not said:
        return
    for start, end, word in placed(text):
        if word.lower().replace(" ", "") in said:
            yield start, end


@lru_cache(64)  # a page marks the same in every row
def _telling(wanted: str) -> frozenset[str]:
    said = frozenset(terms(wanted))
    return said - COMMON or said


def _letters(text: str, wanted: str) -> Iterator[tuple[int, int]]:
    pieces = [piece for piece in fold(wanted).split() if piece.isascii() and len(piece) >= SHORTEST_PIECE]
    if not pieces:
        return
    places = [place for place, letter in enumerate(text) for _folded in fold(letter) or " "]
    folded = "".join(fold(letter) or " " for letter in text)
    for piece in pieces:
        start = folded.find(piece)
        while start >= 0:
            yield places[start], places[start + len(piece) - 1] + 1
            start = folded.find(piece, start + len(piece))


def _pieces(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[Piece]:
    place, last = 0, 0
    joined: list[list[int]] = []
    for start, end in spans:
        if joined and start <= last:
            joined[-1][1] = last = max(last, end)
        else:
            joined.append([start, end])
            last = end
    for start, end in joined:
        if start > place:
            yield text[place:start], False
        yield text[start:end], True
        place = end
    if place < len(text):
        yield text[place:], False
