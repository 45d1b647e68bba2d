"""The text parts of an outgoing mail: an encoding that no server on the way damages.

UTF-8 goes as quoted-printable when it is mostly ASCII, else as base64: both carry lines of any length, lines of one dot
and lines that begin with "From ". ISO-2022-JP goes as it is, with long lines broken softly. What ISO-2022-JP cannot say
goes as UTF-8.
"""

import base64
from email import quoprimime

from madoguchi.channels.base.mail import flowing, jis
from madoguchi.channels.base.mail.header_text import JIS

_ASCII_LINE = 78
_QUOTED_LINE = 72
_MOSTLY = 0.83
_SIGNATURE = "-- "


def text_part(kind: str, text: str, charset: str = "utf-8") -> bytes:
    """A part of type text/`kind` with its header lines."""
    content = _tidy(text) if kind == "plain" else text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if content.isascii():
        return _seven_bit(kind, content) if _is_plain(content) else _quoted(kind, content, "us-ascii")
    if charset == JIS and jis.fits(content):
        return _japanese(kind, content)
    encoded = content.replace("\n", "\r\n").encode("utf-8", "replace")
    if sum(byte < 0x80 for byte in encoded) > len(encoded) * _MOSTLY:
        return _quoted(kind, content, "utf-8")
    return _head(kind, "utf-8", "base64") + in_base64(encoded)


def in_base64(content: bytes) -> bytes:
    """Lines of 76 with CRLF."""
    return base64.encodebytes(content).replace(b"\n", b"\r\n").rstrip(b"\r\n") + b"\r\n"


def _tidy(text: str) -> str:
    """One kind of line end; no blanks at line ends, which format=flowed readers would take for soft ones."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").split("\n")
    return "\n".join(line if line == _SIGNATURE else line.rstrip(" \t") for line in lines)


def _is_plain(content: str) -> bool:
    lines = content.split("\n")
    return all(len(line) <= _ASCII_LINE and not line.startswith("From ") and line != "." for line in lines)


def _seven_bit(kind: str, content: str) -> bytes:
    return _head(kind, "us-ascii", "7bit") + content.replace("\n", "\r\n").encode("ascii")


def _quoted(kind: str, content: str, charset: str) -> bytes:
    body = quoprimime.body_encode(content.encode(charset).decode("latin-1"), maxlinelen=_QUOTED_LINE, eol="\r\n")
    lines = [_guarded(line) for line in body.split("\r\n")]
    return _head(kind, charset, "quoted-printable") + "\r\n".join(lines).encode("ascii")


def _guarded(line: str) -> str:
    """Old mailboxes write `>From `, and one dot alone ends a message where a server forgot to double it."""
    if line.startswith("From "):
        return f"=46{line[1:]}"
    return f"=2E{line[1:]}" if line.startswith(".") else line


def _japanese(kind: str, content: str) -> bytes:
    soft = kind == "plain" and (flowing.is_long(content) or "\nFrom " in f"\n{content}")
    if soft:
        head = _head(kind, JIS, "7bit", "; format=flowed; delsp=yes")
        return head + jis.encode(flowing.flow(jis.prepare(content))).replace(b"\n", b"\r\n")
    encoded = jis.encode(content)
    if max(map(len, encoded.split(b"\n"))) > 900:
        return _head(kind, JIS, "base64") + in_base64(encoded.replace(b"\n", b"\r\n"))
    return _head(kind, JIS, "7bit") + encoded.replace(b"\n", b"\r\n")


def _head(kind: str, charset: str, encoding: str, more: str = "") -> bytes:
    charset = charset.upper() if charset == JIS else charset
    return (
        f"Content-Type: text/{kind}; charset={charset}{more}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode()
    )
