"""Finding what a text promises the customer, with due times by the hours its ticket counts in. Changes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from madoguchi.calendars import time as calendar
from madoguchi.kernel.actors import Actor
from madoguchi.tickets.models import Ticket
from madoguchi.tickets.promises.grammar import may_promise, promises
from madoguchi.tickets.promises.times import Office

Choices = Mapping[str, datetime | None]
"""What the writer decided about promises, by their words: another due time, or None for no commitment."""
MOST = 10
LONGEST_WORDS = 300
USUAL_CLOSING = time(18)
_ALWAYS_OPEN = Office(lambda _day: True, lambda _day: USUAL_CLOSING)
SHORTEST_NOTICE = timedelta(minutes=5)
NOTICES = (timedelta(hours=2), timedelta(minutes=15))


@dataclass(frozen=True, slots=True)
class Proposal:
    """A promise that was found. `vague`: its words name no time (折り返し), `due_at` is what we propose."""

    words: str
    due_at: datetime
    vague: bool


def proposals(ticket_id: int, *, text: str, at: datetime, by: Actor) -> list[Proposal]:
    """What a text written at `at` promises on a ticket the actor may see. Raises NotFound."""
    return found(text, version_id=Ticket.objects.get_visible(ticket_id, by).schedule_version_id, at=at)


def found(text: str, *, version_id: int | None, at: datetime) -> list[Proposal]:
    """The promises of a text by one version of business hours (None: today's default ones), each words once.

    「本日中」 written after hours lasts until the end of the day; what was due on an earlier day is no promise.
    """
    if not may_promise(text) or not promises(text, at=at, office=_ALWAYS_OPEN):
        return []
    here = at.astimezone(calendar.zone_of(version_id))
    office = Office(lambda day: calendar.open_on(version_id, day) is not None, lambda day: _closing(version_id, day))
    proposed: dict[str, Proposal] = {}
    for promise in promises(text, at=here, office=office):
        words = promise.sentence[:LONGEST_WORDS]
        vague = promise.due_at is None
        due = promise.due_at or _next_business_day(here, version_id)
        if due <= here and due.date() == here.date():
            due = datetime.combine(here.date(), calendar.LAST_MINUTE, here.tzinfo)
        if due > here and words not in proposed:
            proposed[words] = Proposal(words, due, vague)
    return list(proposed.values())[:MOST]


def chosen(proposed: list[Proposal], choices: Choices) -> list[Proposal]:
    """What is left when the writer has decided; what they said nothing about is kept as proposed."""
    left = []
    for one in proposed:
        due_at = choices.get(one.words, one.due_at)
        if due_at is not None:
            left.append(one if due_at == one.due_at else Proposal(one.words, due_at, vague=False))
    return left


def notice_at(due_at: datetime, *, version_id: int | None, now: datetime) -> datetime:
    """When whoever is in charge is to be reminded: as the last open day begins, else some time ahead, else when due."""
    due = due_at.astimezone(calendar.zone_of(version_id))
    for moment in (_opening(due, version_id), *(due_at - ahead for ahead in NOTICES)):
        if moment is not None and now + SHORTEST_NOTICE <= moment < due_at:
            return moment
    return due_at


def _opening(due: datetime, version_id: int | None) -> datetime | None:
    for back in range(8):
        day = due.date() - timedelta(days=back)
        hours = calendar.open_on(version_id, day)
        if hours is not None and datetime.combine(day, hours[0], due.tzinfo) < due:
            return datetime.combine(day, hours[0], due.tzinfo)
    return None


def _closing(version_id: int | None, day: date) -> time:
    hours = calendar.open_on(version_id, day)
    return hours[1] if hours is not None else USUAL_CLOSING


def _next_business_day(here: datetime, version_id: int | None) -> datetime:
    for ahead in range(1, 15):
        day = here.date() + timedelta(days=ahead)
        if calendar.open_on(version_id, day) is not None:
            return datetime.combine(day, _closing(version_id, day), here.tzinfo)
    return here + timedelta(days=1)
