"""Words that people and offices use for one thing (thesaurus.txt): 引っ越し and 転入, はんこ and 印鑑.

A hit by topic is weak evidence and weighed so (kernel.text.features). Not for: spellings of one word, which the
dictionary makes one.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from madoguchi.kernel.text import morphemes
from madoguchi.kernel.text.normalizing import normalize


def topics(words: Sequence[str]) -> list[str]:
    """Numbers of the lines in which a word, or several in a row, stand; repeats included."""
    entries, longest = _entries()
    return [
        topic
        for start in range(len(words))
        for end in range(start + 1, min(start + longest, len(words)) + 1)
        for topic in entries.get(tuple(words[start:end]), ())
    ]


@cache
def _entries() -> tuple[dict[tuple[str, ...], list[str]], int]:
    found: dict[tuple[str, ...], list[str]] = {}
    for number, line in enumerate(_lines()):
        for words in {tuple(morphemes.words(normalize(entry))) for entry in line.split()}:
            if words:
                found.setdefault(words, []).append(str(number))
    return found, max(map(len, found))


def _lines() -> list[str]:
    text = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
