"""The parts of a message, cut out of its bytes with caps on depth and number. Nested messages stay one attachment."""

import quopri
import re
from dataclasses import dataclass, field

from madoguchi.channels.base.mail import headers as fields
from madoguchi.channels.base.mail import limits, params, uuencode
from madoguchi.channels.base.mail.headers import Headers

_MARK_END = re.compile(rb"(--)?[ \t]*+(?:\r?\n|\Z)")
_UNNAMED_MARK = re.compile(rb"^--([^\s-][^\r\n]{0,69})\r?\n(?=Content-)", re.IGNORECASE | re.MULTILINE)
_MEDIA = re.compile(r"[^\s/;,]{1,80}/[^\s/;,]{1,120}")
Path = tuple[tuple[int, str], ...]


@dataclass(slots=True)
class Part:
    """One leaf: its type, parameters, decoded content. `path` names the multiparts around it, outermost first."""

    headers: Headers
    type: str
    params: dict[str, str]
    disposition: str
    disposition_params: dict[str, str]
    body: bytes
    path: Path = ()
    _content: bytes | None = None

    @property
    def content(self) -> bytes:
        """The content with its transfer encoding undone."""
        if self._content is None:
            self._content = decode_transfer(self.body, self.headers.raw("content-transfer-encoding"))
        return self._content

    def replace(self, content: bytes) -> None:
        """Puts other content in the place of what was read."""
        self._content = content

    @property
    def name(self) -> str:
        """The file name the sender gave, or empty."""
        return params.file_name(self.disposition_params, self.params)

    @property
    def content_id(self) -> str:
        """Content-ID without brackets."""
        return self.headers.raw("content-id").strip().strip("<>")[:255]


@dataclass(slots=True)
class Tree:
    """All leaves in their order, the outermost headers and type, and what was capped."""

    headers: Headers
    type: str
    params: dict[str, str]
    leaves: list[Part] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read(raw: bytes) -> Tree:
    """Cuts a message into leaves. Never raises on any bytes."""
    if b"\n" not in raw and b"\r" in raw:
        raw = raw.replace(b"\r", b"\n")
    raw = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    headers, _start = fields.parse(raw, 0, len(raw))
    media, details = _type_of(headers, "text/plain")
    tree = Tree(headers, media, details)
    _Cutting(tree).section(raw, 0, len(raw), "text/plain", ())
    return tree


def _type_of(headers: Headers, default: str) -> tuple[str, dict[str, str]]:
    media, details = params.parse(headers.raw("content-type"))
    if not _MEDIA.fullmatch(media):
        media = default
    return media, details


class _Cutting:
    """Goes through one message. Places in the bytes are handed on, not copies: depth costs no memory."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.marks = limits.MARKS

    def section(self, content: bytes, start: int, end: int, default: str, path: Path) -> None:
        """Reads the header between two places and what it announces."""
        most = limits.PART_HEADER_LINES if path else limits.HEADER_LINES
        headers, start = fields.parse(content, start, end, most_lines=most)
        if headers.capped:
            self._warn("headers_capped")
        if len(self.tree.leaves) >= limits.PARTS:
            self._warn("parts_capped")
            return
        media, details = _type_of(headers, default)
        if media.startswith("multipart/"):
            if len(path) >= limits.DEPTH:
                self._warn("depth_capped")
                media = "application/octet-stream"
            elif self._parts(content, start, end, headers, media, details, path):
                return
            else:
                media = "text/plain"
        disposition, disposition_params = params.parse(headers.raw("content-disposition"))
        part = Part(headers, media, details, disposition, disposition_params, content[start:end], path)
        self.tree.leaves.append(part)

    def _parts(
        self, content: bytes, start: int, end: int, headers: Headers, media: str, details: dict[str, str], path: Path
    ) -> bool:
        """Cuts a multipart at its boundary; False when none is to be found, so that the body is shown as it stands."""
        mark = b"--" + details.get("boundary", "").encode("utf-8", "replace")
        if mark == b"--" or content.find(mark, start, end) < 0:
            encoding = headers.raw("content-transfer-encoding").strip().lower()
            if encoding in ("base64", "quoted-printable"):
                content = decode_transfer(content[start:end], encoding)
                start, end = 0, len(content)
            if mark == b"--" or content.find(mark, start, end) < 0:
                guessed = _UNNAMED_MARK.search(content, start, min(end, start + 100_000))
                if guessed is None:
                    return False
                mark = b"--" + guessed.group(1).rstrip()
        inner = (*path, (len(self.tree.leaves), media))
        default = "message/rfc822" if media == "multipart/digest" else "text/plain"
        return self._cut(content, start, end, mark, default, inner)

    def _cut(self, content: bytes, start: int, end: int, mark: bytes, default: str, path: Path) -> bool:
        """Reads what lies between the marks; False when there is not one."""
        begun = -1
        position = start
        while (found := content.find(mark, position, end)) >= 0:
            self.marks -= 1
            if self.marks < 0:
                self._warn("parts_capped")
                return True
            closing = _MARK_END.match(content, found + len(mark), end)
            if closing is None or (found > start and content[found - 1] != 10):
                position = found + len(mark)
                continue
            if begun >= 0:
                self._one(content, begun, _without_line_end(content, begun, found), default, path)
            begun = position = closing.end()
            if closing.group(1):
                return True
            if len(self.tree.leaves) >= limits.PARTS:
                self._warn("parts_capped")
                return True
        if begun >= 0:
            self._one(content, begun, end, default, path)
        return begun >= 0

    def _one(self, content: bytes, start: int, end: int, default: str, path: Path) -> None:
        if start < end:
            self.section(content, start, end, default, path)

    def _warn(self, code: str) -> None:
        if code not in self.tree.warnings:
            self.tree.warnings.append(code)


def _without_line_end(content: bytes, start: int, end: int) -> int:
    """The place before the line end that belongs to the boundary after it."""
    if end > start and content[end - 1] == 10:
        end -= 1
        if end > start and content[end - 1] == 13:
            end -= 1
    return end


def decode_transfer(body: bytes, encoding: str) -> bytes:
    """Undoes base64, quoted-printable or uuencode as far as the bytes allow."""
    encoding = encoding.strip().strip("\"'").lower()
    if encoding.startswith("base64"):
        return fields.decode_base64(body)
    if encoding.startswith("quoted-printable"):
        return quopri.decodestring(body)
    if encoding in ("uuencode", "x-uuencode", "x-uue", "uue"):
        return uuencode.decode(body)
    return body
