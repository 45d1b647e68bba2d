"""Where is this mail? Everything that ever came in or went out, newest first, in pages that never miss or repeat one.

The two tables are read beside each other by (time, way, id) and merged. Not for: what one message went through (paths).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from madoguchi.channels import reasons
from madoguchi.channels.models import Delivery, DeliveryState, RawMessage, RawState
from madoguchi.channels.permissions import ChannelPermission
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.text import fold
from madoguchi.people.permissions import require

IN, OUT = "in", "out"
STATES = {IN: frozenset(state.value for state in RawState), OUT: frozenset(state.value for state in DeliveryState)}
MOST_WORDS = 8
FEW = 5000
_CHUNK = 500
_ASKED = ("asked__to", "asked__consultation__subject", "asked__consultation__ticket_id")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for; empty means anything. `state` is one of STATES and implies its way."""

    words: str = ""
    way: str = ""
    inbox_id: int | None = None
    state: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """After which message a page goes on. As text it stands in the page's address."""

    at: datetime
    way: str
    id: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.way}~{self.id}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """The place a text names, or None for anything else."""
        at, _mark, rest = text.partition("~")
        way, _mark, number = rest.partition("~")
        try:
            moment = datetime.fromisoformat(at)
        except ValueError:
            return None
        known = way in STATES and number.isdecimal() and len(number) < 19 and moment.tzinfo is not None
        return cls(moment, way, int(number)) if known else None


@dataclass(frozen=True, slots=True)
class Traced:
    """One message. `other` is who wrote it to us or to whom it went; `reason` is in plain words."""

    way: str
    id: int
    at: datetime
    inbox_id: int
    message_id: str
    other: str
    subject: str
    state: str
    reason: str
    ticket_id: int | None
    door: str

    @property
    def place(self) -> Place:
        """Where a page goes on after this one."""
        return Place(self.at, self.way, self.id)


def page(wanted: Wanted, *, by: Actor, after: Place | None = None, size: int = 50) -> list[Traced]:
    """Up to `size` messages after a place, newest first."""
    require(by, ChannelPermission.RAW_READ)
    found: list[Traced] = []
    for way, rows, read in _sides(wanted):
        found += [read(row) for row in _quickly(_after(rows, way, after), wanted)[:size]]
    found.sort(key=lambda one: (one.at, one.way, one.id), reverse=True)
    return found[:size]


def everything(wanted: Wanted, *, by: Actor, most: int) -> Iterator[Traced]:
    """The whole list, page by page, so that a long one never lies in memory."""
    after: Place | None = None
    left = most
    while left > 0:
        found = page(wanted, by=by, after=after, size=min(_CHUNK, left))
        yield from found
        if len(found) < min(_CHUNK, left):
            return
        after, left = found[-1].place, left - len(found)


def _sides(wanted: Wanted) -> Iterator[tuple[str, "QuerySet[Any, dict[str, Any]]", Callable[[dict[str, Any]], Traced]]]:
    if wanted.way in ("", IN) and wanted.state in ("", *STATES[IN]):
        raws = RawMessage.objects.filter(_limits(wanted, "received_at"), _named(wanted.words, "message_id"))
        columns = ("id", "received_at", "inbox_id", "message_id", "sender", "subject", "state", "reason", "door")
        yield IN, raws.values(*columns, "ticket_id").order_by("-received_at", "-id"), _came_in
    if wanted.way in ("", OUT) and wanted.state in ("", *STATES[OUT]):
        sent = Delivery.objects.filter(_limits(wanted, "created_at"), _named(wanted.words, "external_id"))
        told = ("id", "created_at", "inbox_id", "external_id", "message__to", "message__subject", "state")
        more = (*("last_error", "message__ticket_id", "message__ticket__subject"), *_ASKED)
        yield OUT, sent.values(*told, *more).order_by("-created_at", "-id"), _went_out


def _quickly(rows: "QuerySet[Any, dict[str, Any]]", wanted: Wanted) -> "QuerySet[Any, dict[str, Any]]":
    """Walking back in time ends soon when many match and is the slowest way when few do: those are picked out first."""
    if not (wanted.words or wanted.state or wanted.inbox_id):
        return rows
    ids = list(rows.order_by().values_list("pk", flat=True)[: FEW + 1])
    return rows.filter(pk__in=ids) if len(ids) <= FEW else rows


def _limits(wanted: Wanted, time: str) -> Q:
    limits = Q()
    if wanted.inbox_id is not None:
        limits &= Q(inbox_id=wanted.inbox_id)
    if wanted.state:
        limits &= Q(state=wanted.state)
    if wanted.since is not None:
        limits &= Q(**{f"{time}__gte": wanted.since})
    if wanted.until is not None:
        limits &= Q(**{f"{time}__lt": wanted.until})
    return limits


def _named(words: str, message_id: str) -> Q:
    """Every word must stand somewhere; what looks like a Message-ID alone is looked up by the index."""
    bare = words.strip()
    if bare.startswith("<") and bare.endswith(">") and " " not in bare:
        return Q(**{message_id: bare.strip("<>")})
    found = Q()
    for word in fold(bare).split()[:MOST_WORDS]:
        found &= Q(trace__contains=word)
    return found


def _after(rows: "QuerySet[Any, dict[str, Any]]", way: str, place: Place | None) -> "QuerySet[Any, dict[str, Any]]":
    if place is None:
        return rows
    time = "received_at" if way == IN else "created_at"
    later = Q(**{f"{time}__lt": place.at})
    if way == place.way:
        later |= Q(**{time: place.at, "id__lt": place.id})
    elif way < place.way:
        later |= Q(**{time: place.at})
    return rows.filter(later, **{f"{time}__lte": place.at})


def _came_in(row: dict[str, Any]) -> Traced:
    return Traced(
        IN,
        row["id"],
        row["received_at"],
        row["inbox_id"],
        row["message_id"],
        row["sender"],
        row["subject"],
        row["state"],
        reasons.explain(row["reason"]) if row["reason"] else "",
        row["ticket_id"],
        row["door"],
    )


def _went_out(row: dict[str, Any]) -> Traced:
    troubled = row["state"] not in (DeliveryState.SENT, DeliveryState.CANCELLED)
    return Traced(
        OUT,
        row["id"],
        row["created_at"],
        row["inbox_id"],
        row["external_id"],
        ", ".join(person.get("address", "") for person in row["message__to"] or row["asked__to"]),
        row["message__subject"] or row["message__ticket__subject"] or row["asked__consultation__subject"],
        row["state"],
        reasons.explain(row["last_error"]) if troubled and row["last_error"] else "",
        row["message__ticket_id"] or row["asked__consultation__ticket_id"],
        "smtp",
    )
