"""A safe look at any bytes that came in: header fields, text, list of parts. Never raises, never shows HTML.

For mail that could not be read and for people who must decide about it. Not for: making a message of it (`reading`).
"""

from dataclasses import dataclass

from madoguchi.channels.base.mail import addresses, body, structure
from madoguchi.channels.base.mail.headers import decode_words
from madoguchi.channels.base.mail.structure import Part, Tree
from madoguchi.kernel.plain import html

SHOWN = ("from", "sender", "reply-to", "to", "cc", "subject", "date", "message-id", "in-reply-to", "list-id")
MORE = ("return-path", "received", "authentication-results", "content-type", "x-mailer", "auto-submitted")
LONGEST_VALUE = 600
LONGEST_TEXT = 20_000
MOST_PARTS = 100


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part: its declared type, file name, size in bytes as decoded, and how deep it lies."""

    type: str
    name: str
    size: int
    depth: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What can be shown. `broken` says that the structure could not be followed, `text` is then the bytes as text."""

    headers: tuple[tuple[str, str], ...]
    text: str
    parts: tuple[PartLine, ...]
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Glance:
    """Who, what and which id, as far as the header tells. `recipients` are addresses with names."""

    message_id: str = ""
    sender: str = ""
    sender_name: str = ""
    recipients: tuple[str, ...] = ()
    subject: str = ""


def preview(raw: bytes) -> Preview:
    """The message as people may safely see it."""
    try:
        tree = structure.read(raw)
        headers = tuple(_fields(tree))
        if not any(tree.headers.has(name) for name in SHOWN):
            return Preview((), _plain(raw), (), broken=True)
        parts = tuple(_line(leaf) for leaf in tree.leaves[:MOST_PARTS])
        return Preview(headers, _text(tree), parts)
    except Exception:
        return Preview((), _plain(raw), (), broken=True)


def glance(raw: bytes) -> Glance:
    """A first look at the header."""
    try:
        headers = structure.read(raw[:65_536]).headers
        found = addresses.first(headers.raw("from")) or addresses.first(headers.raw("sender"))
        people = (*addresses.parse(headers.raw("to"))[:20], *addresses.parse(headers.raw("cc"))[:20])
        return Glance(
            message_id=headers.raw("message-id").strip().strip("<>")[:300],
            sender=found.address if found else "",
            sender_name=found.name if found else "",
            recipients=tuple(f"{one.name} {one.address}".strip() for one in people),
            subject=headers.text("subject")[:300],
        )
    except Exception:
        return Glance()


def _fields(tree: Tree) -> list[tuple[str, str]]:
    found = []
    for name in (*SHOWN, *MORE):
        for value in tree.headers.all(name)[:10]:
            found.append((name.title(), _clean(decode_words(value))[:LONGEST_VALUE]))
    return found


def _text(tree: Tree) -> str:
    for leaf in tree.leaves[:MOST_PARTS]:
        if leaf.type == "text/plain" and leaf.disposition != "attachment":
            return _clean(body.decode_text(leaf))[:LONGEST_TEXT]
    for leaf in tree.leaves[:MOST_PARTS]:
        if leaf.type == "text/html" and leaf.disposition != "attachment":
            return _clean(html.to_text(body.decode_text(leaf)[:200_000]))[:LONGEST_TEXT]
    return ""


def _line(leaf: Part) -> PartLine:
    try:
        size = len(leaf.content)
    except Exception:
        size = len(leaf.body)
    return PartLine(leaf.type[:100], _clean(leaf.name)[:200], size, len(leaf.path))


def _plain(raw: bytes) -> str:
    return _clean(raw[:LONGEST_TEXT].decode("utf-8", "replace"))


def _clean(text: str) -> str:
    """Nothing that could end a page or turn the direction of what stands around it."""
    return "".join(char for char in text if char in "\n\t" or char.isprintable() or char == "\u3000")
