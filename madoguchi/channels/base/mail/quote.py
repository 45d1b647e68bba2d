"""The new part of a reply: quoted mail and signatures folded away. In doubt everything is kept."""

import re
import unicodedata

from madoguchi.channels.base.mail import quote_heads as heads
from madoguchi.channels.base.mail import signature

_RULE = re.compile(r"^[_\-=]{8,}$")
_QUOTED = re.compile(r"^\s{0,3}[>＞]")
_MOST_LINES = 20_000
_LONGEST_LINE = 400


def new_part(text: str) -> str:
    """What the writer newly wrote in `text`; the whole text when nothing is surely quoted or nothing else is left."""
    lines = text.split("\n")
    if len(lines) > _MOST_LINES:
        return text
    result = "\n".join(signature.without(_without_quote(lines))).strip("\n").rstrip()
    return result if result.strip() else text


def _without_quote(lines: list[str]) -> list[str]:
    for number, line in enumerate(lines):
        stripped = line.strip()
        if not stripped or len(stripped) > _LONGEST_LINE:
            continue
        before = lines[:number]
        if heads.is_forward(stripped):
            return lines
        if heads.is_separator(stripped):
            return before if _anything(before) else lines
        if heads.is_header_block(lines[number : number + 7]):
            return _before_rule(before) if _anything(before) else lines
        length = _head_length(lines, number)
        if length:
            return _around_quote(lines, number, number + length)
        if _QUOTED.match(line):
            return _around_quote(lines, number, number)
    return lines


def _head_length(lines: list[str], number: int) -> int:
    """How many lines (1 to 3) the quote head at `number` takes, or 0."""
    joined = lines[number].strip()
    if heads.is_head(joined) or (heads.is_weak_head(joined) and _quote_follows(lines, number + 1)):
        return 1
    if not heads.may_start_head(joined):
        return 0
    for extra in (1, 2):
        if number + extra >= len(lines) or not lines[number + extra].strip() or len(joined) > _LONGEST_LINE:
            return 0
        following = lines[number + extra].strip()
        if heads.is_head(f"{joined} {following}") or heads.is_head(joined + following):
            return extra + 1
        joined = f"{joined} {following}"
    return 0


def _quote_follows(lines: list[str], start: int) -> bool:
    first = next((line for line in lines[start : start + 4] if line.strip()), "")
    return bool(_QUOTED.match(first))


def _before_rule(lines: list[str]) -> list[str]:
    """Drops the ruled line that Outlook draws above its block."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return lines[: end - 1] if end and _RULE.match(lines[end - 1].strip()) else lines[:end]


def _around_quote(lines: list[str], head: int, start: int) -> list[str]:
    """Cuts the quote at `start`; keeps an answer below it, and everything when answers stand between the quotes."""
    before = lines[:head]
    rest = lines[start:]
    first = next((index for index, line in enumerate(rest) if line.strip()), None)
    if first is None:
        return before if _anything(before) else lines
    if not _QUOTED.match(rest[first]):
        return before if start > head and _anything(before) else lines
    blocks = _answers(rest)
    if not blocks:
        return before if _anything(before) else lines
    if len(blocks) == 1 and not _anything(before) and not _quoted_after(rest, blocks[0]):
        return rest[blocks[0] :]
    return lines


def _answers(rest: list[str]) -> list[int]:
    """Where unquoted text begins among quoted lines; a wrapped tail of a quoted line and a signature do not count."""
    starts: list[int] = []
    inside = False
    quoted_before = False
    for index, line in enumerate(rest):
        if _QUOTED.match(line):
            inside, quoted_before = False, True
        elif not line.strip():
            quoted_before = False
        elif line.rstrip() == "--" or signature.is_program_line(line):
            break
        elif not inside and not (quoted_before and _is_wrapped_tail(rest, index)):
            starts.append(index)
            inside = True
    return starts


def _is_wrapped_tail(rest: list[str], index: int) -> bool:
    """Whether a short line between quoted ones is the end of the long one above it that a mail program broke."""
    short = _width(rest[index].strip()) < 24
    return short and _width(rest[index - 1]) > 64 and index + 1 < len(rest) and bool(_QUOTED.match(rest[index + 1]))


def _width(line: str) -> int:
    """Columns a line takes on a terminal, as mail programs count them."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line[:200])


def _quoted_after(rest: list[str], index: int) -> bool:
    return any(_QUOTED.match(line) for line in rest[index:])


def _anything(lines: list[str]) -> bool:
    return any(line.strip() for line in lines)
