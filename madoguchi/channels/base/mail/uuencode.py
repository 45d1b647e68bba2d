"""uuencode, as a transfer encoding and as old programs put files into the middle of a text."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

_BEGIN = re.compile(rb"^begin [0-7]{3,4} (\S[^\r\n]{0,200}?)[ \t]*\r?$", re.MULTILINE)
_LINE = re.compile(rb"[^\r\n]+")
_MOST = 50
_END = re.compile(rb"^end[ \t]*\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Found:
    """A file between two places of a text."""

    name: bytes
    content: bytes
    start: int
    end: int


def decode(body: bytes) -> bytes:
    """The first file in a body, empty when there is none."""
    return next((found.content for found in find(body)), b"")


def find(body: bytes) -> Iterator[Found]:
    """The files in a body. What begins like one and is none is left alone."""
    position = 0
    ends = True
    for _try in range(_MOST):
        begin = _BEGIN.search(body, position)
        if begin is None:
            return
        end = _END.search(body, begin.end()) if ends else None
        ends = end is not None
        stop = end.start() if end else len(body)
        content = _lines(body, begin.end(), stop)
        if content:
            yield Found(begin.group(1), content, begin.start(), end.end() if end else len(body))
            position = end.end() if end else len(body)
        else:
            position = begin.end()


def _lines(body: bytes, start: int, stop: int) -> bytes:
    """The bytes of encoded lines; empty when a line is no such line."""
    out = bytearray()
    for found in _LINE.finditer(body, start, stop):
        line = found.group()
        length = (line[0] - 32) & 63
        needed = (length * 4 + 2) // 3
        if not 32 <= line[0] <= 96 or len(line) < needed:
            return b""
        try:
            out += binascii.a2b_uu(line[: 1 + (length + 2) // 3 * 4])
        except binascii.Error:
            return b""
    return bytes(out)
