"""The parts of a message, cut out of its bytes with caps on depth and number. Nested messages stay one attachment."""

import binascii
import quopri
import re
from dataclasses import dataclass, field

from madoguchi.channels.base.mail import headers as fields
from madoguchi.channels.base.mail import limits, params
from madoguchi.channels.base.mail.headers import Headers


@dataclass(slots=True)
class Part:
    """One leaf: its type, parameters, decoded content. `path` names the multiparts around it, outermost first."""

    headers: Headers
    type: str
    params: dict[str, str]
    disposition: str
    disposition_params: dict[str, str]
    body: bytes
    path: tuple[tuple[int, str], ...] = ()

    @property
    def content(self) -> bytes:
        """The content with its transfer encoding undone."""
        return decode_transfer(self.body, self.headers.raw("content-transfer-encoding"))

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
    headers, body = fields.split(raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"))
    media, details = _type_of(headers, "text/plain")
    tree = Tree(headers, media, details)
    if headers.capped:
        tree.warnings.append("headers_capped")
    _walk(tree, headers, media, details, body, ())
    return tree


def _type_of(headers: Headers, default: str) -> tuple[str, dict[str, str]]:
    media, details = params.parse(headers.raw("content-type"))
    if "/" not in media:
        media = default
    return media, details


def _walk(
    tree: Tree, headers: Headers, media: str, details: dict[str, str], body: bytes, path: tuple[tuple[int, str], ...]
) -> None:
    if len(tree.leaves) >= limits.PARTS:
        _warn(tree, "parts_capped")
        return
    boundary = details.get("boundary", "")
    if media.startswith("multipart/") and boundary:
        if len(path) < limits.DEPTH:
            _walk_parts(tree, media, boundary, body, path)
            return
        _warn(tree, "depth_capped")
        media = "application/octet-stream"
    disposition, disposition_params = params.parse(headers.raw("content-disposition"))
    tree.leaves.append(Part(headers, media, details, disposition, disposition_params, body, path))


def _walk_parts(tree: Tree, media: str, boundary: str, body: bytes, path: tuple[tuple[int, str], ...]) -> None:
    mark = re.compile(rb"(?:^|\r?\n)--" + re.escape(boundary.encode("utf-8", "replace")) + rb"(--)?[ \t]*(?=\r?\n|\Z)")
    inner = (*path, (len(tree.leaves), media))
    start = -1
    default = "message/rfc822" if media == "multipart/digest" else "text/plain"
    for found in mark.finditer(body):
        if start >= 0:
            _walk_one(tree, body[start : found.start()], default, inner)
        start = found.end()
        if found.group(1):
            return
        if len(tree.leaves) >= limits.PARTS:
            _warn(tree, "parts_capped")
            return
    if start >= 0:
        _walk_one(tree, body[start:], default, inner)
    elif body.strip():
        _walk_one(tree, b"\n" + body, "text/plain", inner)


def _walk_one(tree: Tree, section: bytes, default: str, path: tuple[tuple[int, str], ...]) -> None:
    section = section[2:] if section.startswith(b"\r\n") else section[1:] if section.startswith(b"\n") else section
    if not section.strip() and not section:
        return
    headers, body = fields.split(section)
    if headers.capped:
        _warn(tree, "headers_capped")
    media, details = _type_of(headers, default)
    _walk(tree, headers, media, details, body, path)


def _warn(tree: Tree, code: str) -> None:
    if code not in tree.warnings:
        tree.warnings.append(code)


def decode_transfer(body: bytes, encoding: str) -> bytes:
    """Undoes base64, quoted-printable or uuencode as far as the bytes allow."""
    encoding = encoding.strip().strip("\"'").lower()
    if encoding.startswith("base64"):
        return fields.decode_base64(body)
    if encoding.startswith("quoted-printable"):
        return quopri.decodestring(body)
    if encoding in ("uuencode", "x-uuencode", "x-uue", "uue"):
        return _uudecode(body)
    return body


def _uudecode(body: bytes) -> bytes:
    out = bytearray()
    inside = False
    for line in body.splitlines():
        if line.startswith(b"begin "):
            inside = True
        elif line == b"end":
            break
        elif inside:
            try:
                out += binascii.a2b_uu(line)
            except binascii.Error:
                continue
    return bytes(out)
