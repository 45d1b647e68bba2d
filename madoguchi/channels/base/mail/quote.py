"""The new part of a reply: quoted mail and signatures folded away. In doubt everything is kept."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from madoguchi.channels.base.mail import quote_fields as fields
from madoguchi.channels.base.mail import quote_heads as heads
from madoguchi.channels.base.mail import signature

Range = tuple[int, int]
_RULE = re.compile(r"^[_\-=]{8,}$")
_QUOTED = re.compile(r"^[ \t]{0,3}[>＞]")
_NAME = re.compile(r"^([^\W\d][^\s>＞]{0,15})[>＞]")
_MOST_LINES = 20_000
_FAR = 100_000
_COLONS = frozenset(":：")
_NONE: Mapping[int, str] = {}


def new_part(text: str, hints: Mapping[int, str] = _NONE, *, subject: str = "") -> str:
    """What the writer newly wrote in `text`; the whole text when nothing is surely quoted or nothing else is left.

    Outlook writes forwarded mail just like quoted mail; only its `subject` tells that all of it is meant to be read.
    """
    if heads.is_forwarded(subject):
        return text
    lines = text.split("\n")
    start, end = new_lines(lines, hints)
    return text if (start, end) == (0, len(lines)) else "\n".join(lines[start:end]).strip("\n").rstrip()


def new_lines(lines: Sequence[str], hints: Mapping[int, str] = _NONE) -> Range:
    """The lines that are new, as (first, one after the last).

    `hints` are what HTML said: at that line a "head" with a quote below begins, or the "rest" of the mail is quoted,
    or a "signature" begins.
    """
    whole = (0, len(lines))
    if len(lines) > _MOST_LINES:
        return whole
    lines = [line if len(line) <= 2 * heads.LONGEST else line[: heads.LONGEST] for line in lines]
    body = lines[: signature.start(lines, hints)]
    start, end = _without_quote(body, hints)
    inner = {number - start: hint for number, hint in hints.items() if start <= number < end}
    end = start + signature.start(lines[start:end], inner)
    while end > start and not lines[end - 1].strip():
        end -= 1
    while start < end and not lines[start].strip():
        start += 1
    return (start, end) if start < end else whole


def quoted_lines(lines: Sequence[str]) -> Range:
    """Where the quote lies in lines that are known not to be new; an empty range at the end when there is none."""
    for number, line in _near(lines):
        if len(line) > heads.LONGEST or heads.is_plain(line.strip()):
            continue
        marked = _is_quoted(lines, number)
        length = 0 if marked else _head_length(lines, number)
        if marked or length or heads.is_separator(line.strip()) or fields.length(lines, number):
            begin = _above_rule(lines, number)
            last = max((at for at in range(number, len(lines)) if _QUOTED.match(lines[at])), default=-1)
            prefixed = marked or (length and _quote_follows(lines, number + length))
            return begin, last + 1 if prefixed and last >= 0 else len(lines)
    return len(lines), len(lines)


def _without_quote(lines: list[str], hints: Mapping[int, str]) -> Range:
    """The range without the quote. The first line that looks like the start of one decides."""
    whole = (0, len(lines))
    written = -1
    for number, line in _near(lines):
        stripped = line.strip()
        hint = hints.get(number, "")
        if not hint and (not stripped or len(stripped) > heads.LONGEST or heads.is_plain(stripped)):
            written = number if stripped else written
            continue
        if heads.is_forward(stripped) or (hint and _forwards(lines, number)):
            return whole
        if hint == "rest":
            return whole if written < 0 else (0, _above_rule(lines, number))
        if heads.is_separator(stripped) or fields.length(lines, number):
            return whole if written < 0 or heads.is_pointing(lines[written]) else (0, _above_rule(lines, number))
        length = _hinted(lines, number) if hint == "head" else _head_length(lines, number)
        if length:
            return _around(lines, number, number + length)
        if _is_quoted(lines, number):
            return whole if _shown_by_hand(lines, number, written) else _around(lines, number, number)
        if stripped:
            written = number
    return whole


def _near(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The numbered lines of the first hundred thousand characters: nobody writes more above a quote."""
    left = _FAR
    for number, line in enumerate(lines):
        left -= len(line)
        if left < 0:
            return
        yield number, line


def _forwards(lines: list[str], number: int) -> bool:
    return any(heads.is_forward(line.strip()) for line in lines[number : number + 4])


def _hinted(lines: list[str], number: int) -> int:
    """How many lines of a quote's head there are before its quoted lines."""
    for ahead in range(8):
        if number + ahead >= len(lines):
            return 0
        if _QUOTED.match(lines[number + ahead]):
            return max(ahead, 1) if ahead else 0
    return _head_length(lines, number) or 1


def _head_length(lines: Sequence[str], number: int) -> int:
    """How many lines (1 to 3) the quote head at `number` takes, or 0."""
    joined = lines[number].strip()
    if heads.is_head(joined) or (heads.is_weak_head(joined) and _quote_follows(lines, number + 1)):
        return 1
    if not any(line.rstrip()[-1:] in _COLONS for line in lines[number + 1 : number + 3]):
        return 0
    if not joined or not heads.may_start_head(joined):
        return 0
    for extra in (1, 2):
        if number + extra >= len(lines) or not lines[number + extra].strip() or len(joined) > heads.LONGEST:
            return 0
        following = lines[number + extra].strip()
        if following[-1:] in _COLONS and (heads.is_head(f"{joined} {following}") or heads.is_head(joined + following)):
            return extra + 1
        joined = f"{joined} {following}"
    return 0


def _quote_follows(lines: Sequence[str], start: int) -> bool:
    first = next((line for line in lines[start : start + 4] if line.strip()), "")
    return bool(_QUOTED.match(first))


def _is_quoted(lines: Sequence[str], number: int) -> bool:
    """Whether a line is marked as quoted: by > or, twice in a row, by a name and >."""
    if _QUOTED.match(lines[number]):
        return True
    named = _NAME.match(lines[number])
    following = _NAME.match(lines[number + 1]) if named and number + 1 < len(lines) else None
    return bool(named and following and named[1] == following[1])


def _shown_by_hand(lines: list[str], number: int, written: int) -> bool:
    """Whether marked lines without a head are the writer's own: announced by the line above, or a single arrow."""
    if written < 0:
        return False
    above = lines[written].strip()
    if (
        heads.is_pointing(above)
        or signature.announces(above)
        or (above[-1:] in _COLONS and not heads.is_weak_head(above))
    ):
        return True
    return written == number - 1 and not any(_QUOTED.match(line) for line in lines[number + 1 :])


def _above_rule(lines: Sequence[str], number: int) -> int:
    """Where the text ends, without the ruled line that Outlook draws above its block."""
    end = number
    while end and not lines[end - 1].strip():
        end -= 1
    return end - 1 if end and _RULE.match(lines[end - 1].strip()) else end


def _around(lines: list[str], head: int, start: int) -> Range:
    """Cuts the quote at `start`; keeps an answer below it, and everything when answers stand between the quotes."""
    whole = (0, len(lines))
    written = any(line.strip() for line in lines[:head])
    first = next((number for number in range(start, len(lines)) if lines[number].strip()), None)
    if first is None or not _is_quoted(lines, first):
        return (0, head) if written and (start > head or first is None) else whole
    name = _NAME.match(lines[first])
    mark = re.compile(re.escape(name[0])) if name and not _QUOTED.match(lines[first]) else _QUOTED
    blocks = _answers(lines, first, mark, tails=written)
    if not blocks:
        return (0, head) if written else whole
    if len(blocks) == 1 and not written and not any(mark.match(line) for line in lines[blocks[0] :]):
        return (blocks[0], len(lines))
    return whole


def _answers(lines: list[str], start: int, mark: re.Pattern[str], *, tails: bool) -> list[int]:
    """Where unquoted text begins among quoted lines; a wrapped tail of a quoted line does not count."""
    starts: list[int] = []
    inside = False
    for number in range(start, len(lines)):
        line = lines[number]
        if mark.match(line):
            inside = False
        elif not line.strip() or signature.is_program_line(line):
            continue
        elif not inside and not _is_wrapped_tail(lines, number, mark, tails):
            starts.append(number)
            inside = True
    return starts


def _is_wrapped_tail(lines: list[str], number: int, mark: re.Pattern[str], last_too: bool) -> bool:
    """Whether a short line is the end of the long quoted one above it that a mail program broke."""
    if not mark.match(lines[number - 1]) or _width(lines[number].strip()) >= 24 or _width(lines[number - 1]) <= 64:
        return False
    following = next((lines[at] for at in range(number + 1, len(lines)) if lines[at].strip()), None)
    return last_too if following is None else bool(mark.match(following))


def _width(line: str) -> int:
    """Columns a line takes on a terminal, as mail programs count them."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line[:200])
