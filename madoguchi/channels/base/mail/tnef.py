"""Outlook's own container (winmail.dat, MS-OXTNEF): the text and the files in it.

Nothing is believed: every length is held against what is there, and all that comes out is cut from what came in.
Only the rich text is compressed; `rtf` unpacks it within bounds.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from madoguchi.channels.base.mail import charset, limits

_SIGNATURE = b"\x78\x9f\x3e\x22"
_BODY, _TITLE, _CONTENT, _PROPERTIES = 0x800C, 0x8010, 0x800F, 0x9003
_NEW_FILE, _FILE_PROPERTIES, _CODE_PAGE = 0x9002, 0x9005, 0x9007
_TEXT, _HTML, _RTF = 0x1000, 0x1013, 0x1009
_FILE_DATA, _FILE_SHORT_NAME, _FILE_NAME, _FILE_TYPE, _FILE_ID = 0x3701, 0x3704, 0x3707, 0x370E, 0x3712
_MOST_ATTRIBUTES = 3000
_MOST_PROPERTIES = 2000
_MOST_VALUES = 100
_FIXED = {0x2: 4, 0x3: 4, 0x4: 4, 0x5: 8, 0x6: 8, 0x7: 8, 0xA: 4, 0xB: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_VARIABLE = frozenset({0xD, 0x1E, 0x1F, 0x102})
_UNICODE = 0x1F
_MANY = 0x1000
_OBJECT_HEAD = 16


class Broken(Exception):
    """The bytes are no such container."""


@dataclass(slots=True)
class File:
    """A file in the container; `content_id` is set for inline images."""

    name: str = ""
    type: str = ""
    content: bytes = b""
    content_id: str = ""


@dataclass(slots=True)
class Container:
    """What was in it. `rtf` is compressed still."""

    text: str = ""
    html: bytes = b""
    rtf: bytes = b""
    files: list[File] = field(default_factory=list)
    capped: bool = False


def unpack(content: bytes) -> Container:
    """Takes the container apart as far as it goes. Raises Broken when it is none."""
    if not content.startswith(_SIGNATURE):
        raise Broken
    found = Container()
    code_page = "cp932"
    for number, (kind, value) in enumerate(_attributes(content)):
        if number > _MOST_ATTRIBUTES or len(found.files) > limits.FILES:
            found.capped = True
            break
        if kind == _CODE_PAGE and len(value) >= 4:
            code_page = f"cp{struct.unpack_from('<I', value)[0]}"
        elif kind == _BODY:
            found.text = found.text or _text(value, code_page)
        elif kind == _PROPERTIES:
            _take_message(found, value, code_page)
        elif kind == _NEW_FILE:
            found.files.append(File())
        elif found.files:
            _take_file(found.files[-1], kind, value, code_page)
    found.files = [file for file in found.files if file.content or file.name]
    return found


def _attributes(content: bytes) -> Iterator[tuple[int, bytes]]:
    position = 6
    while position + 9 <= len(content):
        kind, length = struct.unpack_from("<xHxxI", content, position)
        start = position + 9
        yield kind, content[start : start + length]
        position = start + length + 2


def _take_message(found: Container, value: bytes, code_page: str) -> None:
    for tag, kind, content in _properties(value):
        if tag == _TEXT:
            found.text = _string(content, kind, code_page) or found.text
        elif tag == _HTML:
            found.html = _string(content, kind, code_page).encode() if kind == _UNICODE else content
        elif tag == _RTF:
            found.rtf = content


def _take_file(file: File, kind: int, value: bytes, code_page: str) -> None:
    if kind == _TITLE:
        file.name = file.name or _text(value, code_page)
    elif kind == _CONTENT:
        file.content = value
    elif kind == _FILE_PROPERTIES:
        for tag, form, content in _properties(value):
            if tag == _FILE_NAME or (tag == _FILE_SHORT_NAME and not file.name):
                file.name = _string(content, form, code_page) or file.name
            elif tag == _FILE_TYPE:
                file.type = _string(content, form, code_page)
            elif tag == _FILE_ID:
                file.content_id = _string(content, form, code_page).strip("<>")
            elif tag == _FILE_DATA and not file.content:
                file.content = content[_OBJECT_HEAD:] if form == 0xD else content


def _properties(value: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Tag, form and first value of every property that can be followed."""
    position = 4
    for _number in range(min(_MOST_PROPERTIES, struct.unpack_from("<I", value)[0] if len(value) >= 4 else 0)):
        if position + 4 > len(value):
            return
        form, tag = struct.unpack_from("<HH", value, position)
        position += 4
        if tag >= 0x8000:
            position = _after_name(value, position)
        many = bool(form & _MANY)
        form &= ~_MANY
        if form in _FIXED:
            count = 1
            if many:
                if position + 4 > len(value):
                    return
                count, position = struct.unpack_from("<I", value, position)[0], position + 4
            yield tag, form, value[position : position + _FIXED[form]]
            position += count * _FIXED[form]
        elif form in _VARIABLE:
            if position + 4 > len(value):
                return
            count, position = struct.unpack_from("<I", value, position)[0], position + 4
            if count > _MOST_VALUES:
                return
            for index in range(count):
                if position + 4 > len(value):
                    return
                length, position = struct.unpack_from("<I", value, position)[0], position + 4
                if index == 0:
                    yield tag, form, value[position : position + length]
                position += length + -length % 4
        else:
            return


def _after_name(value: bytes, position: int) -> int:
    """Skips the set and name of a named property."""
    if position + 24 > len(value):
        return len(value)
    kind, length = struct.unpack_from("<II", value, position + 16)
    return position + 24 + (length + -length % 4 if kind == 1 else 0)


def _string(content: bytes, form: int, code_page: str) -> str:
    if form == _UNICODE:
        return charset.tidy(content.decode("utf-16-le", "replace").rstrip("\0"))
    return _text(content, code_page)


def _text(content: bytes, code_page: str) -> str:
    return charset.decode(content[: limits.TEXT_BYTES].rstrip(b"\0"), code_page)
