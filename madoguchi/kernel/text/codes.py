"""Codes in a text: order numbers, product codes, mail addresses, web addresses, telephone numbers.

Each is found whole and in parts: A-20391 as `a20391` and `20391`. Not for: numbers within a sentence (3日, 2千円),
which the dictionary reads.
"""

import re

_ADDRESS = r"[a-z0-9][\w.+%-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)+"
_URL = r"(?:https?://|www\.)[a-z0-9$_.+!*'(),;/?:@&=%#~-]+"
_PHONE = r"(?<![\d-])\+?\d{1,4}(?:-\d{1,4}){1,3}-\d{3,4}(?![\d-])"
_MIXED = r"(?<![a-z0-9])(?=[a-z0-9_./#-]*\d)(?=[a-z0-9_./#-]*[a-z-])[a-z0-9]+(?:[-_./#][a-z0-9]+)*(?![a-z0-9])"
_LONG_NUMBER = r"(?<!\d)\d{5,}(?!\d)"
_CODE = re.compile(f"{_URL}|{_ADDRESS}|{_PHONE}|{_MIXED}|{_LONG_NUMBER}", re.ASCII)
_PART = re.compile(r"[a-z]+|\d+")
_NAME = re.compile(r"[a-z0-9]+")
_EMPTY_WORDS = frozenset({"http", "https", "www", "html", "htm", "php", "com", "co", "jp", "ne", "or", "net", "org"})
LONGEST = 64


def codes(text: str) -> tuple[list[str], str]:
    """Tokens of all codes in normalized text, and the text without the codes."""
    found: list[str] = []

    def take(match: re.Match[str]) -> str:
        found.extend(_tokens(match[0]))
        return " "

    return found, _CODE.sub(take, text)


def _tokens(code: str) -> list[str]:
    names = _NAME.findall(code)
    whole = "".join(names)
    if code.startswith(("http", "www.")) or "@" in code:
        parts = [name for name in names if name not in _EMPTY_WORDS]
    else:
        parts = [part for name in names for part in ([name] if len(names) > 1 else []) + _PART.findall(name)]
    tokens = [whole, *(part for part in parts if len(part) > 1)]
    return [token[:LONGEST] for token in dict.fromkeys(tokens)]
