"""ISO-2022-JP and EUC-JP as mail programs write them.

The double-byte part goes through code page 932, because that is what mail clients mean by it: NEC row 13 and IBM
extended characters (①㈱№髙﨑) are in it and the standard library's codecs fail on them.
"""

import codecs
import re
from collections.abc import Callable

_ESCAPE = re.compile(rb"\x1b(\$\([A-Z]|\$[@AB]|\([A-Z]|&@|\.[A-Z])")
_SHIFTS = re.compile(rb"[\x0e\x0f]")
# What stands in a run of ASCII and single bytes of half-width kana, and nowhere else.
_TELLING = 4
_LONGEST = 500_000
_KANA_BYTES = bytes((*range(0x80), *range(0xA1, 0xE0)))
_AS_932 = str.maketrans({"〜": "～", "‖": "∥", "−": "－", "¢": "￠", "£": "￡", "¬": "￢"})
Guess = Callable[[bytes], str]


def decode_jis(content: bytes, *, guess: Guess) -> str:
    """ISO-2022-JP with everything clients put into it: code page 932 characters, half-width kana, 8-bit strays, which
    `guess` reads."""
    if not _SHIFTS.search(content):
        try:
            return content.decode("iso2022_jp").translate(_AS_932)
        except UnicodeDecodeError:
            pass
    content = content[:_LONGEST]
    pieces: list[str] = []
    mode = "("
    position = 0
    for escape in _ESCAPE.finditer(content):
        pieces.append(_jis_run(content[position : escape.start()], mode, guess))
        if escape.group(1) != b"&@":
            mode = escape.group(1).decode("ascii")
        position = escape.end()
    pieces.append(_jis_run(content[position:], mode, guess))
    return "".join(pieces)


def _jis_run(run: bytes, mode: str, guess: Guess) -> str:
    if not run:
        return ""
    if mode == "(I":
        return bytes(byte | 0x80 if 0x21 <= byte <= 0x5F else byte for byte in run).decode("cp932", "replace")
    if mode in ("$@", "$B", "$(B"):
        return "".join(_double(line) for line in re.split(rb"(\r?\n)", run))
    if mode == "$(D":
        return b"".join(b"\x8f" + bytes((a | 0x80, b | 0x80)) for a, b in _pairs(run)).decode("euc_jp", "replace")
    if mode == "$A":
        return bytes(byte | 0x80 if byte > 0x20 else byte for byte in run).decode("gb2312", "replace")
    if mode == "$(C":
        return bytes(byte | 0x80 if byte > 0x20 else byte for byte in run).decode("euc_kr", "replace")
    if mode in ("$(O", "$(P", "$(Q"):
        return (b"\x1b" + mode.encode() + run).decode("iso2022_jp_2004", "replace")
    if b"\x0e" in run:
        return "".join(
            _jis_run(piece, "(I" if index % 2 else mode, guess) for index, piece in enumerate(_SHIFTS.split(run))
        )
    if run.isascii():
        return run.decode("ascii")
    if len(run) < _TELLING or not run.translate(None, _KANA_BYTES):
        return run.decode("cp932", "replace")
    return guess(run.replace(b"\x1b", b""))


def _double(run: bytes) -> str:
    """JIS X 0208 pairs (7 or 8 bit) by way of code page 932; a line end always falls back to ASCII."""
    if run in (b"\n", b"\r\n"):
        return run.decode("ascii")
    out = bytearray()
    for high, low in _pairs(run):
        out += _to_932(high & 0x7F, low & 0x7F)
    if len(run) % 2:
        out += b"?"
    return out.decode("cp932", "replace")


def _pairs(run: bytes) -> "zip[tuple[int, int]]":
    return zip(run[::2], run[1::2], strict=False)


def _to_932(row: int, cell: int) -> bytes:
    if not (0x21 <= row <= 0x7E and 0x21 <= cell <= 0x7E):
        return b"?"
    first = ((row - 0x21) >> 1) + (0x81 if row < 0x5F else 0xC1)
    if row % 2 == 0:
        return bytes((first, cell + 0x7E))
    return bytes((first, cell + 0x1F + (cell >= 0x60)))


def decode_euc(content: bytes) -> str:
    """EUC-JP whose double-byte part goes through code page 932. Raises UnicodeDecodeError when it is not EUC."""
    try:
        text = content.decode("euc_jp")
    except UnicodeDecodeError:
        text = content[:_LONGEST].decode("euc_jp", "pair-through-932")
    return text.translate(_AS_932)


def _through_932(error: UnicodeError) -> tuple[str, int]:
    """What the codec does not know: a pair that only code page 932 has. Raises the error for anything else."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    pair = error.object[error.start : error.start + 2]
    if len(pair) < 2:
        return "\ufffd", error.start + 1
    if min(pair) < 0xA1:
        raise error
    try:
        return _to_932(pair[0] & 0x7F, pair[1] & 0x7F).decode("cp932"), error.start + 2
    except UnicodeDecodeError:
        raise error from None


codecs.register_error("pair-through-932", _through_932)
