"""Looking into mailboxes: what the ledger does not know is stored, then marked on the server."""

import json
import os
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from madoguchi.channels import registry
from madoguchi.channels.base.adapter import Can, Fetched, LeftAlone, Looked, News, Withheld
from madoguchi.channels.base.errors import BadSetting, ChannelError
from madoguchi.channels.models import Folder, Grant, Inbox
from madoguchi.channels.permissions import ChannelPermission
from madoguchi.channels.services import standing
from madoguchi.channels.services.adapting import adapter_of
from madoguchi.channels.services.ledger import FolderLedger
from madoguchi.channels.services.storing import leave_alone, store_raw
from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import NotFound
from madoguchi.people.permissions import require
from madoguchi.tickets.permissions import TicketPermission

LONGEST_PAUSE = 900.0
BACKLOG_FROM = 20
_PROGRESS_EVERY = 1.0


@dataclass(frozen=True, slots=True)
class Place:
    """One folder to watch. `version` changes with everything that asks for a fresh start."""

    inbox_id: int
    folder: str
    version: str


def pause_seconds() -> float:
    """Seconds between two looks into a healthy mailbox that does not call by itself."""
    return float(os.environ.get("MADOGUCHI_POLL_SECONDS", "30"))


def places() -> list[Place]:
    """Every folder that is to be watched."""
    pulled = [kind for kind, adapter in registry.all_adapters().items() if Can.FETCH in adapter.can]
    grants = dict(Grant.objects.values_list("inbox_id", "connected_at"))
    found = []
    for inbox in Inbox.objects.filter(active=True, kind__in=pulled):
        version = json.dumps([inbox.settings, inbox.look_asked_at, grants.get(inbox.id)], default=str, sort_keys=True)
        found += [Place(inbox.id, folder, version) for folder in _folders(inbox)]
    return found


def forget_unwatched(watched: list[Place]) -> None:
    """Drops how folders stand that are watched no more."""
    by_inbox: dict[int, list[str]] = {inbox_id: [] for inbox_id in Inbox.objects.values_list("id", flat=True)}
    for place in watched:
        by_inbox[place.inbox_id].append(place.folder)
    for inbox_id, names in by_inbox.items():
        standing.keep_only(inbox_id, tuple(names))


def look_now(inbox_id: int, *, by: Actor) -> None:
    """Asks whoever watches the inbox to look at once, whatever it waits for."""
    require(by, ChannelPermission.RAW_RETRY)
    if not Inbox.objects.filter(pk=inbox_id).exists():
        raise NotFound
    Inbox.objects.filter(pk=inbox_id).update(look_asked_at=clock.now())
    Folder.objects.filter(inbox_id=inbox_id).update(failures=0, next_look_at=None)


def fetch(inbox_id: int, *, by: Actor, stopping: Callable[[], bool] = lambda: False, everything: bool = False) -> int:
    """One look into every folder of an inbox. Returns how often in a row the worst one has failed (0 = well).

    `everything`: also asks again for what the server withheld a short time ago.
    """
    require(by, TicketPermission.OPEN)
    inbox = Inbox.objects.filter(pk=inbox_id, active=True).first()
    if inbox is None:
        return 0
    folders = _folders(inbox)
    standing.keep_only(inbox_id, folders)
    failures = 0
    for name in folders:
        folder = standing.folder_of(inbox_id, name)
        ledger = FolderLedger(inbox_id, name, stopping=stopping, everything=everything)
        try:
            for _caught_up in _take_in(folder, ledger, adapter_of(inbox).fetch(ledger, name), by=by):
                pass
        except (ChannelError, BadSetting) as problem:
            standing.failed(folder, problem.reason, pause=pause_seconds(), longest=LONGEST_PAUSE)
            failures = max(failures, folder.failures)
    return failures


def watch(
    place: Place,
    *,
    stopping: Callable[[], bool],
    sleep: Callable[[float], bool],
    trusts_idle: bool = True,
    by: Actor,
) -> float:
    """Watches one folder until the line ends or `stopping`. Returns the seconds to wait before the next try.

    A line that breaks while nothing was waiting is no failure: it is opened again at once. Lets go of the database
    while it waits.
    """
    require(by, TicketPermission.OPEN)
    inbox = Inbox.objects.filter(pk=place.inbox_id, active=True).first()
    if inbox is None:
        return pause_seconds()
    folder = standing.folder_of(inbox.id, place.folder)
    ledger = FolderLedger(
        inbox.id, place.folder, stopping=stopping, sleep=sleep, pause=pause_seconds(), trusts_idle=trusts_idle
    )
    resting = False
    try:
        for resting in _take_in(folder, ledger, adapter_of(inbox).watch(ledger, place.folder), by=by):
            if resting:
                connection.close()
    except (ChannelError, BadSetting) as problem:
        if resting:
            return 0.0
        return standing.failed(folder, problem.reason, pause=pause_seconds(), longest=LONGEST_PAUSE)
    return pause_seconds()


def _take_in(folder: Folder, ledger: FolderLedger, news: Generator[News, None, None], *, by: Actor) -> Iterator[bool]:
    """Does what the news asks for; yields after each whether the folder is caught up."""
    waiting, backlog, told = 0, False, 0.0
    with closing(news):
        for item in news:
            if isinstance(item, Looked):
                waiting, backlog, told = item.waiting, item.waiting >= BACKLOG_FROM, time.monotonic()
                standing.looked(folder, item)
                yield item.waiting == 0
                continue
            waiting = max(0, waiting - 1)
            if isinstance(item, Withheld):
                standing.withheld(folder, item)
            elif isinstance(item, LeftAlone):
                leave_alone(folder.inbox_id, item.mark)
            else:
                _store(folder, ledger, item, backlog=backlog, by=by)
                if waiting == 0 or time.monotonic() - told > _PROGRESS_EVERY:
                    standing.progressed(folder, waiting=waiting, arrived_at=item.arrived_at)
                    told = time.monotonic()
            yield False


def _store(folder: Folder, ledger: FolderLedger, item: Fetched, *, backlog: bool, by: Actor) -> None:
    now = clock.now()
    store_raw(
        folder.inbox_id,
        content=item.content,
        door="pop3" if item.mark.uidl else "imap",
        envelope=item.envelope,
        mark=item.mark,
        backlog=backlog,
        by=by,
        at=_earlier(item.arrived_at, now),
    )
    if (item.mark.uidvalidity, item.mark.uid, item.mark.uidl) in ledger.troubled:
        standing.solved(folder, item.mark)


def _earlier(arrived_at: datetime | None, now: datetime) -> datetime:
    return min(arrived_at or now, now)


def _folders(inbox: Inbox) -> tuple[str, ...]:
    """The folders to watch; one without a name stands for settings that cannot be read, so that this is seen."""
    try:
        return adapter_of(inbox).places()
    except (ChannelError, BadSetting):
        return ("",)
