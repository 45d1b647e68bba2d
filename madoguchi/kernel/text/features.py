"""Everything by which a short text and a question are compared, one kind beside the other, each with its weight.

Words and codes tell most; synonym groups, topics, single kanji and pairs of letters find what was said in other words
and matter when words find little. Their kind is the first letter of a feature.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from madoguchi.kernel.text import terms
from madoguchi.kernel.text.normalizing import normalize

WORD, SYNONYM, TOPIC, KANJI, PAIR = "w", "s", "t", "k", "p"
WEIGHTS = {WORD: 1.0, SYNONYM: 0.7, TOPIC: 0.4, KANJI: 0.45, PAIR: 0.1}


def stored(text: str) -> str:
    """The features that need the dictionary, space-joined: what is kept in the database."""
    cut = terms.cut(text)
    return " ".join(
        kind + found
        for kind, several in ((WORD, cut.words), (SYNONYM, cut.synonyms), (TOPIC, cut.topics))
        for found in several
    )


def complete(kept: str, text: str) -> Iterator[str]:
    """All features of a text: the `kept` ones and those that follow from it and the text itself."""
    words = kept.split()
    yield from words
    yield from _kanji(words)
    yield from _pairs(text)


def weighted(question: str) -> dict[str, float]:
    """The features of a question with their weights, in a fixed order."""
    counted = Counter(complete(stored(question), question))
    return {feature: WEIGHTS[feature[0]] * count for feature, count in counted.items()}


def _kanji(features: Iterable[str]) -> Iterator[str]:
    for feature in features:
        if feature[0] == WORD:
            yield from (KANJI + letter for letter in feature[1:] if "一" <= letter <= "龥")


def _pairs(text: str) -> Iterator[str]:
    letters = "".join(letter for letter in normalize(text[: terms.LONGEST_TEXT]) if letter.isalnum())
    for start in range(len(letters) - 1):
        yield PAIR + letters[start : start + 2]
