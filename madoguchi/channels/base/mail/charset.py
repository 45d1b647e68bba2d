"""Bytes to text for the mail that really exists: Japanese labels, wrong labels, no labels. Everything comes out NFC.

The double-byte part of ISO-2022-JP and EUC-JP goes through code page 932, because that is what mail clients mean by
it: NEC row 13 and IBM extended characters (①㈱№髙﨑) are in it and the standard library's codecs fail on them.
"""

import codecs
import re
import unicodedata

_ALIASES = {
    "iso-2022-jp": "jis",
    "iso-2022-jp-1": "jis",
    "iso-2022-jp-2": "jis",
    "iso-2022-jp-3": "jis",
    "iso-2022-jp-ms": "jis",
    "csiso2022jp": "jis",
    "cp50220": "jis",
    "cp50221": "jis",
    "cp50222": "jis",
    "jis": "jis",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "ms_kanji": "cp932",
    "csshiftjis": "cp932",
    "windows-31j": "cp932",
    "cswindows31j": "cp932",
    "cp932": "cp932",
    "ms932": "cp932",
    "euc-jp": "euc",
    "eucjp": "euc",
    "x-euc-jp": "euc",
    "x-euc": "euc",
    "euc_jp": "euc",
    "eucjp-ms": "euc",
    "eucjp-win": "euc",
    "cp51932": "euc",
    "cseucpkdfmtjapanese": "euc",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "ansi_x3.4-1968": "ascii",
    "utf8": "utf-8",
    "utf-8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "iso-8859-1": "latin",
    "latin1": "latin",
    "windows-1252": "latin",
    "cp1252": "latin",
    "x-gbk": "gb18030",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "iso-8859-8-i": "iso-8859-8",
}
_GUESSED = frozenset({"", "ascii", "unknown-8bit", "x-unknown", "unknown", "binary", "8bit", "7bit", "x-user-defined"})
_ESCAPE = re.compile(rb"\x1b(\$\([A-Z]|\$[@AB]|\([A-Z]|&@|\.[A-Z])")
_SHIFTS = re.compile(rb"[\x0e\x0f]")
_HALF_VOICED = re.compile("[｡-ﾟ]*[ｳｶ-ﾄﾊ-ﾎ][ﾞﾟ][｡-ﾟ]*")
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_AS_932 = str.maketrans({"〜": "～", "‖": "∥", "−": "－", "¢": "￠", "£": "￡", "¬": "￢"})


def decode(content: bytes, label: str = "") -> str:
    """Text of `content`, believed to be in `label` as far as the bytes allow. Never raises. NFC, no NUL."""
    return tidy(_decode(content, label.strip().strip("\"'").lower()))


def tidy(text: str) -> str:
    """NFC; voiced half-width kana composed; NUL, control characters and lone surrogates removed."""
    if text.isascii():
        return _UNWANTED.sub("", text) if not text.isprintable() else text
    if "ﾞ" in text or "ﾟ" in text:
        text = _HALF_VOICED.sub(lambda run: unicodedata.normalize("NFKC", run.group()), text)
    return _UNWANTED.sub("", unicodedata.normalize("NFC", text))


def _decode(content: bytes, label: str) -> str:
    codec = _ALIASES.get(label, label)
    if b"\x1b$" in content or b"\x1b(" in content:
        return decode_jis(content)
    if content.isascii():
        return _ascii_labelled(content, codec)
    if codec in _GUESSED:
        return guess(content)
    if codec == "utf-8":
        return _utf8_or_guess(content)
    if codec == "latin":
        return _latin_or_better(content)
    if codec in ("cp932", "euc", "jis"):
        return _japanese(content, codec)
    try:
        return content.decode(codec)
    except (LookupError, UnicodeError, ValueError):
        return guess(content)


def _ascii_labelled(content: bytes, codec: str) -> str:
    if codec.startswith(("utf-7", "utf-16", "utf-32", "utf7", "utf16", "hz")):
        try:
            return content.decode(codec)
        except (LookupError, UnicodeError):
            pass
    return content.decode("ascii")


def _utf8_or_guess(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if len(content) - error.start <= 3 or _mostly_utf8(content):
            return content.decode("utf-8", "replace")
        return guess(content)


def _mostly_utf8(content: bytes) -> bool:
    text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return broken * 10 < sum(not char.isascii() for char in text)


def _latin_or_better(content: bytes) -> str:
    """Latin-1 never fails, so Japanese bytes under its label must be seen by their shape."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    best = guess(content)
    kana = sum("\u3040" <= char <= "\u30ff" for char in best)
    return best if kana >= 2 else _western(content)


def _japanese(content: bytes, codec: str) -> str:
    try:
        text = content.decode("cp932") if codec == "cp932" else decode_euc(content) if codec == "euc" else None
    except UnicodeDecodeError:
        text = None
    if text is not None:
        rival = guess(content)
        return rival if _score(rival) > max(_score(text), 0) * 1.2 + 4 else text
    rival = guess(content)
    if "\ufffd" in rival and codec == "cp932":
        return content.decode("cp932", "replace")
    return rival


def guess(content: bytes) -> str:
    """Text of bytes without a usable label: ESC $ is JIS; else valid UTF-8; else the better of cp932 and EUC-JP by
    kana and kanji; cp1252 when there is neither."""
    if b"\x1b$" in content:
        return decode_jis(content)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    best, best_score = "", 0.0
    for reading in (_try_932(content), _try_euc(content)):
        if reading is not None and (points := _score(reading)) > best_score:
            best, best_score = reading, points
    if best:
        return best
    return content.decode("utf-8", "replace") if _mostly_utf8(content) else _western(content)


def _try_932(content: bytes) -> str | None:
    text = content.decode("cp932", "replace")
    return text if text.count("\ufffd") * 20 <= len(text) else None


def _try_euc(content: bytes) -> str | None:
    try:
        return decode_euc(content)
    except UnicodeDecodeError:
        text = content.decode("euc_jp", "replace")
        return text if text.count("\ufffd") * 20 <= len(text) else None


def _score(text: str) -> float:
    """How Japanese it reads: kana count most, common kanji next; half-width kana and oddities speak against it."""
    points = 0.0
    for char in text[:4000]:
        if char.isascii():
            continue
        if "ぁ" <= char <= "ヿ":
            points += 2
        elif "一" <= char <= "鿿":
            points += 1 if _is_common(char) else -0.5
        elif "｡" <= char <= "ﾟ":
            points -= 0.5
        elif "！" <= char <= "～" or "\u3000" <= char <= "〿":
            points += 0.8
        elif char == "\ufffd" or "\ue000" <= char <= "\uf8ff":
            points -= 4
        else:
            points -= 0.2
    return points


def _is_common(char: str) -> bool:
    """Whether a kanji is of JIS level 1, where nearly all of modern text lies."""
    try:
        lead = char.encode("euc_jp")[0]
    except UnicodeEncodeError:
        return False
    return 0xB0 <= lead <= 0xCF


def _western(content: bytes) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def decode_jis(content: bytes) -> str:
    """ISO-2022-JP with everything clients put into it: code page 932 characters, half-width kana, 8-bit strays."""
    if not _SHIFTS.search(content):
        try:
            return content.decode("iso2022_jp").translate(_AS_932)
        except UnicodeDecodeError:
            pass
    pieces: list[str] = []
    mode = "("
    position = 0
    for escape in _ESCAPE.finditer(content):
        pieces.append(_jis_run(content[position : escape.start()], mode))
        if escape.group(1) != b"&@":
            mode = escape.group(1).decode("ascii")
        position = escape.end()
    pieces.append(_jis_run(content[position:], mode))
    return "".join(pieces)


def _jis_run(run: bytes, mode: str) -> str:
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
    if b"\x0e" in run:
        return "".join(_jis_run(piece, "(I" if index % 2 else mode) for index, piece in enumerate(_SHIFTS.split(run)))
    return run.decode("ascii") if run.isascii() else guess(run.replace(b"\x1b", b""))


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
        return content.decode("euc_jp").translate(_AS_932)
    except UnicodeDecodeError:
        pass
    out: list[str] = []
    position, size = 0, len(content)
    while position < size:
        lead = content[position]
        if lead < 0x80:
            out.append(chr(lead))
            position += 1
            continue
        width = 3 if lead == 0x8F else 2
        unit = content[position : position + width]
        if len(unit) < width or any(byte < 0xA1 for byte in unit[1:]):
            raise UnicodeDecodeError("euc-jp", content, position, position + 1, "not a pair")
        if lead in (0x8E, 0x8F):
            out.append(unit.decode("euc_jp"))
        elif lead < 0xA1:
            raise UnicodeDecodeError("euc-jp", content, position, position + 1, "not a lead byte")
        else:
            out.append(_to_932(lead & 0x7F, unit[1] & 0x7F).decode("cp932"))
        position += width
    return "".join(out)


def known(label: str) -> bool:
    """Whether a label names a charset at all."""
    name = _ALIASES.get(label.strip().lower(), label.strip().lower())
    if name in ("jis", "euc", "latin"):
        return True
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True
