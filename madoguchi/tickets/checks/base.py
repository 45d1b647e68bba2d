"""What a check is given, and what it finds."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.functional import Promise

from madoguchi.customers.queries import Mailbox
from madoguchi.kernel.actors import Actor

OFF, WARN, APPROVE, STOP = "off", "warn", "approve", "stop"
BINDING = (APPROVE, STOP)
"""Levels that the writer cannot override alone."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer about to be sent. `own` is its text without quoted lines. `known` are names, folded by `name_key`, that
    belong into it: the customer's, their company's, those of everybody it goes to. `mailboxes` are the customer's."""

    ticket_id: int
    customer_id: int
    text: str
    own: str
    file_count: int
    addresses: tuple[str, ...]
    copies: int
    known: tuple[str, ...]
    mailboxes: tuple[Mailbox, ...]
    by: Actor
    words: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check has to say. `level` overrides the one that administrators chose, upwards or downwards."""

    text: str
    level: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One question about an answer; `purpose` explains it in the set-up. `may_stop`: what it finds may be a `stop`
    although administrators only want to be warned."""

    code: str
    label: str | Promise
    purpose: str | Promise
    level: str
    look: Callable[[Answer], Finding | None]
    may_stop: bool = False
