"""An outbound message to the bytes that leave: UTF-8, RFC 2047 and 2231, nothing that could add a header."""

import base64
import hashlib
import re
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import quote as percent

from madoguchi.channels.base.mail.addresses import clean
from madoguchi.kernel.plain.messages import Address, FilePart, OutboundMessage

_CONTROL = re.compile("[\x00-\x1f\x7f\u2028\u2029]+")
_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,60}")
_TEXT_LINE = 900


def write(message: OutboundMessage, *, date: datetime) -> bytes:
    """The whole mail with CRLF line ends. The same message gives the same bytes but for its date."""
    fields = [
        f"From: {mailbox(message.sender)}",
        f"To: {_mailboxes(message.to)}",
        f"Subject: {encode(safe(message.subject))}",
        f"Date: {format_datetime(date)}",
        f"Message-ID: <{_id(message.external_id)}>",
        "MIME-Version: 1.0",
    ]
    if message.cc:
        fields.append(f"Cc: {_mailboxes(message.cc)}")
    if message.reply_to is not None:
        fields.append(f"Reply-To: {mailbox(message.reply_to)}")
    if message.in_reply_to:
        fields.append(f"In-Reply-To: <{_id(message.in_reply_to)}>")
    if message.references:
        fields.append("References: " + "\r\n ".join(f"<{_id(known)}>" for known in message.references))
    if message.auto:
        fields += ["Auto-Submitted: auto-replied", "X-Auto-Response-Suppress: All", "Precedence: auto_reply"]
    head = "\r\n".join(fields).encode("ascii", "replace")
    return head + b"\r\n" + _body(message)


def recipients(message: OutboundMessage) -> list[str]:
    """Everybody the envelope names, once, in an ASCII form where there is one."""
    everybody = (*message.to, *message.cc, *message.bcc)
    return list(dict.fromkeys(found for person in everybody if (found := wire_address(person.address))))


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


def safe(text: str) -> str:
    """Text that stays on its header line."""
    return _CONTROL.sub(" ", text).strip()


def encode(text: str) -> str:
    """A header text: as it is when plain ASCII, else encoded words of at most 75 characters, folded."""
    if text.isascii() and len(text) < _TEXT_LINE and "=?" not in text:
        return text
    words: list[str] = []
    chunk = b""
    for char in text:
        piece = char.encode("utf-8", "replace")
        if len(chunk) + len(piece) > 42:
            words.append(_word(chunk))
            chunk = b""
        chunk += piece
    words.append(_word(chunk))
    return "\r\n ".join(words)


def mailbox(person: Address) -> str:
    """A name and an address for From, To or Cc."""
    address = wire_address(person.address)
    name = safe(person.name)
    if not name:
        return f"<{address}>"
    if not name.isascii():
        return f"{encode(name)}\r\n <{address}>"
    if not _ATOM.fullmatch(name):
        name = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{name} <{address}>"


def _mailboxes(people: tuple[Address, ...]) -> str:
    return ",\r\n ".join(mailbox(person) for person in people if wire_address(person.address))


def _id(external_id: str) -> str:
    return re.sub(r"[\s<>\x00-\x1f]", "", external_id).encode("ascii", "ignore").decode("ascii")


def _word(chunk: bytes) -> str:
    return f"=?UTF-8?B?{base64.b64encode(chunk).decode('ascii')}?="


def _body(message: OutboundMessage) -> bytes:
    inline = tuple(part for part in message.files if part.content_id and message.html)
    attached = tuple(part for part in message.files if part not in inline)
    whole = _text_part("plain", message.text)
    if message.html:
        markup = _text_part("html", message.html)
        if inline:
            markup = _multipart("related", message, [markup, *(_file_part(part, "inline") for part in inline)])
        whole = _multipart("alternative", message, [whole, markup])
    if attached:
        whole = _multipart("mixed", message, [whole, *(_file_part(part, "attachment") for part in attached)])
    return whole


def _text_part(kind: str, text: str) -> bytes:
    content = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if content.isascii() and all(len(line) < _TEXT_LINE for line in content.split("\n")):
        lines = content.replace("\n", "\r\n").encode("ascii")
        return (
            f"Content-Type: text/{kind}; charset=us-ascii\r\nContent-Transfer-Encoding: 7bit\r\n\r\n".encode() + lines
        )
    head = f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode()
    return head + _base64(content.replace("\n", "\r\n").encode("utf-8", "replace"))


def _file_part(part: FilePart, disposition: str) -> bytes:
    media = part.type.lower() if _TYPE.fullmatch(part.type.lower()) else "application/octet-stream"
    if media.startswith(("multipart/", "message/")):
        media = "application/octet-stream"
    name = safe(part.name).replace("/", "_").replace("\\", "_") or "file"
    fields = [
        f"Content-Type: {media};\r\n name={_quoted(name)}",
        "Content-Transfer-Encoding: base64",
        f"Content-Disposition: {disposition};\r\n {_rfc2231(name)}",
    ]
    if part.content_id:
        fields.append(f"Content-ID: <{_id(part.content_id)}>")
    return "\r\n".join(fields).encode("ascii") + b"\r\n\r\n" + _base64(part.content)


def _quoted(name: str) -> str:
    """The name for clients that know only encoded words in `name`."""
    if name.isascii():
        return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return '"' + encode(name) + '"'


def _rfc2231(name: str) -> str:
    """`filename`, in numbered sections of RFC 2231 when it is not ASCII or long."""
    if name.isascii() and len(name) <= 60:
        return f"filename={_quoted(name)}"
    sections: list[str] = []
    section = "UTF-8''"
    for char in name:
        piece = percent(char, safe="")
        if len(section) + len(piece) > 60:
            sections.append(section)
            section = ""
        section += piece
    sections.append(section)
    if len(sections) == 1:
        return f"filename*={sections[0]}"
    return ";\r\n ".join(f"filename*{number}*={text}" for number, text in enumerate(sections))


def _multipart(kind: str, message: OutboundMessage, parts: list[bytes]) -> bytes:
    digest = hashlib.sha256(f"{kind}:{message.external_id}".encode("utf-8", "replace")).hexdigest()[:32]
    boundary = f"=_{digest}".encode()
    out = [f'Content-Type: multipart/{kind};\r\n boundary="'.encode() + boundary + b'"\r\n']
    out += [b"--" + boundary + b"\r\n" + part for part in parts]
    return b"\r\n".join(out) + b"\r\n--" + boundary + b"--\r\n"


def _base64(content: bytes) -> bytes:
    return base64.encodebytes(content).replace(b"\n", b"\r\n").rstrip(b"\r\n") + b"\r\n"
