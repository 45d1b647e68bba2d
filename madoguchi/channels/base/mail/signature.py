"""Signatures at the end of a mail: after the usual mark, in a ruled box, below the closing words, or of the program."""

from collections.abc import Mapping, Sequence

from madoguchi.channels.base.mail import signature_lines as marks

_MOST = 24
_LONGEST_BOX = 16
_ROUNDS = 6
_NONE: Mapping[int, str] = {}


def start(lines: Sequence[str], hints: Mapping[int, str] = _NONE) -> int:
    """Where the signature at the end begins; the number of lines when there is none or nothing else would be left."""
    end = _trimmed(lines, len(lines))
    for number in sorted(number for number, hint in hints.items() if hint == "signature"):
        if end - _MOST <= number < end and _anything(lines, number):
            end = _trimmed(lines, number)
    for _round in range(_ROUNDS):
        found = _once(lines, end)
        if found >= end or not _anything(lines, found):
            break
        end = _trimmed(lines, found)
    return end if _anything(lines, end) else len(lines)


def announces(line: str) -> bool:
    """Whether a line says that what follows is the answer itself."""
    return marks.announces(line) and not marks.closes_in_japanese(line)


def is_program_line(line: str) -> bool:
    """Whether a line was added by a mail program or telephone (`Sent from my iPhone`)."""
    return marks.is_program_line(line)


def _once(lines: Sequence[str], end: int) -> int:
    """The start of the lowest piece of a signature above `end`, or `end`."""
    if not end:
        return end
    if is_program_line(lines[end - 1]):
        return end - 1
    for look in (_notice, _after_mark, _box, _below_closing):
        found = look(lines, end)
        if found is not None and _anything(lines, found):
            return found
    return end


def _notice(lines: Sequence[str], end: int) -> int | None:
    """A last paragraph that speaks of confidence, viruses or paper, with the rules around it."""
    last = end
    while last and (marks.is_rule(lines[last - 1]) or not lines[last - 1].strip()):
        last -= 1
    first = last
    while first and lines[first - 1].strip() and last - first < 12 and not marks.is_rule(lines[first - 1]):
        first -= 1
    if not marks.is_notice(" ".join(lines[first:last])):
        return None
    while first and (marks.is_rule(lines[first - 1]) or not lines[first - 1].strip()):
        first -= 1
    return first


def _after_mark(lines: Sequence[str], end: int) -> int | None:
    """The line of two hyphens; where a writer uses several as ornaments, only one above an address counts."""
    window = range(max(0, end - _MOST), end)
    found = [number for number in window if lines[number] == "-- " or lines[number].strip() in ("--", "—", "――")]
    exact = [number for number in found if lines[number] == "-- "]
    if exact:
        return exact[0]
    if len(found) == 1:
        return found[0]
    return found[-1] if found and any(marks.tells(line) for line in lines[found[-1] : end]) else None


def _box(lines: Sequence[str], end: int) -> int | None:
    """Where a ruled signature begins: a rule, a few short lines of which two tell how to reach somebody."""
    for first in range(max(1, end - _LONGEST_BOX), end - 1):
        if not marks.is_rule(lines[first]) or marks.announces(_above(lines, first)):
            continue
        inside = [line for line in lines[first:end] if line.strip() and not marks.is_bare_rule(line)]
        closed = marks.is_rule(lines[end - 1])
        if _reaches(inside, 1 if closed and len(inside) <= 6 else 2):
            return first
    return None


def _below_closing(lines: Sequence[str], end: int) -> int | None:
    """Lines that tell how to reach the writer, below the closing words; outside Japan the name stays with those."""
    for number in range(end - 2, max(-1, end - _LONGEST_BOX), -1):
        if marks.closes_in_japanese(lines[number]):
            block = [line for line in lines[number + 1 : end] if line.strip()]
            apart = not lines[number + 1].strip()
            card = apart and len(block) >= 2 and not marks.is_address(block[0])
            return number + 1 if card and _reaches(block, 2) else None
        if marks.closes_elsewhere(lines[number]):
            name = next((at for at in range(number + 1, end) if lines[at].strip()), end)
            if name < end and not marks.tells(lines[name]):
                name += 1
            block = [line for line in lines[name:end] if line.strip()]
            return name if _reaches(block, 2) else None
    return None


def _reaches(block: Sequence[str], wanted: int) -> bool:
    """Whether short lines that are no sentences tell, at least `wanted` of them, how to reach somebody."""
    if not 0 < len(block) <= 12 or any(len(line.strip()) > 70 or marks.is_sentence(line) for line in block):
        return False
    return sum(marks.tells(line) for line in block) >= wanted


def _above(lines: Sequence[str], number: int) -> str:
    return next((lines[at] for at in range(number - 1, max(-1, number - 4), -1) if lines[at].strip()), "")


def _trimmed(lines: Sequence[str], end: int) -> int:
    while end and not lines[end - 1].strip():
        end -= 1
    return end


def _anything(lines: Sequence[str], end: int) -> bool:
    return any(lines[number].strip() for number in range(end))
