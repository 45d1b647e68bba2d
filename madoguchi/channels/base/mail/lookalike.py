"""Senders that try to look like somebody else: the words of the warning are in `texts`."""

import re
import unicodedata

from madoguchi.channels.base.mail.headers import decode_words
from madoguchi.kernel.plain.messages import Address

_MARKS = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
_JOINER = re.compile("[\u0020-\u036f\u0370-\u052f\u3040-\u30ff\u4e00-\u9fff]\u200d")
_ADDRESS = re.compile(r"[\w.+-]{1,64}\s?@\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_WORD = re.compile(r"[^\W\d_]+")
_CONFUSABLE = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3005\u4e00-\u9fffーa-z0-9-]+")
_KANA_OR_HAN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def signs(raw: str, sender: Address) -> list[str]:
    """Codes of what is odd about a From field (`raw`: as it came) and the sender read from it."""
    shown = decode_words(raw)
    found = []
    if _MARKS.search(shown) or _JOINER.search(shown):
        found.append("hidden_marks")
    if _names_another(sender):
        found.append("name_is_another_address")
    domain = readable_domain(sender.address.rpartition("@")[2])
    if _mixes_scripts(sender.name) or _mixes_scripts(sender.address.rpartition("@")[0]) or _mixes_scripts(domain):
        found.append("mixed_scripts")
    elif any(not label.isascii() and not _is_japanese(label) for label in domain.split(".")):
        found.append("punycode")
    return found


def readable_domain(domain: str) -> str:
    """A domain as people would read it: Punycode undone."""
    return ".".join(_readable(label) for label in domain.lower().split("."))


def _readable(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError):
        return label


def _names_another(sender: Address) -> bool:
    """Whether the name shows an address of another domain than the mail really comes from."""
    shown = _ADDRESS.search(unicodedata.normalize("NFKC", sender.name))
    if shown is None:
        return False
    real = sender.address.rpartition("@")[2].lower()
    return shown.group().rpartition("@")[2].strip().lower() != real


def _mixes_scripts(text: str) -> bool:
    """Whether one word has letters of scripts that are mistaken for each other (Latin a, Cyrillic а)."""
    return any(len(_scripts(word)) > 1 for word in _WORD.findall(text) if not word.isascii())


def _scripts(word: str) -> set[str]:
    names = (unicodedata.name(letter, "") for letter in unicodedata.normalize("NFKC", word))
    return {script for name in names for script in _CONFUSABLE if name.startswith(script)}


def _is_japanese(label: str) -> bool:
    return bool(_JAPANESE.fullmatch(label)) and bool(_KANA_OR_HAN.search(label))
