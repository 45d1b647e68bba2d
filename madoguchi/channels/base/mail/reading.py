"""Raw bytes of a mail to everything that can be known about it. Never raises on any bytes that have a header."""

import re
from dataclasses import dataclass
from datetime import datetime

from madoguchi.channels.base.errors import Unreadable
from madoguchi.channels.base.mail import (
    addresses,
    auto,
    body,
    bounce,
    dates,
    limits,
    nested,
    notices,
    params,
    quote,
    structure,
    unwrapping,
    verdicts,
)
from madoguchi.channels.base.mail.verdicts import NOBODY, Trust
from madoguchi.kernel.plain.messages import Address, Bounce, FilePart, Notice

_KANA = re.compile("[ぁ-ヿ]")
_HAN = re.compile("[一-鿿]")


@dataclass(frozen=True, slots=True)
class ReadMail:
    """One mail, read. Ids are without brackets; `reply` is the new part of `text`; `warnings` are codes,
    `machine` is the sign by which a program is recognised."""

    subject: str
    sender: Address | None
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    reply_to: tuple[Address, ...]
    date: datetime | None
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    text: str
    html: str
    reply: str
    files: tuple[FilePart, ...]
    auto_submitted: bool
    bounce: Bounce | None
    read_receipt: bool
    notice: Notice | None
    machine: str
    verdicts: dict[str, str]
    language: str
    warnings: tuple[str, ...]
    thread_index: str = ""

    @property
    def thread_ids(self) -> tuple[str, ...]:
        """The ids it answers, nearest first."""
        nearest = [self.in_reply_to] if self.in_reply_to else []
        return tuple(dict.fromkeys([*nearest, *reversed(self.references)]))


def read(raw: bytes, *, mail_from: str | None = None, trust: Trust = NOBODY) -> ReadMail:
    """Reads a mail. `mail_from` is the envelope's sender ("" for the null path), `trust` says what of it is believed.

    Raises Unreadable when the bytes have no header at all.
    """
    tree = structure.read(raw)
    headers = tree.headers
    if not headers:
        raise Unreadable("no_header")
    unwrapping.unwrap(tree)
    assembled = body.assemble(tree)
    nested.show_only(tree, assembled)
    sender = addresses.first(headers.raw("from")) or addresses.first(headers.raw("sender"))
    subject = params.without_marks(headers.text("subject"))
    report = bounce.find(tree, sender=sender, subject=subject, text=assembled.text, mail_from=mail_from)
    answered = bounce.message_ids(headers, "in-reply-to")
    references = bounce.message_ids(headers, "references")
    written = quote.new_part(assembled.text, assembled.hints, subject=subject)
    machine = auto.sign(
        headers, subject=subject, sender=sender, mail_from=mail_from, text=written, answers=bool(answered or references)
    )
    to = addresses.parse(headers.raw("to"))
    cc = addresses.parse(headers.raw("cc"))
    warnings = dict.fromkeys(assembled.warnings)
    if len(to) + len(cc) >= limits.RECIPIENTS:
        warnings["recipients_capped"] = None
    return ReadMail(
        subject=subject[:998],
        sender=sender,
        to=tuple(to),
        cc=tuple(cc),
        reply_to=tuple(addresses.parse(headers.raw("reply-to"))[:10]),
        date=dates.read(headers.raw("date")),
        message_id=next(iter(bounce.message_ids(headers, "message-id")), ""),
        in_reply_to=answered[0] if answered else "",
        references=tuple(references[-limits.REFERENCES :]),
        text=assembled.text,
        html=assembled.html,
        reply=written,
        files=tuple(assembled.files),
        auto_submitted=report is not None or bool(machine),
        bounce=report,
        read_receipt=notices.is_receipt(tree),
        notice=notices.find(tree, assembled.text) if report is None else None,
        machine=machine,
        verdicts=verdicts.judge(headers, sender, trust=trust),
        language=language_of(subject + assembled.text[:2000]),
        warnings=tuple(warnings),
        thread_index=headers.raw("thread-index").strip()[:2000],
    )


def language_of(text: str) -> str:
    """ "ja" when there is kana (or only Chinese characters), "en" when there are letters, else empty."""
    if _KANA.search(text) or _HAN.search(text):
        return "ja"
    return "en" if any(char.isalpha() for char in text[:500]) else ""
