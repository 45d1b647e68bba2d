"""The content words of normalized text, as the dictionary reads them."""

from collections.abc import Iterator, Sequence
from typing import Any

from madoguchi.kernel.text.dictionary import shortest, tokenizer

MOST_REMEMBERED = 20_000
_CHUNK = 8_000
_CONTENT = frozenset({"名詞", "動詞", "形容詞", "形状詞", "副詞", "接尾辞", "接頭辞"})
_EMPTY = frozenset({"為る", "居る", "御"})
_remembered: dict[tuple[int, str], Sequence[tuple[str, list[int]]]] = {}


def content(text: str) -> Iterator[tuple[str, list[int]]]:
    """Shortest content words, normalized, with their synonym groups; a compound's own groups come with no word."""
    for start in range(0, len(text), _CHUNK):
        for morpheme in tokenizer().tokenize(text[start : start + _CHUNK]):
            name = (morpheme.word_id(), morpheme.raw_surface())
            found = _remembered.get(name)
            if found is None:
                if len(_remembered) >= MOST_REMEMBERED:
                    _remembered.clear()
                found = _remembered[name] = tuple(_of(morpheme))
            yield from found


def words(text: str) -> list[str]:
    """The content words alone, general ones too."""
    return [word for word, _groups in content(text) if word]


def _of(morpheme: Any) -> Iterator[tuple[str, list[int]]]:
    parts = shortest(morpheme)
    if len(parts) > 1 and morpheme.part_of_speech()[0] in _CONTENT:
        yield "", morpheme.synonym_group_ids()
    for part in parts:
        word = part.normalized_form().lower().replace(" ", "")
        if word and word not in _EMPTY and part.part_of_speech()[0] in _CONTENT:
            yield word, part.synonym_group_ids()
