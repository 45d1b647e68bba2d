"""Addresses in From, To and Cc: quoted names, comments, groups, names with commas, several encodings. Linear time."""

import re

from madoguchi.channels.base.mail import limits
from madoguchi.channels.base.mail.headers import decode_words, one_line
from madoguchi.kernel.plain.messages import Address

_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"?|\(([^()]*)\)|<([^<>]*)>?|([,;])|([^"(<,;]+)|(.)', re.DOTALL)
_BARE = re.compile(r"[^\s<>\"'(),;:@＜＞]{1,200}@[^\s<>\"'(),;:＜＞]{1,255}")
_UNSAFE = re.compile('[\x00-\x20\x7f<>"(),;\u200b\u200e\u200f\u202a-\u202e]')
_LONGEST_NAME = 320
_MARKS = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def parse(value: str) -> list[Address]:
    """The addresses of one field value, at most limits.RECIPIENTS of them. What holds no address is left out."""
    found: list[Address] = []
    name: list[str] = []
    angle = ""
    comment = ""
    for token in _TOKEN.finditer(value):
        quoted, aside, inside, separator, plain, _other = token.groups()
        if quoted is not None:
            name.append(re.sub(r"\\(.)", r"\1", quoted))
        elif aside is not None:
            comment = comment or aside
        elif inside is not None:
            angle = angle or inside
        elif separator:
            if _finish(found, name, angle, comment) or separator == ";":
                name, angle, comment = [], "", ""
            else:
                name = [("".join(name) + ",")[-_LONGEST_NAME:]]
        elif plain:
            name.append(_without_group(plain))
        if len(found) >= limits.RECIPIENTS:
            return found
    _finish(found, name, angle, comment)
    return found


def first(value: str) -> Address | None:
    """The first address of a field value, or None."""
    return next(iter(parse(value)), None)


def _without_group(text: str) -> str:
    """Drops a group's name before its colon (`undisclosed-recipients:`)."""
    head, colon, rest = text.partition(":")
    return rest if colon and "@" not in head else text


def _finish(found: list[Address], name: list[str], angle: str, comment: str) -> bool:
    """Adds the address read so far; False when it was only a name, which then belongs to the next one."""
    label = "".join(name).strip().strip(",").strip()
    if angle:
        address = clean(angle)
        if address:
            found.append(Address(address, display_name(label or comment)))
        return True
    bare = _BARE.search(label)
    if bare:
        rest = (label[: bare.start()].rstrip("<＜ ") + label[bare.end() :].lstrip(">＞ ")).strip()
        found.append(Address(clean(bare.group()), display_name(rest or comment)))
        return True
    return not label


def clean(address: str) -> str:
    """An address without white space, quotes, brackets, line breaks, NUL or invisible marks."""
    address = decode_words(address.strip())
    if address.lower().startswith("mailto:"):
        address = address[7:]
    address = _UNSAFE.sub("", address)
    if address.startswith("@") and ":" in address:
        address = address.split(":", 1)[1]
    return address[:320] if "@" in address[1:-1] else ""


def display_name(text: str) -> str:
    """A decoded name on one line, without invisible marks and outer quotes."""
    name = _MARKS.sub("", one_line(decode_words(text)))
    if len(name) > 1 and name[0] == name[-1] and name[0] in "\"'":
        name = name[1:-1].strip()
    return name[:120]
