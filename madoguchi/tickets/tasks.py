"""Jobs of this room: they take ids and call a service."""

from madoguchi.kernel.actors import SYSTEM, Actor
from madoguchi.kernel.jobs import GiveUp, job
from madoguchi.people.queries import actor_of
from madoguchi.tickets.services import attaching, bulk, following_up, giving_back, presence, reminding, snoozing


@job("tickets.wake_due", every=30)
def wake_due() -> None:
    """Wakes tickets whose hold has run out."""
    snoozing.wake_due(by=SYSTEM)


@job("tickets.remind_of_promises", every=60)
def remind_of_promises() -> None:
    """Tells of promises that fall due soon or are overdue."""
    reminding.remind_due(by=SYSTEM)


@job("tickets.remind_of_follow_ups", every=300)
def remind_of_follow_ups() -> None:
    """Tells of complaints whose customers are to be asked again."""
    following_up.remind_due(by=SYSTEM)


@job("tickets.forget_orphans", every=6 * 3600)
def forget_orphans() -> None:
    """Deletes uploads that no message took."""
    attaching.forget_orphans(by=SYSTEM)


@job("tickets.forget_presence", every=6 * 3600)
def forget_presence() -> None:
    """Deletes what is left of agents who closed their browser without a word."""
    presence.forget_stale(by=SYSTEM)


@job("tickets.run_bulk_change", attempts=20)
def run_bulk_change(bulk_id: int) -> None:
    """Changes many tickets with the rights its author has by now."""
    bulk.run(bulk_id, by=_author(bulk_id))


@job("tickets.give_back_bulk_change", attempts=20)
def give_back_bulk_change(bulk_id: int) -> None:
    """Takes the change of many tickets back, in the same way."""
    bulk.give_back(bulk_id, by=_author(bulk_id))


def _author(bulk_id: int) -> Actor:
    kind, actor_id = bulk.author_of(bulk_id)
    author = actor_of(kind, actor_id)
    if author is None:
        raise GiveUp("its author is gone")
    return author


@job("tickets.give_back", attempts=5)
def give_back(absence_id: int) -> None:
    """Hands on the open tickets of somebody who is away."""
    giving_back.give_back(absence_id, by=SYSTEM)
