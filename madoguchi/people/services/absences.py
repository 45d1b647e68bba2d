"""Going away and coming back. What happens to the tickets meanwhile is the room `tickets`' business."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.kernel import clock
from madoguchi.kernel.actors import SYSTEM, Actor
from madoguchi.kernel.errors import Invalid, NotAllowed, NotFound
from madoguchi.kernel.events import publish
from madoguchi.kernel.text import one_line
from madoguchi.people.events import AbsenceBegun, AbsenceEnded
from madoguchi.people.models import Absence, Agent
from madoguchi.people.models.absence import AbsenceKind
from madoguchi.people.permissions import PeoplePermission, require
from madoguchi.people.services import auditing

LONGEST = timedelta(days=730)


@transaction.atomic
def enter(
    agent_id: int,
    *,
    kind: str,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    memo: str = "",
    gives_back: bool = False,
    successor_id: int | None = None,
    by: Actor,
) -> Absence:
    """Away from now, or from `starts_at`. For somebody else it needs `agent:manage` and is audited."""
    _may(agent_id, by=by)
    now = clock.now()
    begin = starts_at or now
    if kind not in AbsenceKind.values:
        raise Invalid(field="kind", reason=one_line(kind)[:20])
    if ends_at is not None and (ends_at <= max(begin, now) or ends_at - begin > LONGEST):
        raise Invalid(field="ends_at", reason=_("must lie after the beginning"))
    if begin - now > LONGEST:
        raise Invalid(field="starts_at", reason=_("is too far away"))
    if successor_id is not None and (successor_id == agent_id or not _works(successor_id)):
        raise Invalid(field="successor", reason=_("is not at work"))
    row = Absence.objects.create(
        agent_id=agent_id,
        kind=kind,
        starts_at=begin,
        ends_at=ends_at,
        memo=one_line(memo)[:120],
        gives_back=gives_back,
        successor_id=successor_id if gives_back else None,
    )
    if by.agent_id != agent_id:
        auditing.note("agent:absence", by=by, subject_kind="agent", subject_id=agent_id, after={"kind": kind})
    if begin <= now:
        _begin(row, by=by)
    return row


@transaction.atomic
def end(absence_id: int, *, by: Actor) -> None:
    """Back again, or not going at all."""
    row = Absence.objects.select_for_update().filter(pk=absence_id, ended_at=None).first()
    if row is None:
        raise NotFound
    _may(row.agent_id, by=by)
    _end(row, by=by)


@transaction.atomic
def act_on_time(*, by: Actor = SYSTEM) -> int:
    """Begins what has come and ends what is over; how many that were. Called once a minute."""
    require(by, PeoplePermission.AGENT_MANAGE)
    now = clock.now()
    begun = list(Absence.objects.select_for_update().filter(begun_at=None, ended_at=None, starts_at__lte=now)[:200])
    for row in begun:
        _begin(row, by=by)
    over = list(Absence.objects.select_for_update().filter(ended_at=None, ends_at__lte=now)[:200])
    for row in over:
        _end(row, by=by)
    return len(begun) + len(over)


def _begin(row: Absence, *, by: Actor) -> None:
    row.begun_at = clock.now()
    row.save(update_fields=["begun_at"])
    publish(AbsenceBegun(absence_id=row.id, agent_id=row.agent_id, gives_back=row.gives_back), by=by)


def _end(row: Absence, *, by: Actor) -> None:
    row.ended_at = clock.now()
    row.save(update_fields=["ended_at"])
    if row.begun_at is not None:
        publish(AbsenceEnded(absence_id=row.id, agent_id=row.agent_id), by=by)


def _may(agent_id: int, *, by: Actor) -> None:
    if by.agent_id != agent_id:
        require(by, PeoplePermission.AGENT_MANAGE)
    elif by.agent_id is None:
        raise NotAllowed(permission=str(PeoplePermission.AGENT_MANAGE))
    if not Agent.objects.filter(pk=agent_id, is_active=True).exists():
        raise NotFound


def _works(agent_id: int) -> bool:
    return Agent.objects.filter(pk=agent_id, is_active=True).exists()
