"""How long originals are kept. Only what is on a ticket or was thrown away is deleted; the row stays and says so."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet, Sum

from madoguchi.channels.events import RawContentDeleted
from madoguchi.channels.models import Inbox, RawMessage, RawState
from madoguchi.channels.permissions import ChannelPermission
from madoguchi.kernel import clock, events, files, settings
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid
from madoguchi.people.permissions import require
from madoguchi.people.services import auditing
from madoguchi.tickets import mail_room

log = logging.getLogger("madoguchi.channels")
SETTING = "mail.keep_raw_days"
FOR_EVER = 0
LONGEST = 3650
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Ending:
    """What a rule would delete in one inbox: how many originals, their size in bytes, the oldest one's arrival."""

    inbox_id: int
    name: str
    days: int
    count: int
    size: int
    oldest: datetime | None


def default_days() -> int:
    """Days that originals are kept where the inbox does not say; 0 is for ever."""
    return int(settings.read(SETTING, FOR_EVER) or FOR_EVER)


@transaction.atomic
def set_default(days: int, *, by: Actor) -> None:
    """Sets it for the installation. Raises Invalid outside 0..LONGEST."""
    require(by, ChannelPermission.INBOX_MANAGE)
    if not 0 <= days <= LONGEST:
        raise Invalid(field="days", reason=str(LONGEST))
    before = default_days()
    if before != days:
        settings.write(SETTING, days)
        auditing.note(
            "raw_message:retention", by=by, subject_kind="inbox", before={"days": before}, after={"days": days}
        )


def preview(*, by: Actor, days: int | None = None) -> list[Ending]:
    """What the next round would delete, by inbox; with `days` as if the installation's rule said that."""
    require(by, ChannelPermission.RAW_READ)
    usual = default_days() if days is None else days
    found = []
    for inbox in Inbox.objects.order_by("id"):
        kept = usual if inbox.keep_raw_days is None else inbox.keep_raw_days
        if kept == FOR_EVER:
            found.append(Ending(inbox.id, inbox.name, kept, 0, 0, None))
            continue
        sums = _over(inbox.id, kept).aggregate(count=Count("id"), size=Sum("file__size"), oldest=Min("received_at"))
        found.append(Ending(inbox.id, inbox.name, kept, sums["count"], sums["size"] or 0, sums["oldest"]))
    return found


def tidy(*, by: Actor) -> int:
    """Deletes what is over its time, some hundred to a transaction; returns how many originals went."""
    require(by, ChannelPermission.INBOX_MANAGE)
    usual = default_days()
    total = 0
    for inbox_id, own in list(Inbox.objects.order_by("id").values_list("id", "keep_raw_days")):
        kept = usual if own is None else own
        if kept != FOR_EVER:
            total += _tidy_inbox(inbox_id, kept, by=by)
    return total


def _tidy_inbox(inbox_id: int, days: int, *, by: Actor) -> int:
    count = sum(_let_go(batch) for batch in _batches(_over(inbox_id, days)))
    if count:
        with transaction.atomic():
            after = {"count": count, "days": days}
            auditing.note("raw_message:expire", by=by, subject_kind="inbox", subject_id=inbox_id, after=after)
            events.publish(RawContentDeleted(inbox_id=inbox_id, count=count), by=by)
    return count


def _over(inbox_id: int, days: int) -> QuerySet[RawMessage]:
    """Originals that are on a ticket, or were thrown away, and have lain long enough since."""
    settled = Q(mail_room.is_shown(), state=RawState.THREADED) | Q(state=RawState.FILTERED, ticket_id__isnull=False)
    return RawMessage.objects.filter(
        settled | Q(state=RawState.DISCARDED),
        inbox_id=inbox_id,
        file__isnull=False,
        handled_at__lt=clock.now() - timedelta(days=days),
    )


def _batches(over: QuerySet[RawMessage]) -> Iterator[list[tuple[int, int, str]]]:
    while True:
        batch = list(over.order_by("id").values_list("id", "file_id", "content_id")[:AT_ONCE])
        if not batch:
            return
        yield batch


def _let_go(batch: list[tuple[int, int, str]]) -> int:
    with transaction.atomic():
        gone = RawMessage.objects.filter(pk__in=[raw_id for raw_id, _file, _sha in batch])
        gone.update(file=None, content_gone_at=clock.now())
    for file_id, sha256 in {(file_id, sha256) for _raw, file_id, sha256 in batch}:
        if files.let_go(file_id):
            files.forget(sha256)
    return len(batch)
