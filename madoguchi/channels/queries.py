"""Reads about inboxes and messages on their way."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from madoguchi.channels.models import Delivery, DeliveryState, Inbox, RawMessage, RawState
from madoguchi.channels.permissions import ChannelPermission
from madoguchi.kernel import prepared
from madoguchi.kernel.actors import Actor
from madoguchi.people.permissions import require
from madoguchi.tickets import reading

UNDO_SECONDS = 10
DELIVERY_COLUMNS = (
    *("state", "attempts", "due_at", "last_error", "repeats", "finished_at", "external_id", "only_to"),
    *("inbox__name", "inbox__sending_problem", "inbox__sending_paused_until"),
)


def inboxes(*, active: bool | None = None, kind: str | None = None) -> QuerySet[Inbox]:
    """Inboxes with their team and `waiting_count` (stored, not read yet) and `unreadable_count`."""
    rows = Inbox.objects.select_related("team").annotate(
        waiting_count=_counted(RawState.STORED), unreadable_count=_counted(RawState.QUARANTINED)
    )
    rows = rows if active is None else rows.filter(active=active)
    return rows if kind is None else rows.filter(kind=kind)


def inbox(inbox_id: int) -> Inbox | None:
    """One inbox."""
    return Inbox.objects.select_related("team").filter(pk=inbox_id).first()


def inbox_names() -> dict[int, str]:
    """Every inbox's name by id, for filters and lists."""
    return dict(Inbox.objects.values_list("id", "name"))


def inbox_of(ticket_id: int, *, by: Actor) -> Inbox | None:
    """The inbox of a ticket the actor may see."""
    return prepared.first(
        prepared.shape_of(by),
        lambda number: Inbox.objects.filter(pk__in=reading.inbox_of(number, by=by)).order_by(),
        ticket_id,
    )


def own_addresses() -> set[str]:
    """Addresses of our own mailboxes, folded: mail to them comes back to us."""
    return {address.casefold() for address in Inbox.objects.filter(kind="mail").values_list("address", flat=True)}


def form(slug: str) -> Inbox | None:
    """The active form inbox with this slug."""
    return Inbox.objects.filter(kind="form", address__iexact=slug, active=True).first()


def quarantined(*, by: Actor, code: str = "") -> QuerySet[RawMessage]:
    """Unreadable messages, newest first, with inbox and file at hand; only those of one reason with its `code`."""
    require(by, ChannelPermission.RAW_READ)
    rows = RawMessage.objects.select_related("inbox", "file").filter(state=RawState.QUARANTINED).order_by("-id")
    return rows.filter(Q(reason=code) | Q(reason__startswith=f"{code}: ")) if code else rows


def quarantine_reasons(*, by: Actor) -> list[tuple[str, int]]:
    """The codes for which messages wait in quarantine, and how many, the commonest first."""
    require(by, ChannelPermission.RAW_READ)
    waiting = RawMessage.objects.filter(state=RawState.QUARANTINED).order_by().values_list("reason")
    found: Counter[str] = Counter()
    for reason, count in waiting.annotate(number=Count("id")):
        found[reason.partition(": ")[0]] += count
    return found.most_common()


def retry_round(at: datetime, *, by: Actor) -> dict[str, int]:
    """How far the messages are that people had read again at one moment: all, waiting, read, back (in quarantine)."""
    require(by, ChannelPermission.RAW_READ)
    states = RawMessage.objects.filter(retried_at=at).order_by().values_list("state").annotate(number=Count("id"))
    numbers = dict(states)
    waiting, back = numbers.get(RawState.STORED, 0), numbers.get(RawState.QUARANTINED, 0)
    total = sum(numbers.values())
    return {"all": total, "waiting": waiting, "back": back, "read": total - waiting - back}


def today(*, since: datetime) -> dict[int, tuple[int, int]]:
    """Messages that came in and went out since a moment, by inbox: for the list of inboxes."""
    came = RawMessage.objects.filter(received_at__gte=since).order_by().values_list("inbox_id")
    left = Delivery.objects.filter(created_at__gte=since).order_by().values_list("inbox_id")
    inward, outward = dict(came.annotate(number=Count("id"))), dict(left.annotate(number=Count("id")))
    return {key: (inward.get(key, 0), outward.get(key, 0)) for key in {*inward, *outward}}


def failed_deliveries(*, by: Actor) -> QuerySet[Delivery]:
    """Messages that failed or whose arrival is unknown, newest first, with inbox, message and ticket at hand."""
    require(by, ChannelPermission.RAW_READ)
    troubled = (DeliveryState.FAILED, DeliveryState.UNCONFIRMED)
    return _with_ticket().filter(state__in=troubled).order_by("-id")


def waiting_deliveries(*, by: Actor) -> QuerySet[Delivery]:
    """Messages that are still to be sent, the most urgent first."""
    require(by, ChannelPermission.RAW_READ)
    waiting = (DeliveryState.QUEUED, DeliveryState.ATTEMPTING)
    return _with_ticket().filter(state__in=waiting).order_by("due_at")


def deliveries_of(message_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """How the sending of messages stands, by message: DELIVERY_COLUMNS with `last_error` as `words`. The caller has
    checked that the actor sees them."""

    def wanted(*numbers: int) -> "QuerySet[Delivery, Any]":
        return Delivery.objects.filter(message_id__in=numbers).order_by().values_list("message_id", *DELIVERY_COLUMNS)

    rows = prepared.rows("deliveries", wanted, *message_ids)
    return {row[0]: dict(zip(DELIVERY_COLUMNS, row[1:], strict=True)) | {"words": row[4]} for row in rows}


def _with_ticket() -> QuerySet[Delivery]:
    return Delivery.objects.select_related("inbox", "message__ticket", "asked__consultation__ticket")


def _counted(state: RawState) -> Coalesce:
    """How many of an inbox's messages are in a state that few are in."""
    found = RawMessage.objects.filter(state=state, inbox_id=OuterRef("pk")).order_by().values("inbox_id")
    return Coalesce(Subquery(found.annotate(number=Count("id")).values("number")), 0)
