"""A message cut for the screen: what is new, and what was folded away as quote or signature. Nothing is lost."""

from dataclasses import dataclass

from madoguchi.channels.base.mail import quote

_LONGEST_SIGNATURE = 40


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a message: `kind` is "new", "quote" or "signature"."""

    kind: str
    text: str

    @property
    def lines(self) -> int:
        """How many lines with words it has."""
        return sum(bool(line.strip()) for line in self.text.split("\n"))


def pieces(text: str, reply: str) -> list[Piece]:
    """The parts of `text` in their order, given its new part. Without one the whole is new."""
    at = text.find(reply) if reply else -1
    if at < 0:
        return [Piece("new", reply), Piece("quote", text)] if reply else [Piece("new", text)]
    below = text[at + len(reply) :].strip("\n").split("\n")
    begin, end = quote.quoted_lines(below)
    if begin == end and len(below) > _LONGEST_SIGNATURE:
        begin, end = 0, len(below)
    found = [
        Piece("quote", text[:at].strip("\n").rstrip()),
        Piece("new", reply),
        Piece("signature", _joined(below[:begin])),
        Piece("quote", _joined(below[begin:end])),
        Piece("signature", _joined(below[end:])),
    ]
    return [piece for piece in found if piece.text.strip()]


def _joined(lines: list[str]) -> str:
    return "\n".join(lines).strip("\n").rstrip()
