"""An outbound message to the bytes that leave: header lines, parts, and nothing that could add a header."""

import hashlib
from datetime import datetime
from email.utils import format_datetime

from madoguchi.channels.base.mail.file_parts import file_part
from madoguchi.channels.base.mail.header_text import encode, identifier, mailbox, mailboxes, safe, wire_address
from madoguchi.channels.base.mail.text_parts import text_part
from madoguchi.kernel.plain.messages import OutboundMessage


def write(message: OutboundMessage, *, date: datetime) -> bytes:
    """The whole mail with CRLF line ends. The same message gives the same bytes but for its date."""
    charset = message.charset
    fields = [
        f"From: {mailbox(message.sender, charset)}",
        f"To: {mailboxes(message.to, charset)}",
        f"Subject: {encode(safe(message.subject), charset)}",
        f"Date: {format_datetime(date)}",
        f"Message-ID: <{identifier(message.external_id)}>",
        "MIME-Version: 1.0",
    ]
    if message.cc:
        fields.append(f"Cc: {mailboxes(message.cc, charset)}")
    if message.reply_to is not None:
        fields.append(f"Reply-To: {mailbox(message.reply_to, charset)}")
    if message.in_reply_to:
        fields.append(f"In-Reply-To: <{identifier(message.in_reply_to)}>")
    if message.references:
        fields.append("References: " + "\r\n ".join(f"<{identifier(known)}>" for known in message.references))
    if message.thread_index:
        fields += [f"Thread-Index: {identifier(message.thread_index)}", f"Thread-Topic: {_topic(message)}"]
    fields += _automatic(message)
    head = "\r\n".join(fields).encode("ascii", "replace")
    return head + b"\r\n" + _body(message)


def recipients(message: OutboundMessage) -> list[str]:
    """Everybody the envelope names, once, in an ASCII form where there is one; with `only`, just those."""
    everybody = (*message.to, *message.cc, *message.bcc)
    found = list(dict.fromkeys(known for person in everybody if (known := wire_address(person.address))))
    wanted = {wire_address(address).casefold() for address in message.only}
    return [address for address in found if not wanted or address.casefold() in wanted]


def _automatic(message: OutboundMessage) -> list[str]:
    """What tells other machines not to answer (RFC 3834), and people how to hear no more (RFC 2369, RFC 8058)."""
    if not message.auto:
        return []
    kind = "auto-replied" if message.in_reply_to else "auto-generated"
    fields = [f"Auto-Submitted: {kind}", "X-Auto-Response-Suppress: All", "Precedence: auto_reply"]
    if message.unsubscribe:
        fields.append(f"List-Unsubscribe: <{safe(message.unsubscribe)}>")
        if message.unsubscribe.startswith("https://"):
            fields.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    return fields


def _topic(message: OutboundMessage) -> str:
    subject = safe(message.subject)
    return encode(subject[3:].strip() if subject[:3].lower() == "re:" else subject, message.charset)


def _body(message: OutboundMessage) -> bytes:
    inline = tuple(part for part in message.files if part.content_id and f"cid:{part.content_id}" in message.html)
    attached = tuple(part for part in message.files if part not in inline)
    charset = message.charset
    whole = text_part("plain", message.text, charset)
    if message.html:
        markup = text_part("html", message.html, charset)
        if inline:
            pictures = [file_part(part, "inline", charset) for part in inline]
            markup = _multipart("related", message, [markup, *pictures], '; type="text/html"')
        whole = _multipart("alternative", message, [whole, markup])
    if attached:
        whole = _multipart("mixed", message, [whole, *(file_part(part, "attachment", charset) for part in attached)])
    return whole


def _multipart(kind: str, message: OutboundMessage, parts: list[bytes], more: str = "") -> bytes:
    digest = hashlib.sha256(f"{kind}:{message.external_id}".encode("utf-8", "replace")).hexdigest()[:32]
    boundary = f"=_{digest}".encode()
    out = [f'Content-Type: multipart/{kind}{more};\r\n boundary="'.encode() + boundary + b'"\r\n']
    out += [b"--" + boundary + b"\r\n" + part for part in parts]
    return b"\r\n".join(out) + b"\r\n--" + boundary + b"--\r\n"
