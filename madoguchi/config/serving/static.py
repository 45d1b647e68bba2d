"""Built assets from memory: hashed ones for ever, others asked for again; pre-compressed where the build made it."""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from madoguchi.config.serving.asgi import Headers, Receive, Scope, Send, answer, header

_HASHED = re.compile(r"[.-][0-9A-Za-z]{8,}\.[0-9a-z]+(?:\.map)?$")
_COMPRESSED_ALREADY = (".woff2", ".png", ".jpg", ".webp", ".gif", ".ico")
_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
_KEPT = 32 * 1024 * 1024


@dataclass(slots=True)
class Asset:
    """One file with the encodings it can be sent in."""

    tag: bytes
    kind: bytes
    plain: bytes
    encoded: dict[str, bytes]
    modified: int
    forever: bool


class Static:
    """An ASGI application for one folder. Files are read at their first use and kept."""

    def __init__(self, root: Path, prefix: str) -> None:
        self._root = root.resolve()
        self._prefix = prefix
        self._assets: dict[str, Asset] = {}
        self._kept = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request: 200, 304, 404 or 405."""
        if scope["method"] not in ("GET", "HEAD"):
            await answer(send, 405, headers=[(b"allow", b"GET, HEAD")])
            return
        asset = self._find(scope["path"].removeprefix(self._prefix))
        if asset is None:
            await answer(send, 404, b"Not found")
            return
        keeping = b"public, max-age=31536000, immutable" if asset.forever else b"no-cache"
        headers: Headers = [
            (b"cache-control", keeping),
            (b"etag", asset.tag),
            (b"vary", b"Accept-Encoding"),
            (b"x-content-type-options", b"nosniff"),
            (b"cross-origin-resource-policy", b"same-origin"),
        ]
        if header(scope, b"if-none-match") == asset.tag:
            await send({"type": "http.response.start", "status": 304, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
            return
        body = asset.plain
        accepted = (header(scope, b"accept-encoding") or b"").decode("latin-1")
        for encoding in ("br", "gzip"):
            if encoding in asset.encoded and encoding in accepted:
                body = asset.encoded[encoding]
                headers.append((b"content-encoding", encoding.encode()))
                break
        await answer(send, 200, body, kind=asset.kind, headers=headers)

    def _find(self, name: str) -> Asset | None:
        known = self._assets.get(name)
        if known is not None and known.forever:
            return known
        path = self._root / unquote(name)
        try:
            path = path.resolve(strict=True)
            modified = path.stat().st_mtime_ns
        except (OSError, ValueError):
            return None
        if not path.is_relative_to(self._root) or not path.is_file() or path.suffix in (".br", ".gz"):
            return None
        if known is not None and known.modified == modified:
            return known
        return self._read(name, path, modified)

    def _read(self, name: str, path: Path, modified: int) -> Asset:
        plain = path.read_bytes()
        kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        if kind.startswith("text/") or kind == "application/json":
            kind += "; charset=utf-8"
        encoded = {}
        for encoding, suffix in (("br", ".br"), ("gzip", ".gz")):
            packed = path.with_name(path.name + suffix)
            if packed.exists() and packed.stat().st_mtime_ns >= modified:
                encoded[encoding] = packed.read_bytes()
        if "gzip" not in encoded and len(plain) > 600 and path.suffix not in _COMPRESSED_ALREADY:
            encoded["gzip"] = gzip.compress(plain, 9, mtime=0)
        tag = f'"{hashlib.sha256(plain).hexdigest()[:20]}"'.encode()
        asset = Asset(tag, kind.encode(), plain, encoded, modified, bool(_HASHED.search(path.name)))
        if self._kept < _KEPT:
            self._kept += len(plain) + sum(map(len, encoded.values()))
            self._assets[name] = asset
        return asset
