"""Messages as texts of limited size: many in one where they fit."""

import json
import logging
from collections.abc import Iterator
from typing import Any

Message = tuple[str, Any]
log = logging.getLogger("madoguchi.wire")


def pack(origin: str, messages: list[Message], largest: int) -> Iterator[str]:
    """Texts of at most `largest` bytes that together hold the messages in order. One too large alone is left out."""
    room = largest - len(origin) - 12
    parts: list[str] = []
    size = 0
    for message in messages:
        text = json.dumps(message, separators=(",", ":"))
        if len(text) > room:
            log.error("wire message too large", extra={"topic": message[0], "bytes": len(text)})
            continue
        if parts and size + len(text) + 1 > room:
            yield _join(origin, parts)
            parts, size = [], 0
        parts.append(text)
        size += len(text) + 1
    if parts:
        yield _join(origin, parts)


def unpack(text: str) -> tuple[str, list[Message]]:
    """The origin and the messages of a text made by `pack`; nothing for a text that is not."""
    try:
        origin, messages = json.loads(text)
        return str(origin), [(str(topic), body) for topic, body in messages]
    except (ValueError, TypeError):
        return "", []


def _join(origin: str, parts: list[str]) -> str:
    return f'["{origin}",[{",".join(parts)}]]'
