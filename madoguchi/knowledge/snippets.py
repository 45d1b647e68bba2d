"""The piece of an answer that says most about a question, as plain text."""

import re

from madoguchi.kernel.text import fold

LENGTH = 160
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)?\)")
_MARKS = re.compile(
    r"<[^<>]{1,200}>|^\s{0,3}(?:#{1,6}|>|[-*+]|\d{1,3}[.)])\s+|\*\*|__|~~|`|^[-=|: ]{3,}$", re.MULTILINE
)
_SENTENCE = re.compile(r"[^。！？!?]*[。！？!?]?")
_LONGEST = 20_000


def snippet(answer: str, question: str) -> str:
    """At most LENGTH letters of the answer (Markdown), beginning with the sentence nearest to the question."""
    text = " ".join(_MARKS.sub(" ", _LINK.sub(r"\1", answer[:_LONGEST])).split())
    if len(text) <= LENGTH:
        return text
    wanted = _pairs(question)
    sentences = [sentence for sentence in _SENTENCE.findall(text) if sentence.strip()]
    first = max(range(len(sentences)), key=lambda number: (len(wanted & _pairs(sentences[number])), -number))
    while first and sum(map(len, sentences[first:])) < LENGTH:
        first -= 1
    piece = ("…" if first else "") + "".join(sentences[first:]).strip()
    return piece if len(piece) <= LENGTH else piece[: LENGTH - 1] + "…"


def _pairs(text: str) -> set[str]:
    folded = fold(text).replace(" ", "")
    return {folded[start : start + 2] for start in range(len(folded) - 1)}
