"""Keeping what came in, before anybody looks at it. Only after this commit may a door say yes."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from madoguchi.channels.base.adapter import Mark
from madoguchi.channels.models import FolderMark, RawMessage
from madoguchi.channels.queueing import later
from madoguchi.channels.services import gathering
from madoguchi.kernel import clock, files, statements
from madoguchi.kernel.actors import Actor
from madoguchi.people.permissions import require
from madoguchi.tickets.permissions import TicketPermission

HEAVY_FROM = 256 * 1024


def store_raw(
    inbox_id: int,
    *,
    content: bytes,
    door: str,
    by: Actor,
    envelope: Mapping[str, Any] | None = None,
    mark: Mark | None = None,
    at: datetime | None = None,
    backlog: bool = False,
) -> RawMessage:
    """Keeps the bytes and enqueues their reading, in one transaction that survives a power cut.

    The same bytes in the same inbox are kept once: a repeat returns the first row. `mark` goes into the folder's
    ledger in the same transaction. A `backlog` of waiting mail is read after what comes in one by one.
    """
    return store_for_all(
        [inbox_id], content=content, door=door, by=by, envelope=envelope, mark=mark, at=at, backlog=backlog
    )[0]


def store_for_all(
    inbox_ids: Iterable[int],
    *,
    content: bytes,
    door: str,
    by: Actor,
    envelope: Mapping[str, Any] | None = None,
    mark: Mark | None = None,
    at: datetime | None = None,
    backlog: bool = False,
) -> list[RawMessage]:
    """As `store_raw`, for one message addressed to several inboxes: all rows or none."""
    require(by, TicketPermission.OPEN)
    now = clock.now()
    kept = files.keep(content)
    wanted = list(inbox_ids)
    return gathering.commit(lambda: _keep(wanted, kept, door, envelope or {}, mark, at or now, now, backlog))


def _keep(
    inbox_ids: list[int],
    kept: files.Kept,
    door: str,
    envelope: Mapping[str, Any],
    mark: Mark | None,
    at: datetime,
    now: datetime,
    backlog: bool,
) -> list[RawMessage]:
    file = files.row_for(kept)
    found = []
    for inbox_id in inbox_ids:
        raw, fresh = _insert_once(
            RawMessage(
                inbox_id=inbox_id,
                content_id=kept.sha256,
                file=file,
                door=door,
                envelope=dict(envelope),
                received_at=at,
            )
        )
        if fresh:
            later(_reading(kept.size, backlog=backlog), key=str(raw.id), raw_id=raw.id)
        if mark is not None:
            _remember(inbox_id, mark, raw, now)
        found.append(raw)
    return found


def _reading(size: int, *, backlog: bool) -> str:
    if size >= HEAVY_FROM:
        return "channels.read_big"
    return "channels.read_backlog" if backlog else "channels.read"


def _insert_once(raw: RawMessage) -> tuple[RawMessage, bool]:
    """The row, and whether it is new. One plain statement: it is the first thing done for every message."""
    made = statements.run(
        "INSERT INTO channels_raw (inbox_id, content_id, file_id, door, envelope, state, reason, message_id,"
        " sender, subject, attempts, received_at) VALUES (%s, %s, %s, %s, %s, %s, '', '', '', '', 0, %s)"
        " ON CONFLICT (inbox_id, content_id) DO NOTHING RETURNING id",
        [
            *(raw.inbox_id, raw.content_id, raw.file_id, raw.door, json.dumps(raw.envelope), str(raw.state)),
            statements.moment(raw.received_at),
        ],
    ).fetchone()
    if made is None:
        return RawMessage.objects.get(inbox_id=raw.inbox_id, content_id=raw.content_id), False
    raw.id = made[0]
    raw._state.adding = False
    return raw, True


def leave_alone(inbox_id: int, mark: Mark) -> None:
    """Notes that a message is known and not to be fetched."""
    _remember(inbox_id, mark, None, clock.now())


def _remember(inbox_id: int, mark: Mark, raw: RawMessage | None, at: datetime) -> None:
    FolderMark.objects.get_or_create(
        inbox_id=inbox_id,
        folder=mark.folder,
        uidvalidity=mark.uidvalidity,
        uid=mark.uid,
        uidl=mark.uidl,
        defaults={"raw": raw, "stored_at": at},
    )
