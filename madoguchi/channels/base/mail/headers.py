"""Header fields: found in bytes, unfolded, decoded, also where encoded words are split inside a character or glued."""

import base64
import binascii
import quopri
import re

from madoguchi.channels.base.mail import charset, limits

_FIELD = re.compile(rb"^([\x21-\x39\x3b-\x7e]{1,128})[ \t]*:")
_END = re.compile(rb"\n\r?\n")
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?((?:[^?]|(?<!=)\?(?!=))*+)\?=")
_GAP = re.compile(r"(\?=)[ \t]+(=\?[^?\s]{1,60}\?[bBqQ]\?)")
_BASE64_JUNK = re.compile(rb"[^A-Za-z0-9+/]")
_MOST_BLOCKS = 1000
_BASE64_ONLY = re.compile(rb"[A-Za-z0-9+/\s]*+")


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

    def listed(self, *names: str) -> list[tuple[str, str]]:
        """Every field with one of these names, in their order from the top, as `raw` gives them."""
        return [(key, charset.decode(value)) for key, value in self._fields if key in names]

    def has(self, name: str) -> bool:
        """Whether the field is there at all."""
        return any(key == name for key, _value in self._fields)


def split(content: bytes) -> tuple[Headers, bytes]:
    """Header fields and body of a part."""
    fields, start = parse(content, 0, len(content))
    return fields, content[start:]


def parse(content: bytes, start: int, end: int, *, most_lines: int = limits.HEADER_LINES) -> tuple[Headers, int]:
    """The header fields between two places of `content`, and where the body begins.

    A missing blank line ends the header at the first line that is no field.
    """
    fields: list[tuple[str, list[bytes]]] = []
    position, capped, lines, room = start, False, 0, 0
    while position < end:
        line_end = content.find(b"\n", position, end)
        line_end = end if line_end < 0 else line_end
        if line_end - position > limits.HEADER_VALUE:
            capped = True
        line = content[position : min(line_end, position + limits.HEADER_VALUE)].rstrip(b"\r")
        if not line:
            position = line_end + 1
            break
        lines += 1
        if position - start > limits.HEADER_BYTES or lines > most_lines:
            capped = True
            ending = _END.search(content, position, end)
            position = ending.end() if ending else end
            break
        match = _FIELD.match(line)
        if line[:1] in (b" ", b"\t") and fields:
            room -= len(line)
            if room > 0:
                fields[-1][1].append(line)
        elif match:
            fields.append((match.group(1).decode("ascii").lower(), [line[match.end() :].strip()]))
            room = limits.HEADER_VALUE - len(line)
        elif line.startswith((b"From ", b">From ")) and not fields:
            pass
        else:
            break
        position = line_end + 1
    return Headers([(name, _unfolded(pieces)) for name, pieces in fields], capped), min(position, end)


def _unfolded(pieces: list[bytes]) -> bytes:
    """One value of its lines. A fold counts as a space, but not inside a run of raw JIS, where it means nothing."""
    if len(pieces) == 1:
        return pieces[0]
    out = [pieces[0]]
    inside = _inside_jis(pieces[0])
    for piece in pieces[1:]:
        out.append(piece.strip() if inside else b" " + piece.strip(b" \t\r"))
        inside = _inside_jis(piece) if b"\x1b" in piece else inside
    return b"".join(out)


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
    """Base64 as far as it goes: foreign characters dropped, missing padding added, a lone last digit ignored.

    After a padding only what is base64 throughout goes on: two encoded blocks in a row do, a list's footer does not.
    """
    first, *others = content.split(b"=", _MOST_BLOCKS)
    pieces = [_base64_run(first)]
    for run in others:
        if not _BASE64_ONLY.fullmatch(run):
            break
        pieces.append(_base64_run(run))
    return b"".join(pieces)


def _base64_run(run: bytes) -> bytes:
    try:
        return binascii.a2b_base64(run + b"==")
    except binascii.Error:
        clean = _BASE64_JUNK.sub(b"", run)
        clean = clean[:-1] if len(clean) % 4 == 1 else clean
        return base64.b64decode(clean + b"=" * (-len(clean) % 4))


def one_line(text: str) -> str:
    """Text fit for one line: runs of white space, CR and LF become one space."""
    return " ".join(text.split()) if not text.isprintable() or "  " in text else text.strip()
