"""Complaints as pages and programs show them. Reads only; what the actor may not see is not there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, QuerySet
from django.utils import timezone

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.people.queries import agent_names
from madoguchi.tickets.models import Complaint, ComplaintCause, Consent, Ticket
from madoguchi.tickets.models.approval import ApprovalState
from madoguchi.tickets.statuses import LIVE_STATUSES, Status

MOST = 500
CAUSES_OVER = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Decision:
    """What one of those asked said."""

    name: str
    agreed: bool
    comment: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for consent with its decisions. `mine`: whether the reader may decide it now."""

    row: Consent
    asked_by: str
    decisions: tuple[Decision, ...]
    mine: bool

    @property
    def agreed(self) -> int:
        """How many have agreed."""
        return sum(one.agreed for one in self.decisions)


def of_ticket(ticket_id: int, *, by: Actor) -> Complaint | None:
    """The complaint of a ticket, None when it is none. Raises NotFound for a ticket the actor does not see."""
    ticket = Ticket.objects.get_visible(ticket_id, by)
    rows = Complaint.objects.select_related("cause", "action_owner", "followed_up_by")
    return rows.filter(ticket=ticket, withdrawn_at=None).first()


def consents(complaint: Complaint, *, by: Actor) -> list[Asked]:
    """Every request of a complaint the actor has found, newest first."""
    rows = list(Consent.objects.filter(complaint=complaint).order_by("-id"))
    names = agent_names({row.asked_by_id for row in rows} | {one["agent_id"] for row in rows for one in row.decisions})
    return [_asked(row, names, by) for row in rows]


def causes(*, active: bool | None = None) -> QuerySet[ComplaintCause]:
    """The root causes one can choose, with `used`: how many complaints name each."""
    rows = ComplaintCause.objects.annotate(used=Count("complaints"))
    return rows if active is None else rows.filter(active=active)


def open_ones(*, by: Actor) -> QuerySet[Complaint]:
    """Complaints that are not closed, the gravest and oldest first."""
    return _seen(by).filter(ticket__status__in=LIVE_STATUSES).order_by("-severity", "raised_at")


def actions_due(*, by: Actor) -> QuerySet[Complaint]:
    """Complaints whose corrective action is not done, the next due first (without a day last)."""
    rows = _seen(by).exclude(action="").filter(action_done_at=None)
    return rows.order_by(F("action_due_on").asc(nulls_last=True), "raised_at")


def follow_ups(*, by: Actor, due: bool = False) -> QuerySet[Complaint]:
    """Closed complaints whose customer is still to be asked, the next due first; only what is `due` by now."""
    rows = _seen(by).filter(ticket__status=Status.CLOSED, follow_up_at__isnull=False, followed_up_at=None)
    return (rows.filter(follow_up_at__lte=clock.now()) if due else rows).order_by("follow_up_at")


def followed_up(*, by: Actor) -> QuerySet[Complaint]:
    """Complaints whose customer was asked, the latest first."""
    return _seen(by).filter(followed_up_at__isnull=False).order_by("-followed_up_at")


def to_consent(*, by: Actor) -> list[Consent]:
    """Requests that wait for somebody, of complaints the actor sees."""
    waiting = Consent.objects.filter(state=ApprovalState.PENDING, complaint__in=_seen(by).values("pk"))
    return list(waiting.select_related("complaint__ticket", "asked_by").order_by("asked_at")[:MOST])


def by_cause(*, by: Actor) -> list[tuple[str, int]]:
    """[(cause, number)] of the complaints of the last 90 days, the most frequent first; "" for none."""
    rows = _seen(by).filter(raised_at__gte=clock.now() - CAUSES_OVER).order_by()
    found = rows.values_list("cause__name").annotate(number=Count("id"))
    return sorted(((name or "", number) for name, number in found), key=lambda pair: (-pair[1], pair[0]))


def everything(*, by: Actor) -> Iterable[Complaint]:
    """All complaints the actor sees, newest first, one after another."""
    return _seen(by).order_by("-id").iterator(chunk_size=500)


def plain(row: Complaint) -> dict[str, Any]:
    """As programs see it."""
    columns = ("severity", "facts", "feelings", "demand", "cause_id", "action", "action_owner_id", "action_due_on")
    times = ("action_done_at", "raised_at", "follow_up_at", "followed_up_at")
    return {
        "ticket_id": row.ticket_id,
        **{name: getattr(row, name) for name in (*columns, *times, "outcome", "outcome_note")},
    }


def overdue(row: Complaint) -> bool:
    """Whether its corrective action should have been done by now."""
    late = row.action_due_on is not None and row.action_due_on < timezone.localtime(clock.now()).date()
    return late and row.action_done_at is None


def _seen(by: Actor) -> QuerySet[Complaint]:
    tickets = Ticket.objects.visible_to(by).filter(complaint_severity__isnull=False, merged_into=None)
    rows = Complaint.objects.filter(withdrawn_at=None, ticket__in=tickets.exclude(status__in=(Status.SPAM, Status.BIN)))
    return rows.select_related("ticket__customer", "ticket__assignee", "cause", "action_owner", "followed_up_by")


def _asked(row: Consent, names: dict[int, str], by: Actor) -> Asked:
    said = tuple(
        Decision(names.get(one["agent_id"], ""), one["agreed"], one["comment"], datetime.fromisoformat(one["at"]))
        for one in row.decisions
    )
    strangers = {row.asked_by_id, *(one["agent_id"] for one in row.decisions)}
    mine = row.state == ApprovalState.PENDING and by.has("complaint:approve") and by.agent_id not in strangers
    return Asked(row, names.get(row.asked_by_id, ""), said, mine)
