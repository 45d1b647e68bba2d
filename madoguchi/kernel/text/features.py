"""Everything by which a short text and a question are compared, one kind beside the other, each with its weight.

Words and codes tell most; synonym groups, topics, single kanji and pairs of letters find what was said in other words
and matter when words find little. Their kind is the first letter of a feature. Words that go with anything (電源が入る,
準備に入る) tell little, however rare they are among a few articles.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from madoguchi.kernel.text import morphemes, terms, thesaurus
from madoguchi.kernel.text.normalizing import normalize

WORD, SYNONYM, TOPIC, KANJI, PAIR = "w", "s", "t", "k", "p"
_COMMON = """
入る 入れる 出る 出す 付く 付ける 掛かる 掛ける 取る 使う 持つ 行く 変わる 違う 合う 困る 待つ 始まる 終わる 続く
見える 起きる 残る 立つ 上がる 下がる 戻る 着く
"""
COMMON = frozenset(_COMMON.split())
COMMON_SHARE = 0.3
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
    common = _common(question)
    return {
        feature: WEIGHTS[feature[0]] * count * (COMMON_SHARE if feature in common else 1.0)
        for feature, count in counted.items()
    }


def telling(wanted: Mapping[str, float]) -> dict[str, float]:
    """Of a question's features (see `weighted`) the words and meanings that weigh fully; all, if there are none."""
    return {
        feature: weight
        for feature, weight in wanted.items()
        if feature[0] in (WORD, SYNONYM, TOPIC) and weight >= WEIGHTS[feature[0]]
    } or dict(wanted)


def _common(question: str) -> set[str]:
    """What only words that go with anything give: the word, its meanings, its topics, its letters."""
    by: dict[bool, set[str]] = {True: set(), False: set()}
    for word, groups in morphemes.content(normalize(question[: terms.LONGEST_TEXT])):
        given = [WORD + word, *(f"{SYNONYM}{group}" for group in groups)]
        topics = (TOPIC + topic for topic in thesaurus.topics([word]))
        by[word in COMMON].update([*given, *topics, *_kanji(given)])
    return by[True] - by[False]


def _kanji(features: Iterable[str]) -> Iterator[str]:
    for feature in features:
        if feature[0] == WORD:
            yield from (KANJI + letter for letter in feature[1:] if "一" <= letter <= "龥")


def _pairs(text: str) -> Iterator[str]:
    letters = "".join(letter for letter in normalize(text[: terms.LONGEST_TEXT]) if letter.isalnum())
    for start in range(len(letters) - 1):
        yield PAIR + letters[start : start + 2]
