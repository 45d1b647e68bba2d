"""The rich text in winmail.dat: unpacked (MS-OXRTFCP), read as the HTML it was made from (MS-OXRTFEX) or as text."""

import re
import struct

from madoguchi.channels.base.mail import charset

_PRESET = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    b"MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_LONGEST = 400_000
_PIECE = re.compile(
    r"\\([a-z]{1,32})(-?[0-9]{1,9})? ?|\\'([0-9a-f]{2})|\\([^a-z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.IGNORECASE
)
_SKIPPED = frozenset(
    {"fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "footer", "generator", "themedata"}
)
_WRITTEN = {"par": "\n", "line": "\n", "tab": "\t", "cell": "\t", "row": "\n", "lquote": "‘", "rquote": "’"}
_WRITTEN |= {"ldblquote": "“", "rdblquote": "”", "bullet": "•", "endash": "–", "emdash": "—"}
_CHARSETS = {128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5", 204: "cp1251", 161: "cp1253", 162: "cp1254"}


def read(packed: bytes) -> tuple[bytes, str]:
    """HTML in UTF-8 and text; one of them is empty, both when nothing can be read."""
    rich = unpacked(packed).decode("latin-1")
    from_html = "\\fromhtml" in rich[:2000]
    written = _Reading(rich, from_html=from_html).text()
    return (written.encode(), "") if from_html else (b"", written)


def unpacked(packed: bytes) -> bytes:
    """The rich text, at most 400 kB of it."""
    if len(packed) < 16:
        return b""
    _size, length, kind = struct.unpack_from("<I I 4s", packed)
    if kind == b"MELA":
        return packed[16 : 16 + min(length, _LONGEST)]
    if kind != b"LZFu":
        return b""
    window = bytearray(_PRESET.ljust(4096, b"\0"))
    place = len(_PRESET)
    out = bytearray()
    position, most = 16, min(length, _LONGEST)
    while position < len(packed) and len(out) < most:
        flags = packed[position]
        position += 1
        for bit in range(8):
            if position >= len(packed) or len(out) >= most:
                break
            if not flags >> bit & 1:
                run = bytearray(packed[position : position + 1])
                position += 1
            else:
                if position + 2 > len(packed):
                    return bytes(out)
                word = packed[position] << 8 | packed[position + 1]
                position += 2
                offset = word >> 4
                if offset == place:
                    return bytes(out)
                run = bytearray()
                for index in range((word & 15) + 2):
                    byte = window[(offset + index) & 4095]
                    run.append(byte)
                    window[(place + index) & 4095] = byte
            for index, byte in enumerate(run):
                window[(place + index) & 4095] = byte
            place = place + len(run) & 4095
            out += run
    return bytes(out)


class _Reading:
    """One pass through rich text. A group's state: skipped, suppressed, its charset, how many letters stand for \\u."""

    def __init__(self, rich: str, *, from_html: bool) -> None:
        self.rich = rich
        self.from_html = from_html
        self.out: list[str] = []
        self.pending = bytearray()
        self._pending_label = ""
        self.label = "cp1252"
        self.fonts: dict[int, str] = {}

    def text(self) -> str:
        state = (False, False, "", 1)
        stack: list[tuple[bool, bool, str, int]] = []
        font = skip = 0
        starred = False
        for piece in _PIECE.finditer(self.rich):
            word, number, code, symbol, brace, plain = piece.groups()
            skipped, suppressed, label, letters = state
            if brace:
                skip = 0
                if brace == "{":
                    if len(stack) < 500:
                        stack.append(state)
                elif stack:
                    state = stack.pop()
                starred = False
                continue
            if word:
                value = int(number) if number else None
                if word == "ansicpg" and value:
                    self.label = f"cp{value}"
                elif word == "f" and value is not None:
                    font = value
                    state = (skipped, suppressed, self.fonts.get(font, label), letters)
                elif word == "fcharset" and value in _CHARSETS:
                    self.fonts[font] = _CHARSETS[value]
                elif word == "uc":
                    state = (skipped, suppressed, label, min(value or 0, 10))
                elif word == "htmlrtf":
                    state = (skipped, value != 0, label, letters)
                elif word in _SKIPPED or (starred and word not in ("htmltag", "mhtmltag")) or word == "mhtmltag":
                    state = (True, suppressed, label, letters)
                elif not skipped and not suppressed:
                    if word == "u" and value is not None:
                        self._write(chr(value & 0xFFFF), label)
                        skip = letters
                    elif word in _WRITTEN:
                        self._write("\r\n" if word == "par" and self.from_html else _WRITTEN[word], label)
                starred = False
                continue
            starred = symbol == "*" or starred
            if skipped or suppressed or symbol == "*":
                continue
            if code or plain:
                content = bytes((int(code, 16),)) if code else plain.encode("latin-1")
                dropped = min(skip, len(content))
                skip -= dropped
                self._bytes(content[dropped:], label)
            elif symbol:
                self._write({"~": "\xa0", "_": "-", "-": ""}.get(symbol, symbol), label)
        self._flush("")
        return charset.tidy("".join(self.out).encode("utf-16", "surrogatepass").decode("utf-16", "replace"))

    def _bytes(self, content: bytes, label: str) -> None:
        wanted = label or self.label
        if self.pending and wanted != self._pending_label:
            self._flush(label)
        self._pending_label = wanted
        self.pending += content

    def _write(self, text: str, label: str) -> None:
        self._flush(label)
        self.out.append(text)

    def _flush(self, _label: str) -> None:
        if self.pending:
            self.out.append(charset.decode(bytes(self.pending), self._pending_label))
            self.pending.clear()
