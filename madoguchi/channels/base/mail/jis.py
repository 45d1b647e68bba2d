"""Text to ISO-2022-JP for receivers who know nothing else. Not for: reading it (see `japanese`)."""

import re
import unicodedata

_SAME_TO_THE_EYE = str.maketrans(
    {
        "～": "〜",
        "－": "−",
        "∥": "‖",
        "￠": "¢",
        "￡": "£",
        "￢": "¬",
        "—": "―",
        "¥": "￥",
        "‾": "￣",
        "•": "・",
        "\u00a0": " ",
        "\u200b": "",
        "\ufeff": "",
    }
)
_HALF_KANA = re.compile("[｡-ﾟ]+")


def encode(text: str) -> bytes:
    """ISO-2022-JP (RFC 1468), every line beginning and ending in ASCII. Raises UnicodeEncodeError."""
    return "\n".join(prepare(text).split("\n")).encode("iso2022_jp")


def fits(text: str) -> bool:
    """Whether every character has its place in ISO-2022-JP."""
    try:
        encode(text)
    except UnicodeEncodeError:
        return False
    return True


def strangers(text: str, *, most: int = 40) -> list[str]:
    """The characters that have no place in ISO-2022-JP (①, 髙, emoji), each once, in the order they stand."""
    found = dict.fromkeys(char for char in prepare(text) if ord(char) > 0x7F and not _has_place(char))
    return list(found)[:most]


def prepare(text: str) -> str:
    """`text` with what only looks different: half-width kana full-width, Microsoft's dashes and tildes as JIS has."""
    wide = _HALF_KANA.sub(lambda run: unicodedata.normalize("NFKC", run.group()), text)
    return unicodedata.normalize("NFC", wide).translate(_SAME_TO_THE_EYE)


def _has_place(char: str) -> bool:
    try:
        char.encode("iso2022_jp")
    except UnicodeEncodeError:
        return False
    return True
