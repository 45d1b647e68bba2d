"""Sending answers from the event loop: pages, spooled exports, stored files. A slow reader holds no thread."""

import asyncio
import logging
import os
from pathlib import Path
from typing import IO

from django.conf import settings

from madoguchi.config.serving.answering import Answer
from madoguchi.config.serving.asgi import Scope, Send, answer, header

log = logging.getLogger("madoguchi.serving")
_PIECE = 128 * 1024
_STALLED = 120.0


async def send_answer(scope: Scope, send: Send, ready: Answer) -> int:
    """Sends the answer and returns its status."""
    if ready.file is not None:
        return await _send_stored(scope, send, ready)
    headers = [*ready.headers]
    if ready.status not in (204, 304):
        headers.append((b"content-length", str(ready.length).encode()))
    await send({"type": "http.response.start", "status": ready.status, "headers": headers})
    if ready.spool is None:
        await send({"type": "http.response.body", "body": ready.body})
    else:
        await _send_pieces(scope, send, ready.spool, ready.length)
    return ready.status


async def _send_stored(scope: Scope, send: Send, ready: Answer) -> int:
    assert ready.file is not None
    found = _open_below(Path(settings.FILES_ROOT), ready.file)
    if found is None:
        log.error("a page named a file that is not there or not ours", extra={"path": str(ready.file)})
        await answer(send, 404, b"Not found")
        return 404
    with found:
        size = os.fstat(found.fileno()).st_size
        tag = f'"{ready.file.name}"'.encode()
        headers = [*ready.headers, (b"etag", tag), (b"accept-ranges", b"bytes")]
        if header(scope, b"if-none-match") == tag:
            await send({"type": "http.response.start", "status": 304, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
            return 304
        status, first, length = _range(scope, size, tag)
        if status == 416:
            await answer(send, 416, headers=[(b"content-range", f"bytes */{size}".encode())])
            return 416
        if status == 206:
            headers.append((b"content-range", f"bytes {first}-{first + length - 1}/{size}".encode()))
        headers.append((b"content-length", str(length).encode()))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        found.seek(first)
        await _send_pieces(scope, send, found, length)
        return status


async def _send_pieces(scope: Scope, send: Send, source: IO[bytes], length: int) -> None:
    if scope["method"] == "HEAD":
        length = 0
    if length == 0:
        await send({"type": "http.response.body", "body": b""})
        return
    while length > 0:
        piece = source.read(min(_PIECE, length))
        if not piece:
            raise OSError("the file is shorter than it was")
        length -= len(piece)
        async with asyncio.timeout(_STALLED):
            await send({"type": "http.response.body", "body": piece, "more_body": length > 0})
    source.close()


def _open_below(root: Path, path: Path) -> IO[bytes] | None:
    """The opened file, or None unless it is a plain file that really lies below `root`."""
    try:
        place = (root / path).resolve(strict=True)
        if not place.is_relative_to(root.resolve(strict=True)) or not place.is_file():
            return None
        return open(place, "rb")
    except OSError:
        return None


def _range(scope: Scope, size: int, tag: bytes) -> tuple[int, int, int]:
    """Status, first byte and length for the Range header; anything but one simple range is answered in full."""
    value = header(scope, b"range")
    condition = header(scope, b"if-range")
    if (
        value is None
        or not value.startswith(b"bytes=")
        or b"," in value
        or (condition is not None and condition != tag)
    ):
        return 200, 0, size
    first, dash, last = value[6:].strip().partition(b"-")
    if not dash or not (first + last).isdigit():
        return 200, 0, size
    if not first:
        length = min(int(last), size)
        return (206, size - length, length) if length else (416, 0, 0)
    start, end = int(first), min(int(last), size - 1) if last else size - 1
    return (206, start, end - start + 1) if start <= end else (416, 0, 0)
