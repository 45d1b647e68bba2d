"""Raw bytes of a mail to everything that can be known about it. Never raises on any bytes that have a header."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from madoguchi.channels.base.errors import Unreadable
from madoguchi.channels.base.mail import addresses, auto, body, bounce, limits, quote, structure, verdicts
from madoguchi.channels.base.mail.headers import Headers
from madoguchi.channels.base.mail.structure import Tree
from madoguchi.kernel.plain.messages import Address, Bounce, FilePart

_KANA = re.compile("[ぁ-ヿ]")
_HAN = re.compile("[一-鿿]")


@dataclass(frozen=True, slots=True)
class ReadMail:
    """One mail, read. Ids are without brackets; `reply` is the new part of `text`; `warnings` are codes."""

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
    verdicts: dict[str, str]
    language: str
    warnings: tuple[str, ...]

    @property
    def thread_ids(self) -> tuple[str, ...]:
        """The ids it answers, nearest first."""
        nearest = [self.in_reply_to] if self.in_reply_to else []
        return tuple(dict.fromkeys([*nearest, *reversed(self.references)]))


def read(raw: bytes, *, mail_from: str | None = None, trusted: frozenset[str] = frozenset()) -> ReadMail:
    """Reads a mail. `mail_from` is the envelope's sender ("" for the null path), `trusted` names own mail servers.

    Raises Unreadable when the bytes have no header at all.
    """
    tree = structure.read(raw)
    headers = tree.headers
    if not headers:
        raise Unreadable("no_header")
    assembled = body.assemble(tree)
    sender = addresses.first(headers.raw("from")) or addresses.first(headers.raw("sender"))
    subject = headers.text("subject")
    report = bounce.find(tree, sender=sender, subject=subject, text=assembled.text, mail_from=mail_from)
    answered = bounce.message_ids(headers, "in-reply-to")
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
        date=_date(headers),
        message_id=next(iter(bounce.message_ids(headers, "message-id")), ""),
        in_reply_to=answered[0] if answered else "",
        references=tuple(bounce.message_ids(headers, "references")[-limits.REFERENCES :]),
        text=assembled.text,
        html=assembled.html,
        reply=quote.new_part(assembled.text),
        files=tuple(assembled.files),
        auto_submitted=report is not None
        or auto.is_automatic(headers, subject=subject, sender=sender, mail_from=mail_from),
        bounce=report,
        read_receipt=_is_read_receipt(tree),
        verdicts=verdicts.judge(headers, sender, trusted=trusted),
        language=language_of(subject + assembled.text[:2000]),
        warnings=tuple(warnings),
    )


def language_of(text: str) -> str:
    """ "ja" when there is kana (or only Chinese characters), "en" when there are letters, else empty."""
    if _KANA.search(text) or _HAN.search(text):
        return "ja"
    return "en" if any(char.isalpha() for char in text[:500]) else ""


def _is_read_receipt(tree: Tree) -> bool:
    """Whether a mail program only says that a mail was opened or thrown away (RFC 8098)."""
    return tree.type == "multipart/report" and any(
        leaf.type == "message/disposition-notification" for leaf in tree.leaves
    )


def _date(headers: Headers) -> datetime | None:
    try:
        found = parsedate_to_datetime(headers.raw("date"))
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        return found.astimezone(UTC) if 1980 <= found.year <= 2200 else None
    except (TypeError, ValueError, IndexError, OverflowError, AttributeError):
        return None
