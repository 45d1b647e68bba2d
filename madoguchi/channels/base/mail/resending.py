"""Handing a mail on as it was (RFC 5322, 3.6.6): its bytes stay, Resent lines come on top, so signatures still hold."""

import re
from datetime import datetime
from email.utils import format_datetime

from madoguchi.channels.base.mail.header_text import identifier, mailbox, mailboxes
from madoguchi.kernel.plain.messages import OutboundMessage

_LEFT_OUT = (b"return-path:", b"bcc:", b"resent-bcc:", b"delivered-to:", b"x-original-to:")
_END = re.compile(rb"\r?\n\r?\n")


def resend(message: OutboundMessage, *, date: datetime) -> bytes:
    """`message.original` for other readers. What only the first journey knew (Return-Path, Bcc) is left out."""
    fields = [
        f"Resent-From: {mailbox(message.sender)}",
        f"Resent-To: {mailboxes(message.to)}",
        f"Resent-Date: {format_datetime(date)}",
        f"Resent-Message-ID: <{identifier(message.external_id)}>",
    ]
    if message.cc:
        fields.append(f"Resent-Cc: {mailboxes(message.cc)}")
    return "\r\n".join(fields).encode("ascii", "replace") + b"\r\n" + _without(message.original)


def _without(original: bytes) -> bytes:
    """The mail without header lines that are not for the new readers, and without an mbox line on top."""
    end = _END.search(original)
    head, rest = (original[: end.start()], original[end.start() :]) if end else (original, b"")
    kept: list[bytes] = []
    dropping = False
    for number, line in enumerate(head.replace(b"\r\n", b"\n").split(b"\n")):
        if line[:1] not in (b" ", b"\t"):
            dropping = line.lower().startswith(_LEFT_OUT) or (number == 0 and line.startswith(b"From "))
        if not dropping:
            kept.append(line)
    return b"\r\n".join(kept) + rest
