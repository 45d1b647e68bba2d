"""Signed and encrypted mail: what of it can be read without a key, and what it is. Signatures are not checked."""

import re

_SIGNED = bytes.fromhex("2a864886f70d010702")
_DATA = bytes.fromhex("2a864886f70d010701")
_DEEPEST = 12
Value = tuple[int, int, int]  # tag, begin, end
_MOST_BLOCKS = 5
_BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----"
_SIGNATURE = "-----BEGIN PGP SIGNATURE-----"
_END = "-----END PGP SIGNATURE-----"
_ARMOUR = "-----BEGIN PGP MESSAGE-----"


def signed_content(sealed: bytes) -> bytes | None:
    """The content inside an opaque S/MIME signature (CMS SignedData), None when it is encrypted or broken."""
    return _Sealed(sealed).content()


class _Sealed:
    """Values of ASN.1 (BER), as far as they are sound. `left` is how many more are looked at."""

    def __init__(self, sealed: bytes) -> None:
        self.sealed = sealed
        self.left = 200_000

    def content(self) -> bytes | None:
        place: Value = (0, 0, len(self.sealed))
        for index in (0, 1, 0, 2):
            inner = self.members(place)
            if index == 1 and (not inner or self.bytes_of(inner[0]) != _SIGNED):
                return None
            if len(inner) <= index:
                return None
            place = inner[index]
        inner = self.members(place)
        if len(inner) < 2 or self.bytes_of(inner[0]) != _DATA:
            return None
        return self.octets(inner[1], 0)

    def bytes_of(self, value: Value) -> bytes:
        return self.sealed[value[1] : value[2]]

    def octets(self, within: Value, depth: int) -> bytes:
        """The bytes of octet strings, also of those cut into pieces."""
        out = []
        for value in self.members(within):
            if value[0] == 0x04:
                out.append(self.bytes_of(value))
            elif value[0] == 0x24 and depth < _DEEPEST:
                out.append(self.octets(value, depth + 1))
        return b"".join(out)

    def members(self, within: Value) -> list[Value]:
        """The values that stand one after the other inside a value."""
        found: list[Value] = []
        _tag, start, end = within
        while start + 2 <= end and self.left > 0:
            self.left -= 1
            head = self.length(start + 1, end)
            if head is None or self.sealed[start : start + 2] == b"\0\0":
                break
            length, begin = head
            stop = self.end_of_open(begin, end) if length < 0 else begin + length
            if stop is None or stop > end:
                break
            found.append((self.sealed[start], begin, stop))
            start = stop + (2 if length < 0 else 0)
        return found

    def length(self, start: int, end: int) -> tuple[int, int] | None:
        """The length written at a place and where the value begins; -1 when the value ends with two zeros."""
        first = self.sealed[start]
        if first < 0x80:
            return first, start + 1
        size = first & 0x7F
        if size == 0:
            return -1, start + 1
        if size > 4 or start + 1 + size > end:
            return None
        return int.from_bytes(self.sealed[start + 1 : start + 1 + size], "big"), start + 1 + size

    def end_of_open(self, start: int, end: int) -> int | None:
        """Where a value of open length ends: the place of the two zeros that belong to it."""
        open_values = 1
        while start + 2 <= end and self.left > 0:
            self.left -= 1
            if self.sealed[start : start + 2] == b"\0\0":
                open_values -= 1
                if not open_values:
                    return start
                start += 2
                continue
            head = self.length(start + 1, end)
            if head is None:
                return None
            length, begin = head
            open_values += length < 0
            start = begin + max(length, 0)
        return None


def without_armour(text: str) -> str | None:
    """The text inside a PGP signature made of plain lines, or None when there is no such signature."""
    shown: list[str] = []
    position = 0
    for _block in range(_MOST_BLOCKS):
        begin = text.find(_BEGIN, position)
        signature = text.find(_SIGNATURE, begin) if begin >= 0 else -1
        if signature < 0:
            break
        body = text.find("\n\n", begin, signature)
        end = text.find(_END, signature)
        signed = text[body + 2 : signature] if body >= 0 else ""
        shown += [text[position:begin], re.sub(r"(?m)^- ", "", signed).rstrip("\n"), "\n"]
        position = len(text) if end < 0 else end + len(_END)
    return ("".join(shown) + text[position:].lstrip("\n")).strip("\n") if shown else None


def is_armoured(text: str) -> bool:
    """Whether a text is a message encrypted with PGP."""
    return _ARMOUR in text[:20_000]
