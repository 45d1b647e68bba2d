"""Rows that figures are made of, for reports: tickets that count, their closures, answers and replies. Reads only.

Spam, bin and merged-away tickets never count; what the reader may not see does not count for them either.
"""

from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery

from madoguchi.kernel.actors import Actor
from madoguchi.tickets.models import Closure, Message, Ticket
from madoguchi.tickets.models.message import MessageKind, MessageState
from madoguchi.tickets.statuses import Status

SLIP = timedelta(seconds=60)
_WRITTEN_BY_PERSON = Q(kind=MessageKind.OUTWARD, auto=False, agent__isnull=False) & ~Q(state=MessageState.CANCELLED)
_FROM_CUSTOMER = Q(messages__kind=MessageKind.INWARD, messages__auto=False)


def counted(*, by: Actor, team_id: int | None = None) -> QuerySet[Ticket]:
    """Tickets that count: seen by the reader, of the team if one is given, neither spam, bin nor merged away."""
    rows = Ticket.objects.visible_to(by).filter(merged_into=None).exclude(status__in=(Status.SPAM, Status.BIN))
    return rows if team_id is None else rows.filter(team_id=team_id)


def answered(*, by: Actor, since: datetime, until: datetime, team_id: int | None = None) -> QuerySet[Ticket]:
    """Tickets first answered by a person in [since, until), with `first_in` (first customer message) and
    `answered_by` (agent)."""
    answer = Message.objects.filter(
        _WRITTEN_BY_PERSON, ticket_id=OuterRef("pk"), created_at=OuterRef("first_response_at")
    )
    return (
        counted(by=by, team_id=team_id)
        .filter(first_response_at__gte=since, first_response_at__lt=until)
        .annotate(
            first_in=Min("messages__created_at", filter=_FROM_CUSTOMER),
            answered_by=Subquery(answer.order_by("id").values("agent_id")[:1]),
        )
    )


def solved(*, by: Actor, since: datetime, until: datetime, team_id: int | None = None) -> QuerySet[Ticket]:
    """Tickets whose standing closure lies in [since, until), with `first_at` (first message), `solved_by` (agent),
    `answers` (public replies of people)."""
    closure = Closure.objects.filter(ticket_id=OuterRef("pk"), reopened_at=None, by_kind="agent")
    public = Q(messages__kind=MessageKind.OUTWARD, messages__auto=False, messages__agent__isnull=False)
    return (
        counted(by=by, team_id=team_id)
        .filter(status=Status.CLOSED, closed_at__gte=since, closed_at__lt=until)
        .annotate(
            first_at=Min("messages__created_at"),
            solved_by=Subquery(closure.order_by("-id").values("by_id")[:1]),
            answers=Count("messages", filter=public & ~Q(messages__state=MessageState.CANCELLED)),
        )
    )


def first_solved(*, by: Actor, since: datetime, until: datetime, team_id: int | None = None) -> QuerySet[Ticket]:
    """Tickets solved for the first time in [since, until), with `first_closed_at`, `first_at` and `was_reopened`.

    An agent's reopening within a minute of closing is a slip and no reopening.
    """
    reopened = Closure.objects.filter(ticket_id=OuterRef("pk"), reopened_at__isnull=False)
    slip = Q(reopened_by_kind="agent", reopened_at__lt=F("closed_at") + SLIP)
    first = Closure.objects.filter(ticket_id=OuterRef("pk")).order_by("closed_at").values("closed_at")[:1]
    opened = Message.objects.filter(ticket_id=OuterRef("pk")).order_by("created_at").values("created_at")[:1]
    return (
        counted(by=by, team_id=team_id)
        .annotate(first_closed_at=Subquery(first))
        .filter(first_closed_at__gte=since, first_closed_at__lt=until)
        .annotate(first_at=Subquery(opened), was_reopened=Exists(reopened.exclude(slip)))
    )


def replies(*, by: Actor, since: datetime, until: datetime, team_id: int | None = None) -> QuerySet[Message]:
    """Public replies that people wrote in [since, until)."""
    seen = counted(by=by, team_id=team_id).filter(pk=OuterRef("ticket_id"))
    return Message.objects.filter(_WRITTEN_BY_PERSON, Exists(seen), created_at__gte=since, created_at__lt=until)


def closures(*, by: Actor, team_id: int | None = None) -> QuerySet[Closure]:
    """Every closure, standing or not, of tickets that count."""
    return Closure.objects.filter(Exists(counted(by=by, team_id=team_id).filter(pk=OuterRef("ticket_id"))))
