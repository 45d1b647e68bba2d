"""Reads about inboxes and messages on their way."""

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from madoguchi.channels.models import Delivery, DeliveryState, Inbox, RawMessage, RawState
from madoguchi.channels.permissions import ChannelPermission
from madoguchi.kernel import prepared
from madoguchi.kernel.actors import Actor
from madoguchi.people.permissions import require
from madoguchi.tickets import reading

UNDO_SECONDS = 10


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


def undo_seconds(ticket_id: int, *, by: Actor) -> int:
    """How long an answer on this ticket can be taken back: as its inbox says, else the usual time."""
    found = prepared.rows(
        prepared.shape_of(by),
        lambda number: (
            Inbox.objects.filter(pk__in=reading.inbox_of(number, by=by)).order_by().values_list("undo_seconds")
        ),
        ticket_id,
    )
    return int(found[0][0]) if found else UNDO_SECONDS


def own_addresses() -> set[str]:
    """Addresses of our own mailboxes, folded: mail to them comes back to us."""
    return {address.casefold() for address in Inbox.objects.filter(kind="mail").values_list("address", flat=True)}


def form(slug: str) -> Inbox | None:
    """The active form inbox with this slug."""
    return Inbox.objects.filter(kind="form", address__iexact=slug, active=True).first()


def quarantined(*, by: Actor) -> QuerySet[RawMessage]:
    """Unreadable messages, newest first, with inbox and file at hand."""
    require(by, ChannelPermission.RAW_READ)
    return RawMessage.objects.select_related("inbox", "file").filter(state=RawState.QUARANTINED).order_by("-id")


def filtered(*, by: Actor) -> QuerySet[RawMessage]:
    """Messages that a filter stopped, newest first."""
    require(by, ChannelPermission.RAW_READ)
    return RawMessage.objects.select_related("inbox").filter(state=RawState.FILTERED).order_by("-id")


def traced(words: str, *, by: Actor) -> QuerySet[RawMessage]:
    """Where is this mail? By Message-ID, sender or subject, newest first."""
    require(by, ChannelPermission.RAW_READ)
    wanted = words.strip().strip("<>")
    found = Q(message_id=wanted) | Q(sender__icontains=wanted) | Q(subject__icontains=wanted)
    return RawMessage.objects.select_related("inbox").filter(found).order_by("-id")


def failed_deliveries(*, by: Actor) -> QuerySet[Delivery]:
    """Messages that failed or whose arrival is unknown, newest first, with inbox, message and ticket at hand."""
    require(by, ChannelPermission.RAW_READ)
    troubled = (DeliveryState.FAILED, DeliveryState.UNCONFIRMED)
    return Delivery.objects.select_related("inbox", "message__ticket").filter(state__in=troubled).order_by("-id")


def waiting_deliveries(*, by: Actor) -> QuerySet[Delivery]:
    """Messages that are still to be sent, the most urgent first."""
    require(by, ChannelPermission.RAW_READ)
    waiting = (DeliveryState.QUEUED, DeliveryState.ATTEMPTING)
    return Delivery.objects.select_related("inbox", "message__ticket").filter(state__in=waiting).order_by("due_at")


def _counted(state: RawState) -> Coalesce:
    """How many of an inbox's messages are in a state that few are in."""
    found = RawMessage.objects.filter(state=state, inbox_id=OuterRef("pk")).order_by().values("inbox_id")
    return Coalesce(Subquery(found.annotate(number=Count("id")).values("number")), 0)
