"""Rows that figures are made of, for reports: tickets that count, their closures, answers and replies. Reads only.

Spam, bin and merged-away tickets never count; what the reader may not see does not count for them either.
"""

from datetime import datetime, timedelta
from typing import Literal

from django.db.models import Case, Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.tickets.models import Closure, Commitment, Complaint, Message, Ticket
from madoguchi.tickets.models.commitment import CommitmentState
from madoguchi.tickets.models.message import MessageKind, MessageState
from madoguchi.tickets.statuses import LIVE_STATUSES, Status

SLIP = timedelta(seconds=60)
_WRITTEN_BY_PERSON = Q(kind=MessageKind.OUTWARD, auto=False, agent__isnull=False) & ~Q(state=MessageState.CANCELLED)


def counted(*, by: Actor, team_id: int | None = None) -> QuerySet[Ticket]:
    """Tickets that count: seen by the reader, of the team if one is given, neither spam, bin nor merged away."""
    rows = Ticket.objects.visible_to(by).filter(merged_into=None).exclude(status__in=(Status.SPAM, Status.BIN))
    return rows if team_id is None else rows.filter(team_id=team_id)


def open_now(*, by: Actor, team_id: int | None = None) -> int:
    """How many tickets that count are not done at this moment."""
    rows = Ticket.objects.visible_to(by).filter(merged_into=None, status__in=LIVE_STATUSES)
    return (rows if team_id is None else rows.filter(team_id=team_id)).count()


def answered(*, by: Actor, since: datetime, until: datetime, team_id: int | None = None) -> QuerySet[Ticket]:
    """Tickets first answered by a person in [since, until), with `first_in` (first customer message) and
    `answered_by` (agent)."""
    messages = Message.objects.filter(ticket_id=OuterRef("pk"))
    answer = messages.filter(_WRITTEN_BY_PERSON, created_at=OuterRef("first_response_at")).order_by("id")
    return (
        counted(by=by, team_id=team_id)
        .filter(first_response_at__gte=since, first_response_at__lt=until)
        .annotate(
            first_in=_least(messages.filter(kind=MessageKind.INWARD, auto=False)),
            answered_by=Subquery(answer.values("agent_id")[:1]),
        )
    )


def solved(*, by: Actor, since: datetime, until: datetime, team_id: int | None = None) -> QuerySet[Ticket]:
    """Tickets whose standing closure lies in [since, until), with `first_at` (first message), `solved_by` (agent),
    `answers` (public replies of people)."""
    closure = Closure.objects.filter(ticket_id=OuterRef("pk"), reopened_at=None, by_kind="agent").order_by("-id")
    messages = Message.objects.filter(ticket_id=OuterRef("pk"))
    answers = messages.filter(_WRITTEN_BY_PERSON).order_by().values("ticket_id").annotate(found=Count("id"))
    return (
        counted(by=by, team_id=team_id)
        .filter(status=Status.CLOSED, closed_at__gte=since, closed_at__lt=until)
        .annotate(
            first_at=_least(messages),
            solved_by=Subquery(closure.values("by_id")[:1]),
            answers=Coalesce(Subquery(answers.values("found")), 0),
        )
    )


def first_solved(*, by: Actor, since: datetime, until: datetime, team_id: int | None = None) -> QuerySet[Closure]:
    """First closures of their tickets in [since, until), with `first_at` (first message of the ticket),
    `solved_by` (agent) and `was_reopened`.

    An agent's reopening within a minute of closing is a slip and no reopening.
    """
    others = Closure.objects.filter(ticket_id=OuterRef("ticket_id"))
    reopened = others.filter(reopened_at__isnull=False).exclude(
        reopened_by_kind="agent", reopened_at__lt=F("closed_at") + SLIP
    )
    return (
        closures("closed_at", since=since, until=until, by=by, team_id=team_id)
        .exclude(Exists(others.filter(pk__lt=OuterRef("pk"))))
        .annotate(
            first_at=_least(Message.objects.filter(ticket_id=OuterRef("ticket_id"))),
            was_reopened=Exists(reopened),
            solved_by=Case(When(by_kind="agent", then=F("by_id"))),
        )
    )


def replies(*, by: Actor, since: datetime, until: datetime, team_id: int | None = None) -> QuerySet[Message]:
    """Public replies that people wrote in [since, until)."""
    lively = counted(by=by, team_id=team_id).filter(last_message_at__gte=since).values("pk")
    return Message.objects.filter(_WRITTEN_BY_PERSON, ticket__in=lively, created_at__gte=since, created_at__lt=until)


def promises(*, by: Actor, since: datetime, until: datetime, team_id: int | None = None) -> QuerySet[Commitment]:
    """Promises to customers that fell due in [since, until) and were not dropped, with `in_time`: whether they were
    kept by then. What is not due yet has nothing to say."""
    due = Commitment.objects.filter(due_at__gte=since, due_at__lt=min(until, clock.now()))
    kept = Q(state=CommitmentState.KEPT, closed_at__lte=F("due_at"))
    return (
        due.exclude(state=CommitmentState.DROPPED)
        .filter(Exists(counted(by=by, team_id=team_id).filter(pk=OuterRef("ticket_id"))))
        .annotate(in_time=Case(When(kept, then=1), default=0))
    )


def complaints(
    column: Literal["raised_at", "ticket__closed_at"],
    *,
    since: datetime,
    until: datetime,
    by: Actor,
    team_id: int | None = None,
) -> QuerySet[Complaint]:
    """Complaints that were raised (or whose tickets were closed for good) in [since, until), of tickets that count."""
    rows = Complaint.objects.filter(**{f"{column}__gte": since, f"{column}__lt": until}, withdrawn_at=None)
    rows = rows.filter(ticket__status=Status.CLOSED) if column == "ticket__closed_at" else rows
    return rows.filter(Exists(counted(by=by, team_id=team_id).filter(pk=OuterRef("ticket_id"))))


def closures(
    column: Literal["closed_at", "reopened_at"],
    *,
    since: datetime,
    until: datetime,
    by: Actor,
    team_id: int | None = None,
) -> QuerySet[Closure]:
    """Closures, standing or not, that were made (or ended) in [since, until), of tickets that count."""
    within = {f"{column}__gte": since, f"{column}__lt": until}
    return Closure.objects.filter(**within).filter(
        Exists(counted(by=by, team_id=team_id).filter(pk=OuterRef("ticket_id")))
    )


def _least(messages: QuerySet[Message]) -> Subquery:
    return Subquery(messages.order_by().values("ticket_id").annotate(least=Min("created_at")).values("least"))
