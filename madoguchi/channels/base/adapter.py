"""The interface of a channel: one class in one file.

A push channel has `verify` and `parse`, a pulled one `fetch` and `parse`; what can answer has `send`. The base owns
retries, limits, storage, the settings form and the health check; an adapter only knows its protocol.
"""

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
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
    """Where a fetched message lies on the server: the ledger's key. A POP3 mailbox has only `uidl`."""

    folder: str
    uidvalidity: int
    uid: int
    uidl: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """One message as it came from the server, which got it at `arrived_at` (None: unknown)."""

    mark: Mark
    content: bytes
    arrived_at: datetime | None = None
    envelope: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Withheld:
    """A message that could not be taken: `kind` is refused or too_big. The rest goes on."""

    mark: Mark
    kind: str
    detail: str


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A message from before the day on which fetching begins: never asked for again."""

    mark: Mark


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look has found: messages on the server (in the window) and those that wait to be fetched.

    `way` is how the next news will be heard: idle or polling.
    """

    uidvalidity: int
    on_server: int
    waiting: int
    way: str = "polling"


News = Fetched | Withheld | LeftAlone | Looked


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything a folder holds in the window, and what of it is unread there."""

    uidvalidity: int
    marks: tuple[Mark, ...]
    unread: frozenset[Mark] = frozenset()


OFTEN = 3
"""A message at which the line broke so often is left aside for a while, so that the others come in."""


class Ledger(Protocol):
    """What the base remembers about a pulled folder."""

    def unknown(self, folder: str, uidvalidity: int, uids: list[int]) -> list[int]:
        """Those of `uids` that were never stored and are to be fetched now, ascending."""
        ...

    def stored(self, folder: str, uidvalidity: int, uids: list[int]) -> list[int]:
        """Those of `uids` that are stored here for good."""
        ...

    def unknown_uidls(self, uidls: list[str]) -> list[str]:
        """Those of a POP3 mailbox's `uidls` that were never stored and are to be fetched now, in their order."""
        ...

    def stored_at(self, uidls: list[str]) -> dict[str, datetime]:
        """When the known ones of a POP3 mailbox's `uidls` were stored."""
        ...

    def broke(self, marks: list[Mark]) -> None:
        """The line broke while these were being handed over."""
        ...

    def breaks(self, mark: Mark) -> int:
        """How often the line broke at this one."""
        ...

    def stopping(self) -> bool:
        """Whether the process is being stopped, so that fetching should end after the current message."""
        ...

    def wait(self, seconds: float) -> bool:
        """Waits; True as soon as fetching should end."""
        ...

    def pause(self) -> float:
        """Seconds between two looks where the server does not call by itself."""
        ...

    def trusts_idle(self) -> bool:
        """Whether waiting for the server's call has worked so far."""
        ...


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a connection test. `code` names a text; `detail` is what the server said."""

    label: Words
    ok: bool
    code: str = ""
    detail: str = ""


class Token(Protocol):
    """Gives the access token of an inbox that signs in with OAuth2; `renew` when the last one was refused."""

    def __call__(self, *, renew: bool = False) -> str:
        """Raises TemporaryFailure, or PermanentFailure when a person has to sign in again."""
        ...


def no_token(*, renew: bool = False) -> str:
    """Nobody has signed in."""
    raise PermanentFailure("sign_in_again")


class Adapter:
    """Base of all adapters. `texts` explains the codes this adapter raises, in both languages; `token` is set by the
    room."""

    kind: ClassVar[str]
    label: ClassVar[Words]
    can: ClassVar[frozenset[Can]]
    Settings: ClassVar[type[Any]]
    texts: ClassVar[Mapping[str, Words]] = {}

    def __init__(self, settings: Any) -> None:
        self.settings = settings
        self.token: Token = no_token

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

    def places(self) -> tuple[str, ...]:
        """The folders to fetch from, each watched by itself; none when nothing is fetched."""
        return ()

    def fetch(self, ledger: Ledger, place: str) -> Generator[News, None, None]:
        """One look: yields what the ledger does not know. Resuming after a yield means: it is stored, mark it there.

        Raises TemporaryFailure or PermanentFailure.
        """
        yield from ()

    def watch(self, ledger: Ledger, place: str) -> Generator[News, None, None]:
        """As `fetch`, and goes on as long as the line holds; a Looked with nothing waiting says: all is in."""
        return self.fetch(ledger, place)

    def survey(self, place: str) -> Survey:
        """What the server holds, without fetching or marking anything. Raises as `fetch` does."""
        raise PermanentFailure("cannot_fetch")

    def send(self, message: OutboundMessage) -> Sent:
        """Hands the message over. Raises TemporaryFailure, PermanentFailure or OutcomeUnknown."""
        raise PermanentFailure("cannot_send")

    @property
    def lane(self) -> str:
        """The way out by name: messages of one lane leave one after another. Empty: each inbox has its own."""
        return ""

    @contextmanager
    def line(self) -> Iterator[Callable[[OutboundMessage], Sent]]:
        """`send` for several messages in a row, through one connection where the channel has connections."""
        yield self.send

    def check(self, *, address: str = "") -> list[Step]:
        """Tries the connections and says in plain words what works and what does not. Never raises.

        `address` is the inbox's own, where it matters whether one may send from it.
        """
        return []
