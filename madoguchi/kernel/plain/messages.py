"""What travels between adapters and the house. Texts are NFC; times are aware; bytes stay bytes."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Address:
    """A name and an address on a channel. Neither holds CR, LF or NUL."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class FilePart:
    """A file inside a message. `content_id` (without brackets) is set for inline images."""

    name: str
    type: str
    content: bytes
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class Bounce:
    """A delivery report: who did not get it, the RFC 3463 status, and whether the address fails for good.

    `gave_up`: the server tries this message no more, whatever the status says of the address.
    """

    recipients: tuple[str, ...]
    status: str
    permanent: bool
    reason: str
    original_message_id: str = ""
    gave_up: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """What the other side tells about a message of ours: `kind` is delivered, read, deleted,
    complained, unsubscribed or not_spam.

    `recipients` are whom it names; empty when they are left out.
    """

    kind: str
    recipients: tuple[str, ...]
    original_message_id: str = ""


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """One message from outside, read. `text` is whole, `reply` only what is new; `html` is sanitised.

    `thread_ids` are the ids it answers, nearest first; `in_reply_to` is the one it names itself, `thread_index` what
    Outlook says, `received_for` the addresses its way here was made for. `fields` are values of a form. `warnings` say
    in plain words what was capped or could not be read.
    """

    external_id: str
    sender: Address
    subject: str
    text: str
    reply: str = ""
    html: str = ""
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    date: datetime | None = None
    thread_ids: tuple[str, ...] = ()
    files: tuple[FilePart, ...] = ()
    auto_submitted: bool = False
    bounce: Bounce | None = None
    read_receipt: bool = False
    notice: Notice | None = None
    own_loop: bool = False
    verdicts: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    language: str = ""
    warnings: tuple[str, ...] = ()
    in_reply_to: str = ""
    thread_index: str = ""
    received_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signing:
    """With which key a mail is signed (DKIM): `key` is the private one, PEM."""

    domain: str
    selector: str
    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OutboundMessage:
    """One message to send. `external_id` is chosen before the first try and never changes. No `date` means now.

    `only` limits who gets it to some of those it names (a repeat for a corrected address). `unsubscribe` is an address
    for automatic mail. `original` are the bytes of a mail that is handed on as it was; the texts are then not used.
    """

    external_id: str
    sender: Address
    to: tuple[Address, ...]
    subject: str
    text: str
    date: datetime | None = None
    html: str = ""
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    reply_to: Address | None = None
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    files: tuple[FilePart, ...] = ()
    auto: bool = False
    charset: str = "utf-8"
    only: tuple[str, ...] = ()
    unsubscribe: str = ""
    thread_index: str = ""
    original: bytes = b""
    signing: Signing | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """The other side accepted it, under `external_id`."""

    external_id: str
    response: str = ""
