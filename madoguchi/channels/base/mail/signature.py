"""Signatures at the end of a mail: after the usual mark, in a ruled box, or a line of the mail program."""

import re

_SENT_FROM = re.compile(
    r"^(Sent from (my|Mail for|Outlook|Yahoo).{0,60}|Get Outlook for .{0,40}|Envoyé de mon .{0,40}|"
    r"Outlook for .{2,20} ?を入手|(私の)?(iPhone|iPad|Android|スマートフォン|Xperia|Galaxy).{0,20}から送信.{0,10}|"
    r".{0,30}から送信されました。?)$"
)
_BOX = re.compile(r"^\s*[-=_*#+~━─―＝＿～＊◆◇■□●○☆★・.:]{6,}\s*$")
_CONTACT = re.compile(
    r"(TEL|Tel|tel|電話|FAX|Fax|携帯|〒|E-?mail|Mail|メール)\s?[:：.]?|\S@\S|https?://|www\.|株式会社|有限会社|\d{2,4}-\d{2,4}-\d{3,4}"
)
_LONGEST = 14


def without(lines: list[str]) -> list[str]:
    """The lines without a signature at their end; all of them when nothing else would be left."""
    end = len(lines)
    for index in range(max(0, end - 15), end):
        if lines[index] in ("-- ", "--") and _anything(lines[:index]):
            end = index
            break
    end = _trimmed(lines, end)
    box = _box_start(lines, end)
    return lines[: _trimmed(lines, box)] if box is not None else lines[:end]


def is_program_line(line: str) -> bool:
    """Whether a line was added by a mail program or telephone (`Sent from my iPhone`)."""
    return bool(_SENT_FROM.match(line.strip()))


def _trimmed(lines: list[str], end: int) -> int:
    while end and (not lines[end - 1].strip() or is_program_line(lines[end - 1])):
        end -= 1
    return end


def _box_start(lines: list[str], end: int) -> int | None:
    """Where a ruled signature begins: a rule, a few short lines of which two tell how to reach somebody."""
    for start in range(max(1, end - _LONGEST), end):
        if not _BOX.match(lines[start]) or not _anything(lines[:start]):
            continue
        inside = [line for line in lines[start:end] if line.strip() and not _BOX.match(line)]
        telling = sum(bool(_CONTACT.search(line)) for line in inside)
        if 0 < len(inside) <= 10 and telling >= 2 and all(len(line) <= 60 for line in inside):
            return start
    return None


def _anything(lines: list[str]) -> bool:
    return any(line.strip() for line in lines)
