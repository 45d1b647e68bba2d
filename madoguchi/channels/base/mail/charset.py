"""Bytes to text for the mail that really exists: Japanese labels, wrong labels, no labels. Everything comes out NFC."""

import codecs
import re
import unicodedata

from madoguchi.channels.base.mail.japanese import decode_euc, decode_jis

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
_HALF_VOICED = re.compile("[｡-ﾟ]*[ｳｶ-ﾄﾊ-ﾎ][ﾞﾟ][｡-ﾟ]*")
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


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
        return decode_jis(content, guess=guess)
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
        return decode_jis(content, guess=guess)
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
