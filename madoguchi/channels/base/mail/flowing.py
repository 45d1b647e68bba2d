"""Long lines of plain text broken softly (RFC 3676, DelSp=yes), for encodings that cannot carry them.

A program that knows format=flowed joins the lines again; any other shows a text of ordinary width. Japanese lines do
not begin with a closing mark (行頭禁則). Not for: reading (see `flowed`).
"""

import unicodedata

WIDTH = 72
_NEVER_FIRST = frozenset(
    "、。，．・：；？！゛゜ヽヾゝゞ々ー）〕］｝〉》」』】°′″℃￠％‰ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ,.!?)]}"
)
_NEVER_LAST = frozenset("（〔［｛〈《「『【￥＄￡([{")
_SIGNATURE = "-- "


def is_long(text: str) -> bool:
    """Whether a line is wider than a terminal."""
    return any(columns(line) > WIDTH + 6 for line in text.split("\n"))


def flow(text: str) -> str:
    """`text` as format=flowed; delsp=yes: quotes keep their marks on every line, the signature's mark stays."""
    return "\n".join(line for whole in text.split("\n") for line in _flowed(whole))


def columns(text: str) -> int:
    """How wide a text stands on a terminal."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def _flowed(line: str) -> list[str]:
    if line == _SIGNATURE:
        return [line]
    bare = line.replace("> ", ">")
    depth = len(bare) - len(bare.lstrip(">"))
    marks, words = (">" * depth, bare[depth:].lstrip(" ")) if depth else ("", line)
    pieces = _pieces(words.rstrip(" "), WIDTH - depth)
    stuffed = [_stuffed(marks, piece) for piece in pieces]
    return [f"{piece} " for piece in stuffed[:-1]] + stuffed[-1:]


def _stuffed(marks: str, piece: str) -> str:
    """A space before what a reader would take for a quote, and before `From `, which old mailboxes change."""
    if marks:
        return f"{marks} {piece}"
    return f" {piece}" if piece.startswith((" ", ">", "From ")) else piece


def _pieces(words: str, width: int) -> list[str]:
    pieces: list[str] = []
    while columns(words) > width + 6:
        cut = _cut(words, width)
        pieces.append(words[:cut])
        words = words[cut:]
    return [*pieces, words]


def _cut(words: str, width: int) -> int:
    """Where to break: after a space, or between two Japanese characters that may be parted."""
    seen = best = 0
    for position, char in enumerate(words):
        seen += columns(char)
        if seen > width:
            break
        following = words[position + 1 : position + 2]
        if (char == " " and following != " ") or _may_part(char, following):
            best = position + 1
    return best or max(1, min(len(words), 900))


def _may_part(char: str, following: str) -> bool:
    if not following or not (_is_wide(char) or _is_wide(following)):
        return False
    return following not in _NEVER_FIRST and char not in _NEVER_LAST


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"
