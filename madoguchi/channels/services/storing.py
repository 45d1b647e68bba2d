"""Keeping what came in, before anybody looks at it. Only after this commit may a door say yes."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from madoguchi.channels.base.adapter import Mark
from madoguchi.channels.models import FolderMark, RawMessage
from madoguchi.channels.queueing import later
from madoguchi.kernel import clock, files
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
) -> RawMessage:
    """Keeps the bytes and enqueues their reading, in one transaction that survives a power cut.

    The same bytes in the same inbox are kept once: a repeat returns the first row. `mark` goes into the folder's
    ledger in the same transaction.
    """
    return store_for_all([inbox_id], content=content, door=door, by=by, envelope=envelope, mark=mark, at=at)[0]


def store_for_all(
    inbox_ids: Iterable[int],
    *,
    content: bytes,
    door: str,
    by: Actor,
    envelope: Mapping[str, Any] | None = None,
    mark: Mark | None = None,
    at: datetime | None = None,
) -> list[RawMessage]:
    """As `store_raw`, for one message addressed to several inboxes: all rows or none."""
    require(by, TicketPermission.OPEN)
    moment = at or clock.now()
    kept = files.keep(content)
    with durably(), transaction.atomic():
        file = files.row_for(kept)
        found = []
        for inbox_id in inbox_ids:
            raw = RawMessage(
                inbox_id=inbox_id,
                content_id=kept.sha256,
                file=file,
                door=door,
                envelope=dict(envelope or {}),
                received_at=moment,
            )
            raw, fresh = _insert_once(raw)
            if fresh:
                later(
                    "channels.read_big" if kept.size >= HEAVY_FROM else "channels.read", key=str(raw.id), raw_id=raw.id
                )
            if mark is not None:
                _remember(inbox_id, mark, raw, moment)
            found.append(raw)
        return found


@contextmanager
def durably() -> Iterator[None]:
    """Makes commits inside wait for the disk. PostgreSQL always does; SQLite only when asked."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=FULL")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=NORMAL")


def _insert_once(raw: RawMessage) -> tuple[RawMessage, bool]:
    """The row, and whether it is new. One plain statement: it is the first thing done for every message."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO channels_raw (inbox_id, content_id, file_id, door, envelope, state, reason, message_id,"
            " sender, subject, attempts, received_at) VALUES (%s, %s, %s, %s, %s, %s, '', '', '', '', 0, %s)"
            " ON CONFLICT (inbox_id, content_id) DO NOTHING RETURNING id",
            [
                *(raw.inbox_id, raw.content_id, raw.file_id, raw.door, json.dumps(raw.envelope), raw.state),
                connection.ops.adapt_datetimefield_value(raw.received_at),
            ],
        )
        made = cursor.fetchone()
    if made is None:
        return RawMessage.objects.get(inbox_id=raw.inbox_id, content_id=raw.content_id), False
    raw.id = made[0]
    raw._state.adding = False
    return raw, True


def _remember(inbox_id: int, mark: Mark, raw: RawMessage, at: datetime) -> None:
    FolderMark.objects.get_or_create(
        inbox_id=inbox_id,
        folder=mark.folder,
        uidvalidity=mark.uidvalidity,
        uid=mark.uid,
        defaults={"raw": raw, "stored_at": at},
    )
