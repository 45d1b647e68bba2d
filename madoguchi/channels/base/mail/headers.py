"""Header fields: found in bytes, unfolded, decoded, also where encoded words are split inside a character or glued."""

import base64
import binascii
import quopri
import re

from madoguchi.channels.base.mail import charset, limits

_FIELD = re.compile(rb"^([\x21-\x39\x3b-\x7e]{1,128})[ \t]*:")
_END = re.compile(rb"\n\r?\n")
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_GAP = re.compile(r"(\?=)[ \t]+(=\?[^?\s]{1,60}\?[bBqQ]\?)")
_BASE64_JUNK = re.compile(rb"[^A-Za-z0-9+/]")


class Headers:
    """The fields of one part. Names are compared without case; values are decoded on demand."""

    __slots__ = ("_fields", "capped")

    def __init__(self, fields: list[tuple[str, bytes]], capped: bool = False) -> None:
        self._fields = fields
        self.capped = capped

    def __bool__(self) -> bool:
        return bool(self._fields)

    def raw(self, name: str) -> str:
        """The first value, bytes read as text, encoded words untouched; empty when missing."""
        for key, value in self._fields:
            if key == name:
                return charset.decode(value)
        return ""

    def all(self, name: str) -> list[str]:
        """Every value of a repeated field, as `raw` gives it."""
        return [charset.decode(value) for key, value in self._fields if key == name]

    def text(self, name: str) -> str:
        """The first value with encoded words decoded, on one line."""
        return one_line(decode_words(self.raw(name)))

    def has(self, name: str) -> bool:
        """Whether the field is there at all."""
        return any(key == name for key, _value in self._fields)


def split(content: bytes) -> tuple[Headers, bytes]:
    """Header fields and body of a part. A missing blank line ends the header at the first line that is no field."""
    fields: list[tuple[str, bytes]] = []
    position, capped, lines = 0, False, 0
    size = len(content)
    while position < size:
        end = content.find(b"\n", position)
        end = size if end < 0 else end
        line = content[position:end].rstrip(b"\r")
        if not line:
            position = end + 1
            break
        lines += 1
        if position > limits.HEADER_BYTES or lines > limits.HEADER_LINES:
            capped = True
            ending = _END.search(content, position)
            position = ending.end() if ending else size
            break
        match = _FIELD.match(line)
        if line[:1] in (b" ", b"\t") and fields:
            _extend(fields, line)
        elif match:
            value = line[match.end() :].strip()
            capped = capped or len(value) > limits.HEADER_VALUE
            fields.append((match.group(1).decode("ascii").lower(), value[: limits.HEADER_VALUE]))
        elif line.startswith((b"From ", b">From ")) and not fields:
            pass
        else:
            break
        position = end + 1
    return Headers(fields, capped), content[position:]


def _extend(fields: list[tuple[str, bytes]], line: bytes) -> None:
    name, value = fields[-1]
    if len(value) + len(line) < limits.HEADER_VALUE:
        fields[-1] = (name, value + b" " + line.strip(b" \t\r") if not _inside_jis(value) else value + line.strip())


def _inside_jis(value: bytes) -> bool:
    """Whether a raw JIS run is still open at a fold."""
    return value.rfind(b"\x1b$") > value.rfind(b"\x1b(")


def decode_words(value: str) -> str:
    """Decodes RFC 2047 words wherever they stand. Neighbours of one charset are joined before decoding."""
    if "=?" not in value:
        return value
    value = _GAP.sub(r"\1\2", value)
    value = _GAP.sub(r"\1\2", value)
    out: list[str] = []
    position = 0
    pending: list[tuple[str, bytes]] = []
    for word in _WORD.finditer(value):
        if word.start() != position:
            out.append(_join(pending))
            pending = []
            out.append(value[position : word.start()])
        pending.append((word.group(1).split("*")[0].lower(), _word_bytes(word.group(2), word.group(3))))
        position = word.end()
    out.append(_join(pending))
    out.append(value[position:])
    return "".join(out)


def _join(words: list[tuple[str, bytes]]) -> str:
    out: list[str] = []
    index = 0
    while index < len(words):
        label, content = words[index]
        index += 1
        while index < len(words) and words[index][0] == label:
            content += words[index][1]
            index += 1
        out.append(charset.decode(content, label))
    return "".join(out)


def _word_bytes(encoding: str, text: str) -> bytes:
    content = text.encode("utf-8", "surrogatepass")
    if encoding in "qQ":
        return quopri.decodestring(content.replace(b"_", b" ").replace(b"\n", b""), header=True)
    return decode_base64(content)


def decode_base64(content: bytes) -> bytes:
    """Base64 as far as it goes: foreign characters dropped, missing padding added, a lone last digit ignored."""
    try:
        return binascii.a2b_base64(content)
    except binascii.Error:
        pass
    pieces = []
    for piece in content.split(b"="):
        clean = _BASE64_JUNK.sub(b"", piece)
        if len(clean) % 4 == 1:
            clean = clean[:-1]
        pieces.append(base64.b64decode(clean + b"=" * (-len(clean) % 4)))
    return b"".join(pieces)


def one_line(text: str) -> str:
    """Text fit for one line: runs of white space, CR and LF become one space."""
    return " ".join(text.split()) if not text.isprintable() or "  " in text else text.strip()
