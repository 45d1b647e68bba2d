"""Bytes to text for the mail that really exists: Japanese labels, wrong labels, no labels. Everything comes out NFC."""

import codecs
import re
import unicodedata

from madoguchi.channels.base.mail import marks
from madoguchi.channels.base.mail.charset_labels import meant
from madoguchi.channels.base.mail.japanese import decode_euc, decode_jis

_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAMPLE = 8000
_HALF_KANA = re.compile("[｡-ﾟ]+")
_HALF_VOICED = re.compile("[ｳｶ-ﾄﾊ-ﾎ][ﾞﾟ]")
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def decode(content: bytes, label: str = "") -> str:
    """Text of `content`, believed to be in `label` as far as the bytes allow. Never raises. NFC, no NUL."""
    return tidy(_decode(content, label))


def tidy(text: str) -> str:
    """NFC; voiced half-width kana composed; NUL, control characters and lone surrogates removed."""
    if text.isascii():
        return text if text.isprintable() else _UNWANTED.sub("", text)
    if "ﾞ" in text or "ﾟ" in text:
        text = _HALF_KANA.sub(_composed, text)
    return _UNWANTED.sub("", unicodedata.normalize("NFC", marks.thinned(text)))


def _composed(run: re.Match[str]) -> str:
    kana = run.group()
    return unicodedata.normalize("NFKC", kana) if _HALF_VOICED.search(kana) else kana


def known(label: str) -> bool:
    """Whether a label names a charset at all."""
    return meant(label) != ""


def _decode(content: bytes, label: str) -> str:
    codec = meant(label)
    if (b"\x1b$" in content or b"\x1b(" in content) and codec not in ("iso2022_kr", "hz"):
        return decode_jis(content, guess=guess)
    if content.startswith(_BOMS):
        return _with_mark(content)
    if content.isascii():
        return _ascii_labelled(content, codec)
    if codec in ("", "ascii"):
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
        return _nearly(content, codec) or guess(content)


def _with_mark(content: bytes) -> str:
    """Text whose first bytes say what it is, whatever its label says."""
    codec = "utf-8-sig" if content.startswith(codecs.BOM_UTF8) else "utf-16"
    return content.decode(codec, "replace")


def _ascii_labelled(content: bytes, codec: str) -> str:
    """A label that ASCII bytes can be under; UTF-16 and UTF-32 only when there are the NULs they cannot do without."""
    if codec in ("utf-7", "hz", "iso2022_kr") or (codec.startswith(("utf-16", "utf-32")) and b"\0" in content):
        try:
            return content.decode(codec)
        except (LookupError, UnicodeError):
            pass
    return content.decode("ascii")


def _nearly(content: bytes, codec: str) -> str:
    """What the label gives when only a few bytes are broken, else empty."""
    try:
        text = content.decode(codec, "replace")
    except (LookupError, UnicodeError, ValueError):
        return ""
    return text if text.count("\ufffd") * 20 <= len(text) else ""


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
    return broken * 5 <= sum(not char.isascii() for char in text)


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
        better = _score(guess(content[:_SAMPLE])) > max(_score(text), 0) * 1.2 + 4
        return guess(content) if better else text
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
    sample = content[:_SAMPLE]
    readings = ((_score(_try_932(sample)), _try_932), (_score(_try_euc(sample)), _try_euc))
    score, read = max(readings, key=lambda reading: reading[0])
    if score > 0:
        return read(content)
    return content.decode("utf-8", "replace") if _mostly_utf8(content) else _western(content)


def _try_932(content: bytes) -> str:
    return _unless_broken(content.decode("cp932", "replace"))


def _try_euc(content: bytes) -> str:
    try:
        return decode_euc(content)
    except UnicodeDecodeError:
        return _unless_broken(content.decode("euc_jp", "replace"))


def _unless_broken(text: str) -> str:
    """The text, or nothing when more than one character in twenty could not be read."""
    return text if text.count("\ufffd") * 20 <= len(text) else ""


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
