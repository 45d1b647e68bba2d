"""Reads about pulled mailboxes: how each folder and inbox stands, and where server and desk differ."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from madoguchi.channels.models import Difference, Folder, Grant, Inbox
from madoguchi.channels.permissions import ChannelPermission
from madoguchi.channels.reasons import explain
from madoguchi.kernel.actors import Actor
from madoguchi.people.permissions import require


@dataclass(frozen=True, slots=True)
class InboxHealth:
    """How an inbox stands. `state` is off, well, catching_up, failing or reconnect; `problem` is in plain words.

    `waiting` mails are on the server and not fetched yet; `delay_seconds` is how long the last one lay there; `way` is
    idle, polling or empty (not watched, or not yet); `differences` are those not solved.
    """

    inbox_id: int
    name: str
    kind: str
    state: str
    problem: str
    last_message_at: datetime | None
    last_checked_at: datetime | None
    next_look_at: datetime | None
    failing_since: datetime | None
    waiting: int
    delay_seconds: int | None
    way: str
    reconciled_at: datetime | None
    differences: int


def folders(*, by: Actor, inbox_id: int | None = None) -> QuerySet[Folder]:
    """Watched folders with their inbox and `open_differences`."""
    require(by, ChannelPermission.RAW_READ)
    rows = Folder.objects.select_related("inbox").annotate(
        open_differences=Count("differences", filter=Q(differences__solved_at=None))
    )
    return rows if inbox_id is None else rows.filter(inbox_id=inbox_id)


def differences(*, by: Actor, inbox_id: int | None = None) -> QuerySet[Difference]:
    """What is not solved yet, newest first, with folder and inbox at hand."""
    require(by, ChannelPermission.RAW_READ)
    rows = Difference.objects.select_related("folder__inbox").filter(solved_at=None).order_by("-since", "-id")
    return rows if inbox_id is None else rows.filter(folder__inbox_id=inbox_id)


def health(*, by: Actor) -> list[InboxHealth]:
    """Every inbox, in the order of the list of inboxes."""
    by_inbox: dict[int, list[Folder]] = {}
    for folder in folders(by=by):
        by_inbox.setdefault(folder.inbox_id, []).append(folder)
    ended = set(Grant.objects.exclude(revoked_at=None).values_list("inbox_id", flat=True))
    return [_health(inbox, by_inbox.get(inbox.id, []), inbox.id in ended) for inbox in Inbox.objects.all()]


def _health(inbox: Inbox, watched: list[Folder], ended: bool) -> InboxHealth:
    waiting = sum(folder.waiting for folder in watched)
    delays = [folder.delay_seconds for folder in watched if folder.delay_seconds is not None]
    ways = {folder.way for folder in watched if folder.way}
    reconciled = [folder.reconciled_at for folder in watched if folder.reconciled_at is not None]
    return InboxHealth(
        inbox.id,
        inbox.name,
        inbox.kind,
        _state(inbox, waiting, ended),
        explain(inbox.last_error) if inbox.last_error else explain("sign_in_again") if ended else "",
        inbox.last_message_at,
        inbox.last_checked_at,
        inbox.next_look_at,
        inbox.failing_since,
        waiting,
        max(delays, default=None),
        "polling" if "polling" in ways else "idle" if ways else "",
        min(reconciled, default=None),
        sum(getattr(folder, "open_differences", 0) for folder in watched),
    )


def _state(inbox: Inbox, waiting: int, ended: bool) -> str:
    if not inbox.active:
        return "off"
    if ended or inbox.last_error.startswith("sign_in_again"):
        return "reconnect"
    if inbox.failures:
        return "failing"
    return "catching_up" if waiting else "well"
