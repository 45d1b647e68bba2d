"""When an agent works, by the agent's own clock, and who is away just now."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from madoguchi.kernel import clock
from madoguchi.people.models import Absence, Agent

WEEK: dict[str, Any] = {"days": [0, 1, 2, 3, 4], "from": "09:00", "to": "18:00"}


def of(agent: Agent) -> dict[str, Any]:
    """`days` (0 is Monday), `from` and `to` as HH:MM."""
    return {**WEEK, **agent.preferences.get("hours", {})}


def works_at(agent: Agent, at: datetime) -> bool:
    """Whether the moment lies in the agent's working hours and the agent is not away. A shift may pass midnight."""
    local, week = at.astimezone(ZoneInfo(agent.time_zone)), of(agent)
    begin, end = time.fromisoformat(week["from"]), time.fromisoformat(week["to"])
    now, day = local.time(), local.weekday()
    if begin < end:
        inside = day in week["days"] and begin <= now < end
    else:
        late, early = day in week["days"] and now >= begin, (day - 1) % 7 in week["days"] and now < end
        inside = late or early
    return inside and agent.id not in away_ids([agent.id], at=at)


def standing(*, at: datetime | None = None) -> QuerySet[Absence]:
    """Absences that hold at a moment."""
    moment = at or clock.now()
    rows = Absence.objects.filter(ended_at=None, starts_at__lte=moment)
    return rows.filter(Q(ends_at=None) | Q(ends_at__gt=moment))


def away_ids(agent_ids: Iterable[int] | None = None, *, at: datetime | None = None) -> set[int]:
    """Which of these agents (all for None) are on a break or away: not to be given work by itself."""
    rows = standing(at=at)
    rows = rows if agent_ids is None else rows.filter(agent_id__in=set(agent_ids))
    return set(rows.values_list("agent_id", flat=True))


def absences_of(agent_id: int) -> QuerySet[Absence]:
    """Present and coming absences of one agent, the earliest first."""
    rows = Absence.objects.filter(agent_id=agent_id, ended_at=None).select_related("successor")
    return rows.filter(Q(ends_at=None) | Q(ends_at__gt=clock.now())).order_by("starts_at", "id")


def absence(absence_id: int) -> Absence | None:
    """An absence that is not over."""
    return Absence.objects.filter(pk=absence_id, ended_at=None).first()
