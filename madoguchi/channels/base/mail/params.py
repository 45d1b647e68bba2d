"""Parameters of Content-Type and Content-Disposition: RFC 2231, encoded words, raw bytes and other habits."""

import re
from contextlib import suppress
from urllib.parse import unquote_to_bytes

from madoguchi.channels.base.mail import charset
from madoguchi.channels.base.mail.headers import decode_words, one_line

_PARAM = re.compile(r';\s*([^\s=;"]{1,80})\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)')
_SECTION = re.compile(r"^(.*?)(?:\*(\d{1,3}))?(\*)?$")
_MARKS = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2}){3,}")


def parse(value: str) -> tuple[str, dict[str, str]]:
    """The lower-case value before the first semicolon, and the parameters by lower-case name."""
    main = value.split(";", 1)[0].strip().lower()
    plain: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for match in _PARAM.finditer(value[len(value.split(";", 1)[0]) :]):
        section = _SECTION.match(match.group(1).lower())
        if section is None:
            continue
        name, number, extended = section.group(1), section.group(2), bool(section.group(3))
        text = _unquote(match.group(2).strip())
        if number is None and not extended:
            plain.setdefault(name, text)
        else:
            pieces.setdefault(name, []).append((int(number or 0), extended, text))
    for name, found in pieces.items():
        plain[name] = _assemble(found)
    return main, plain


def file_name(disposition: dict[str, str], content_type: dict[str, str]) -> str:
    """The sender's file name: decoded, without folders, control characters or direction marks; may be empty."""
    name = disposition.get("filename") or content_type.get("name") or ""
    name = one_line(decode_words(name))
    if _PERCENT.search(name):
        with suppress(UnicodeDecodeError):
            name = charset.tidy(unquote_to_bytes(name).decode("utf-8"))
    name = re.split(r"[/\\]", name)[-1]
    return shorten(without_marks(name).strip(". "))


def without_marks(text: str) -> str:
    """A text without marks that are not seen or turn the direction of reading."""
    return _MARKS.sub("", text)


def shorten(name: str, most: int = 200) -> str:
    """A name of at most `most` characters that keeps its ending."""
    if len(name) <= most:
        return name
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: most - len(ending) - 1]}.{ending}" if dot and len(ending) <= 10 else name[:most]


def _unquote(text: str) -> str:
    if not text.startswith('"'):
        return text.strip()
    inner = text[1:-1] if text.endswith('"') and len(text) > 1 else text[1:]
    return re.sub(r'\\(["\\])', r"\1", inner)


def _assemble(found: list[tuple[int, bool, str]]) -> str:
    found.sort(key=lambda piece: piece[0])
    label = ""
    content = b""
    for index, (_number, extended, text) in enumerate(found):
        if extended:
            if index == 0 and text.count("'") >= 2:
                label, _language, text = text.split("'", 2)
            content += unquote_to_bytes(text)
        else:
            content += text.encode("utf-8", "surrogatepass")
    return charset.decode(content, label)
