"""Setting up the escalation ladder: the names of its tiers, their order, and the teams that work on each."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.kernel import events
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Conflict, Invalid, NotFound
from madoguchi.kernel.text import one_line
from madoguchi.people import queries as people
from madoguchi.people.permissions import require
from madoguchi.people.services import auditing, teams
from madoguchi.tickets import tiers
from madoguchi.tickets.errors import TierInUse
from madoguchi.tickets.events_structure import TicketSetupChanged
from madoguchi.tickets.models import Escalation, Ticket, Tier
from madoguchi.tickets.permissions import TicketPermission


@transaction.atomic
def save(number: int | None = None, *, name: str, team_ids: Iterable[int], by: Actor) -> Tier:
    """Adds a tier at the end, or changes one. Teams that work there no more go to the first tier. Raises Invalid
    (no name, a name that is there already, more than nine), NotFound."""
    require(by, TicketPermission.SETUP)
    listed = _kept()
    called = one_line(name)[:60]
    if not called:
        raise Invalid(field="name", reason=_("must not be empty"))
    if any(tiers.name_of(row) == called for row in listed if row.number != number):
        raise Invalid(field="name", reason=_("There is such a tier already."))
    if number is None:
        free = [one for one in range(1, tiers.MOST + 1) if one not in {row.number for row in listed}]
        if not free:
            raise Invalid(field="name", reason=_("At most %(count)s tiers.") % {"count": tiers.MOST})
        row = Tier(number=free[0], position=max((one.position for one in listed), default=0) + 1)
    else:
        row = _found(listed, number)
    before = {"name": tiers.name_of(row)} if number is not None else None
    row.name = "" if called == str(tiers.BUILT_IN.get(row.number, "")) else called
    row.save()
    _place(row.number, set(team_ids), first=_first(listed, row), by=by)
    _noted(row.number, "saved", before, {"name": called}, by=by)
    return row


@transaction.atomic
def move(number: int, *, up: bool, by: Actor) -> None:
    """One place earlier or later in the order; at the end it stays."""
    require(by, TicketPermission.SETUP)
    listed = _kept()
    place = listed.index(_found(listed, number))
    other = place - 1 if up else place + 1
    if not 0 <= other < len(listed):
        return
    before = [tiers.name_of(row) for row in listed]
    listed[place], listed[other] = listed[other], listed[place]
    for position, row in enumerate(listed, start=1):
        row.position = position
        row.save()
    order = {"order": [tiers.name_of(row) for row in listed]}
    _noted(number, "saved", {"order": before}, order, by=by)


@transaction.atomic
def delete(number: int, *, by: Actor) -> None:
    """Takes away a tier on which no team works and no ticket ever was. Raises TierInUse, Conflict (the last one)."""
    require(by, TicketPermission.SETUP)
    listed = _kept()
    row = _found(listed, number)
    if len(listed) == 1:
        raise Conflict
    used = Escalation.objects.filter(to_tier=number).exists() or Ticket.objects.filter(tier=number).exists()
    if used or any(team.tier == number for team in people.teams()):
        raise TierInUse
    called = tiers.name_of(row)
    row.delete()
    _noted(number, "deleted", {"name": called}, None, by=by)


def _kept() -> list[Tier]:
    """The rows, made when the ladder is changed for the first time; also for a number on which a team works already."""
    listed = list(Tier.objects.select_for_update())
    if not listed:
        listed = [Tier.objects.create(number=row.number, position=row.position) for row in tiers.rows()]
    for number in sorted({team.tier for team in people.teams()} - {row.number for row in listed}):
        listed.append(Tier.objects.create(number=number, position=listed[-1].position + 1))
    return listed


def _found(listed: list[Tier], number: int) -> Tier:
    row = next((one for one in listed if one.number == number), None)
    if row is None:
        raise NotFound
    return row


def _first(listed: list[Tier], row: Tier) -> int:
    """Where teams go that leave `row`: the first tier, from the first itself nowhere."""
    first = min([*listed, row], key=lambda one: (one.position, one.number))
    return first.number


def _place(number: int, team_ids: set[int], *, first: int, by: Actor) -> None:
    for team in people.teams(active=True):
        wanted = number if team.id in team_ids else first if team.tier == number else team.tier
        if wanted != team.tier:
            teams.update(team.id, tier=wanted, by=by)


def _noted(number: int, verb: str, before: object, after: object, *, by: Actor) -> None:
    auditing.note(f"ticket_setup:{verb}", by=by, subject_kind="tier", subject_id=number, before=before, after=after)
    events.publish(TicketSetupChanged(kind="tier", object_id=number, verb=verb), by=by)
