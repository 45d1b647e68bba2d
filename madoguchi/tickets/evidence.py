"""What a message says about where it belongs, looked up in one statement. Not for: judging it (see `threading`)."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from madoguchi.kernel import statements
from madoguchi.kernel.plain.messages import InboundMessage
from madoguchi.tickets import tokens

SUBJECT_REFERENCE = re.compile(r"\[#?([A-Z2-9]{4}-[A-Z2-9]{4})\]")
MOST_IDS = 50
_MOST_OF_A_TALK = 5


class Kind(StrEnum):
    """Kinds of evidence, the strongest first.

    `placed`: a person put the message it answers where it is. `shared_root`: it goes back to a message that we never
    got, and so does one on the ticket.
    """

    PLACED = "placed"
    SIGNED_ID = "signed_id"
    REFERENCES = "references"
    OUR_TALK = "signed_talk"
    TALK = "thread_index"
    SHARED = "shared_root"
    SIGNED_ADDRESS = "signed_address"
    REFERENCE = "reference"
    SUBJECT = "subject"


SIGNED = frozenset({Kind.SIGNED_ID, Kind.OUR_TALK, Kind.SIGNED_ADDRESS})
HEARSAY = frozenset({Kind.TALK, Kind.SHARED})
"""What says only that a message belongs to some talk among many people."""
_RANK = {kind: rank for rank, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Clue:
    """One piece of evidence: of which kind, in which header field and value, and the ticket it leads to."""

    kind: Kind
    header: str
    value: str
    ticket_id: int
    customer_id: int
    merged: bool


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question of the one statement, and where its answer came from. `near` counts from the nearest."""

    kind: Kind
    header: str
    value: str
    near: int


def gather(inbound: InboundMessage) -> list[Clue]:
    """All clues, the strongest first, and of equal ones the nearest. No statement at all for a mail without any."""
    ids = list(dict.fromkeys(inbound.thread_ids))[:MOST_IDS]
    own: dict[int, _Asked] = {}
    known: dict[str, _Asked] = {}
    for near, external_id in enumerate(ids):
        header = "In-Reply-To" if external_id == inbound.in_reply_to else "References"
        number = tokens.message_id_from(external_id)
        if number is not None:
            own.setdefault(number, _Asked(Kind.SIGNED_ID, header, external_id, near))
        else:
            known[external_id] = _Asked(Kind.REFERENCES, header, external_id, near)
    named = _named(inbound)
    talks = _talks(inbound)
    outlooks = next((asked.value for asked in talks.values() if asked.kind == Kind.TALK), "")
    ours = tokens.reference_in_conversation(outlooks)
    if ours is not None:
        named.setdefault(ours, _Asked(Kind.OUR_TALK, "Thread-Index", outlooks, 0))
    found: list[tuple[int, int, Clue]] = []
    for what, key, ticket_id, placed, customer_id, merged in _look_up(
        list(own), list(known), [] if own else list(talks), list(named)
    ):
        if what == "own":
            asked = own[int(key)]
        elif what == "known":
            asked = known[key]
        elif what == "talk":
            asked = replace(talks[key], near=len(found))
        else:
            asked = named[key]
        kind = Kind.PLACED if placed and what in ("own", "known") else asked.kind
        clue = Clue(kind, asked.header, asked.value[:200], ticket_id, customer_id, bool(merged))
        found.append((_RANK[kind], asked.near, clue))
    return [clue for _rank, _near, clue in sorted(found, key=lambda entry: entry[:2])]


def talk_of(inbound: InboundMessage, *, led_nowhere: bool) -> str | None:
    """What later messages of the same talk can be known by: the root of a thread that began elsewhere, else Outlook's
    conversation id."""
    if led_nowhere and inbound.thread_ids:
        return _digest(inbound.thread_ids[-1])
    return tokens.conversation_of(inbound.thread_index)[0] or None if inbound.thread_index else None


def _talks(inbound: InboundMessage) -> dict[str, _Asked]:
    """The talks it may be part of, by what they are kept under."""
    found: dict[str, _Asked] = {}
    conversation, answers = tokens.conversation_of(inbound.thread_index) if inbound.thread_index else ("", False)
    if answers:
        found[conversation] = _Asked(Kind.TALK, "Thread-Index", conversation, 0)
    if inbound.thread_ids:
        root = inbound.thread_ids[-1]
        found[_digest(root)] = _Asked(Kind.SHARED, "References", root, 0)
    return found


def _digest(external_id: str) -> str:
    return hashlib.sha256(external_id.encode("utf-8", "replace")).hexdigest()[:32]


def _named(inbound: InboundMessage) -> dict[str, _Asked]:
    """References of tickets in signed addresses it was sent to, and in its subject."""
    named: dict[str, _Asked] = {}
    written = [person.address for person in (*inbound.to, *inbound.cc)]
    for address in dict.fromkeys([*written, *inbound.received_for]):
        reference = tokens.reference_in_address(address) if "+" in address else None
        if reference is not None:
            header = "To" if address in written else "RCPT TO"
            named.setdefault(reference, _Asked(Kind.SIGNED_ADDRESS, header, address, 0))
    for near, reference in enumerate(SUBJECT_REFERENCE.findall(inbound.subject)[:5]):
        named.setdefault(reference, _Asked(Kind.REFERENCE, "Subject", f"[{reference}]", near))
    return named


Row = tuple[str, str, int, bool, int, bool]


def _look_up(own: list[int], known: list[str], talks: list[str], named: list[str]) -> list[Row]:
    """(question, its key, ticket, put there by a person, the ticket's customer, whether the ticket was merged away)."""
    parts: list[str] = []
    values: list[int | str] = []

    def ask(what: str, key: str, where: str, given: Sequence[int | str]) -> None:
        parts.append(_OF_MESSAGES.format(what=what, key=key, where=where))
        values.extend(given)

    if own:
        ask("own", "CAST(m.id AS VARCHAR(20))", f"m.id IN ({_places(own)})", own)
    if known:
        ask("known", "m.external_id", f"m.external_id IN ({_places(known)})", known)
    for talk in talks:
        ask("talk", "m.conversation", _NEWEST_OF_A_TALK, [talk])
    if named:
        parts.append(_OF_TICKETS.format(where=_places(named)))
        values.extend(named)
    if not parts:
        return []
    rows = statements.run(" UNION ALL ".join(parts), values).fetchall()
    return [row[:6] for row in sorted(rows, key=lambda row: -row[6])]


_OF_MESSAGES = (
    "SELECT '{what}', {key}, m.ticket_id, m.placed_at IS NOT NULL, t.customer_id, t.merged_into_id IS NOT NULL, m.id"
    " FROM tickets_message m JOIN tickets_ticket t ON t.id = m.ticket_id WHERE {where}"
)
_OF_TICKETS = (
    "SELECT 'named', t.reference, t.id, 1 = 0, t.customer_id, t.merged_into_id IS NOT NULL, 0"
    " FROM tickets_ticket t WHERE t.reference IN ({where})"
)
_NEWEST_OF_A_TALK = (
    "m.id IN (SELECT id FROM (SELECT id FROM tickets_message WHERE conversation = %s"
    f" ORDER BY id DESC LIMIT {_MOST_OF_A_TALK}) AS newest)"
)
"""One talk at a time: the index gives its newest messages, whatever the planner knows of the column. Of several at once
PostgreSQL would read the whole table backwards."""


def _places(given: list[int] | list[str]) -> str:
    return ", ".join(["%s"] * len(given))
