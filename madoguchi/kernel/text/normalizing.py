"""One spelling of text for the dictionary: NFKC, lower case, long vowels, hyphens, old kanji, legal forms, white space.

Not for: comparing names (see `folding`, which also makes katakana hiragana).
"""

import re
import unicodedata

from madoguchi.kernel.text.folding import HYPHENS, INVISIBLE, OLD_KANJI

_TABLE: dict[int, int | str] = {**HYPHENS, **OLD_KANJI, **dict.fromkeys(map(ord, "〜～∼"), "~")}
_LONG_VOWEL = re.compile(r"(?<=[ァ-ヺー])[-~](?![0-9])|(?<=[ぁ-ん])~(?=[ぁ-んァ-ヺ一-龠、。!?]|$)")
_STOCK_COMPANY = re.compile(r"\(株\)")
_LIMITED_COMPANY = re.compile(r"\(有\)")
_SPACE = re.compile(r"\s+")
_HALF_LETTERS = re.compile(r"[\ud800-\udfff]")


def normalize(text: str) -> str:
    """`text` in the spelling that the dictionary and the codes expect; one line."""
    plain = INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).lower().translate(_TABLE)
    plain = _LONG_VOWEL.sub("ー", _HALF_LETTERS.sub("", plain))
    plain = _LIMITED_COMPANY.sub("有限会社", _STOCK_COMPANY.sub("株式会社", plain))
    return _SPACE.sub(" ", plain).strip()
