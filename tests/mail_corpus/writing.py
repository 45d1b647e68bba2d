"""Putting mails together byte by byte, right or wrong on purpose; a mail library would repair things."""

import base64
from dataclasses import dataclass

ORDINARY_FIELDS = (
    b"From: Tanaka <tanaka@kawakami.example>",
    b"To: support@shop.example",
    b"Subject: Order 4711",
    b"Date: Sat, 21 Nov 2026 10:00:00 +0900",
    b"Message-ID: <order-4711@kawakami.example>",
    b"MIME-Version: 1.0",
)


@dataclass(frozen=True)
class Section:
    """Header lines and a body that belong together."""

    lines: tuple[bytes, ...]
    body: bytes

    @property
    def content(self) -> bytes:
        """As it stands between two boundaries."""
        return b"\r\n".join([*self.lines, b"", self.body])


def part(body: str | bytes, *lines: str | bytes) -> Section:
    """A part. A text is written in UTF-8 and says so; bytes stand as they are under the given header lines."""
    given = tuple(_bytes(line) for line in lines)
    if isinstance(body, str):
        if not any(line.lower().startswith(b"content-type:") for line in given):
            given = (b"Content-Type: text/plain; charset=UTF-8", b"Content-Transfer-Encoding: 8bit", *given)
        body = body.replace("\n", "\r\n").encode()
    return Section(given, body)


def multipart(kind: str, *parts: Section, boundary: str = "=_b1") -> Section:
    """Parts between boundaries. Nested ones need boundaries of their own."""
    mark = b"--" + boundary.encode()
    pieces = [mark + b"\r\n" + section.content for section in parts]
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"'.encode()
    return Section((head,), b"\r\n".join([*pieces, mark + b"--", b""]))


def mail(body: str | bytes | Section = "", *lines: str | bytes) -> bytes:
    """A whole mail. A line `Subject: x` takes the place of the ordinary one, `-Subject` leaves it out."""
    section = body if isinstance(body, Section) else part(body)
    given = [_bytes(line) for line in lines]
    replaced = {_name(line) for line in given}
    kept = [line for line in (*ORDINARY_FIELDS, *section.lines) if _name(line) not in replaced]
    head = [*kept, *(line for line in given if not line.startswith(b"-"))]
    return b"\r\n".join([*head, b"", section.body])


def in_base64(content: bytes) -> bytes:
    """Base64 in lines of 76 characters."""
    return base64.encodebytes(content).replace(b"\n", b"\r\n")


def word(text: str | bytes, label: str = "UTF-8") -> str:
    """An encoded word (RFC 2047, B); a text is put into `label` first."""
    content = text.encode(label) if isinstance(text, str) else text
    return f"=?{label}?B?{base64.b64encode(content).decode()}?="


def jis(*runs: str | bytes) -> bytes:
    """ISO-2022-JP as mail programs write it: texts as the pairs of code page 932, bytes as they stand.

    A kana or kanji of code page 932 becomes its pair in JIS rows, also NEC row 13 and NEC's copies of the IBM
    extended characters, which is what cp50220 writes and `iso2022_jp` refuses.
    """
    return b"".join(run if isinstance(run, bytes) else b"\x1b$B" + _rows(run) + b"\x1b(B" for run in runs)


def _rows(text: str) -> bytes:
    out = bytearray()
    for char in text:
        lead, trail = _in_nec_rows(char)
        row = (lead - (0x81 if lead < 0xA0 else 0xC1)) * 2 + 0x21
        if trail >= 0x9F:
            out += bytes((row + 1, trail - 0x7E))
        else:
            out += bytes((row, trail - 0x1F - (trail > 0x7E)))
    return bytes(out)


def _in_nec_rows(char: str) -> bytes:
    """The two bytes of code page 932; IBM's own place (FAxx) exchanged for NEC's copy (EDxx, EExx)."""
    found = char.encode("cp932")
    if found[0] < 0xF0:
        return found
    for lead in (0xED, 0xEE):
        for trail in range(0x40, 0xFD):
            try:
                if trail != 0x7F and bytes((lead, trail)).decode("cp932") == char:
                    return bytes((lead, trail))
            except UnicodeDecodeError:
                continue
    raise ValueError(char)


def _bytes(line: str | bytes) -> bytes:
    return line.encode() if isinstance(line, str) else line


def _name(line: bytes) -> bytes:
    return line.removeprefix(b"-").split(b":", 1)[0].strip().lower()
