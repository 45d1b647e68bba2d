"""Names and texts in header lines: RFC 2047 words in the mail's charset, nothing that could begin another line."""

import base64
import re

from madoguchi.channels.base.mail import jis
from madoguchi.channels.base.mail.addresses import clean
from madoguchi.kernel.plain.messages import Address

JIS = "iso-2022-jp"
_CONTROL = re.compile("[\x00-\x1f\x7f\u2028\u2029]+")
_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
_LINE = 76
_WORD_BYTES = {"utf-8": 42, JIS: 36}


def safe(text: str) -> str:
    """Text that stays on its header line."""
    return _CONTROL.sub(" ", text).strip()


def encode(text: str, charset: str = "utf-8") -> str:
    """A header text: as it is when plain ASCII (folded at spaces), else encoded words of at most 75 characters.

    What ISO-2022-JP cannot say goes as UTF-8.
    """
    if text.isascii() and "=?" not in text and max(map(len, text.split(" "))) <= 400:
        return _folded(text)
    chosen = JIS if charset == JIS and jis.fits(text) else "utf-8"
    return "\r\n ".join(_word(chunk, chosen) for chunk in _chunks(text, chosen))


def mailbox(person: Address, charset: str = "utf-8") -> str:
    """A name and an address for From, To or Cc."""
    address = wire_address(person.address)
    name = safe(person.name)
    if not name:
        return f"<{address}>"
    if not name.isascii() or "=?" in name:
        return f"{encode(name, charset)}\r\n <{address}>"
    if not _ATOM.fullmatch(name):
        name = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{name} <{address}>"


def mailboxes(people: tuple[Address, ...], charset: str = "utf-8") -> str:
    """Several of them, one to a line."""
    return ",\r\n ".join(mailbox(person, charset) for person in people if wire_address(person.address))


def wire_address(address: str) -> str:
    """An address as SMTP wants it: no control characters, an international domain in its ASCII form."""
    local, at, domain = clean(address).rpartition("@")
    if not at:
        return ""
    try:
        domain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    return f"{local}@{domain}"


def identifier(external_id: str) -> str:
    """A Message-ID without brackets, spaces or anything that is not ASCII."""
    return re.sub(r"[\s<>\x00-\x1f]", "", external_id).encode("ascii", "ignore").decode("ascii")


def _folded(text: str) -> str:
    lines, line = [], ""
    for word in text.split(" "):
        if line and len(line) + len(word) >= _LINE and word:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "\r\n ".join([*lines, line])


def _chunks(text: str, charset: str) -> list[str]:
    chunks, chunk = [], ""
    most = _WORD_BYTES[charset]
    for char in text:
        if chunk and len(_bytes(chunk + char, charset)) > most:
            chunks.append(chunk)
            chunk = ""
        chunk += char
    return [*chunks, chunk]


def _bytes(text: str, charset: str) -> bytes:
    return jis.encode(text) if charset == JIS else text.encode("utf-8", "replace")


def _word(chunk: str, charset: str) -> str:
    return f"=?{charset.upper()}?B?{base64.b64encode(_bytes(chunk, charset)).decode('ascii')}?="
