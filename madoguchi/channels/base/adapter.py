"""The interface of a channel: one class in one file.

A push channel has `verify` and `parse`, a pulled one `fetch` and `parse`; what can answer has `send`. The base owns
retries, limits, storage, the settings form and the health check; an adapter only knows its protocol.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Protocol

from madoguchi.channels.base.errors import PermanentFailure, Refused
from madoguchi.channels.base.words import Words
from madoguchi.kernel.plain.messages import InboundMessage, OutboundMessage, Sent


class Can(StrEnum):
    """What a channel is able to do."""

    RECEIVE = "receive"
    FETCH = "fetch"
    SEND = "send"
    FILES = "files"
    HTML = "html"
    SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a fetched message lies on the server: the ledger's key."""

    folder: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """One message as it came from the server, which got it at `arrived_at` (None: unknown)."""

    mark: Mark
    content: bytes
    arrived_at: datetime | None = None
    envelope: Mapping[str, Any] = field(default_factory=dict)


class Ledger(Protocol):
    """What the base remembers about a pulled folder."""

    def unknown(self, folder: str, uidvalidity: int, uids: list[int]) -> list[int]:
        """Those of `uids` that were never stored, ascending."""
        ...

    def stopping(self) -> bool:
        """Whether the process is being stopped, so that fetching should end after the current message."""
        ...


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a connection test. `code` names a text; `detail` is what the server said."""

    label: Words
    ok: bool
    code: str = ""
    detail: str = ""


class Adapter:
    """Base of all adapters. `texts` explains the codes this adapter raises, in both languages."""

    kind: ClassVar[str]
    label: ClassVar[Words]
    can: ClassVar[frozenset[Can]]
    Settings: ClassVar[type[Any]]
    texts: ClassVar[Mapping[str, Words]] = {}

    def __init__(self, settings: Any) -> None:
        self.settings = settings

    @classmethod
    def complete(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Settings as they are kept when an inbox is first set up."""
        return values

    def verify(self, headers: Mapping[str, str], body: bytes) -> None:
        """Raises Refused unless a pushed request really comes from the channel."""
        raise Refused("not_accepted")

    def parse(self, raw: bytes, envelope: Mapping[str, Any]) -> InboundMessage:
        """Bytes to a message; the same bytes always give the same ids. Raises Unreadable and nothing else."""
        raise NotImplementedError

    def fetch(self, ledger: Ledger) -> Iterator[Fetched]:
        """Yields what the ledger does not know. Resuming after a yield means: it is stored, mark it on the server.

        Raises TemporaryFailure or PermanentFailure.
        """
        return iter(())

    def send(self, message: OutboundMessage) -> Sent:
        """Hands the message over. Raises TemporaryFailure, PermanentFailure or OutcomeUnknown."""
        raise PermanentFailure("cannot_send")

    def check(self) -> list[Step]:
        """Tries the connections and says in plain words what works and what does not. Never raises."""
        return []
