"""Changing many tickets at once: chosen one by one or by conditions, with progress, and an undo."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.kernel import clock, events, live
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid, MadoguchiError, NotAllowed, NotFound
from madoguchi.people.permissions import require
from madoguchi.tickets import changes as ticket_changes
from madoguchi.tickets import conditions as ticket_conditions
from madoguchi.tickets import listing
from madoguchi.tickets.condition_values import moment_of
from madoguchi.tickets.errors import NotUndoable
from madoguchi.tickets.events_structure import BulkChangeFinished, BulkChangeStarted, BulkChangeUndone
from madoguchi.tickets.models import BulkChange, Ticket, TicketTag
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.queueing import later
from madoguchi.tickets.services import applying, assigning, changing, snoozing, tagging
from madoguchi.tickets.statuses import Status

LARGEST = 10_000
AT_ONCE = 100
STRIDE = 20


def change(
    *,
    changes: object,
    by: Actor,
    ticket_ids: Iterable[int] | None = None,
    conditions: object = None,
    at: datetime | None = None,
) -> BulkChange:
    """Makes the changes to the given tickets, or to all that meet the conditions (at most 10,000).

    Up to 100 are done before this returns; more are done by a job. A ticket that refuses stays as it was and is
    listed in `failed` with the reason's code.
    """
    require(by, TicketPermission.BULK)
    cleaned = ticket_changes.clean(changes)
    ids = selection(ticket_ids, conditions, by=by)
    with transaction.atomic():
        row = BulkChange.objects.create(
            change=cleaned,
            ticket_ids=ids,
            total=len(ids),
            by_kind=by.kind,
            by_id=by.id,
            started_at=at or clock.now(),
        )
        events.publish(BulkChangeStarted(bulk_id=row.id, total=row.total), by=by)
        if row.total > AT_ONCE:
            later("tickets.run_bulk_change", key=str(row.id), bulk_id=row.id)
    return row if row.total > AT_ONCE else run(row.id, by=by)


def run(bulk_id: int, *, by: Actor) -> BulkChange:
    """Does what is left of a bulk change, twenty tickets a transaction; a second run goes on where one broke off."""
    row = BulkChange.objects.get(pk=bulk_id)
    while row.done < row.total and row.undone_at is None:
        with transaction.atomic():
            row = BulkChange.objects.select_for_update().get(pk=bulk_id)
            stride = row.ticket_ids[row.done : row.done + STRIDE]
            before = _values_of(stride, by)
            for ticket_id in stride:
                _one(row, ticket_id, before.get(ticket_id), by)
            row.done = min(row.total, row.done + STRIDE)
            if row.done == row.total:
                row.finished_at = clock.now()
                events.publish(
                    BulkChangeFinished(bulk_id=row.id, done=row.done - len(row.failed), failed=len(row.failed)), by=by
                )
            row.save(update_fields=["before", "failed", "done", "finished_at"])
            live.announce(live.Announcement(id=0, name="bulk_change.progressed", agent_id=by.agent_id))
    return row


def undo(bulk_id: int, *, by: Actor) -> BulkChange:
    """Gives every changed ticket its former values back, except where somebody has changed them since.

    More than 100 are done by a job; `undone` tells how far it has come.
    """
    progress(bulk_id, by=by)
    with transaction.atomic():
        row = BulkChange.objects.select_for_update().get(pk=bulk_id)
        if row.finished_at is None or row.undone_at is not None:
            raise NotUndoable
        row.undone_at = clock.now()
        row.save(update_fields=["undone_at"])
        events.publish(BulkChangeUndone(bulk_id=row.id), by=by)
        if row.total > AT_ONCE:
            later("tickets.give_back_bulk_change", key=str(row.id), bulk_id=row.id)
    return row if row.total > AT_ONCE else give_back(row.id, by=by)


def give_back(bulk_id: int, *, by: Actor) -> BulkChange:
    """Does what is left of an undo, twenty tickets a transaction."""
    row = BulkChange.objects.get(pk=bulk_id)
    while row.undone < row.total:
        with transaction.atomic():
            row = BulkChange.objects.select_for_update().get(pk=bulk_id)
            for ticket_id in row.ticket_ids[row.undone : row.undone + STRIDE]:
                before = row.before.get(str(ticket_id))
                if before is not None:
                    _give_back(ticket_id, before, row.change, by)
            row.undone = min(row.total, row.undone + STRIDE)
            row.save(update_fields=["undone"])
            live.announce(live.Announcement(id=0, name="bulk_change.progressed", agent_id=by.agent_id))
    return row


def progress(bulk_id: int, *, by: Actor) -> BulkChange:
    """A bulk change of one's own. Raises NotFound for anybody else's."""
    row = BulkChange.objects.filter(pk=bulk_id, by_kind=by.kind, by_id=by.id).first()
    if row is None:
        raise NotFound
    require(by, TicketPermission.BULK)
    return row


def author_of(bulk_id: int) -> tuple[str, int | None]:
    """Kind and id of whoever started a bulk change."""
    kind, actor_id = BulkChange.objects.values_list("by_kind", "by_id").get(pk=bulk_id)
    return kind, actor_id


def selection(ticket_ids: Iterable[int] | None, conditions: object, *, by: Actor, all_seen: bool = True) -> list[int]:
    """The ids of a selection, checked: at least one, at most 10,000, each visible (`all_seen`, or those that are)."""
    if (ticket_ids is None) == (conditions is None):
        raise Invalid(field="ticket_ids", reason=_("Choose tickets, or conditions."))
    if ticket_ids is not None:
        wanted = list(dict.fromkeys(ticket_ids))
        if len(wanted) > LARGEST:
            raise _too_many()
        seen: set[int] = set()
        for start in range(0, len(wanted), 500):
            chunk = wanted[start : start + 500]
            seen |= set(Ticket.objects.visible_to(by).filter(pk__in=chunk).values_list("id", flat=True))
        if all_seen and len(seen) != len(wanted):
            raise NotFound
        ids = [number for number in wanted if number in seen]
    else:
        rows = listing.selected(by=by, conditions=ticket_conditions.clean(conditions))
        ids = list(rows.order_by("id").values_list("id", flat=True)[: LARGEST + 1])
    if not ids:
        raise Invalid(field="ticket_ids", reason=_("No ticket is chosen."))
    if len(ids) > LARGEST:
        raise _too_many()
    return ids


def _too_many() -> Invalid:
    return Invalid(field="ticket_ids", reason=_("At most %(count)s tickets at once.") % {"count": f"{LARGEST:,}"})


def _one(row: BulkChange, ticket_id: int, before: dict[str, Any] | None, by: Actor) -> None:
    try:
        if before is None:
            raise NotFound
        with transaction.atomic():
            applying.apply(ticket_id, changes=row.change, by=by)
            row.before[str(ticket_id)] = before
    except MadoguchiError as refusal:
        row.failed[str(ticket_id)] = refusal.code


def _values_of(ticket_ids: list[int], by: Actor) -> dict[int, dict[str, Any]]:
    """What the tickets of one transaction hold before it; those one does not see are missing."""
    tags: dict[int, list[str]] = {number: [] for number in ticket_ids}
    for number, name in TicketTag.objects.filter(ticket_id__in=ticket_ids).values_list("ticket_id", "tag__name"):
        tags[number].append(name)
    return {
        ticket.id: {
            "status": ticket.status,
            "priority": ticket.priority,
            "category_id": ticket.category_id,
            "team_id": ticket.team_id,
            "assignee_id": ticket.assignee_id,
            "fields": ticket.fields,
            "wake_at": ticket.wake_at.isoformat() if ticket.wake_at else None,
            "tags": tags[ticket.id],
        }
        for ticket in Ticket.objects.visible_to(by).filter(pk__in=ticket_ids)
    }


def _give_back(ticket_id: int, before: Mapping[str, Any], change: Mapping[str, Any], by: Actor) -> None:
    try:
        with transaction.atomic():
            _revert(Ticket.objects.get_visible(ticket_id, by), before, change, by)
    except (NotFound, NotAllowed, Invalid):
        return


def _revert(ticket: Ticket, before: Mapping[str, Any], change: Mapping[str, Any], by: Actor) -> None:
    properties = {
        name: before[name]
        for name in ("priority", "category_id")
        if name in change and getattr(ticket, name) == change[name]
    }
    touched = change.get("fields", {})
    former = {key: before["fields"].get(key) for key, value in touched.items() if ticket.fields.get(key) == value}
    if former:
        properties["fields"] = former
    if properties:
        changing.change(ticket.id, **properties, by=by)
    if "add_tags" in change:
        tagging.remove(ticket.id, names=[name for name in change["add_tags"] if name not in before["tags"]], by=by)
    if "remove_tags" in change:
        tagging.add(ticket.id, names=[name for name in change["remove_tags"] if name in before["tags"]], by=by)
    held = "snooze_hours" in change or "snooze_until" in change
    if (change.get("status") == ticket.status or held) and ticket.status != before["status"]:
        _restep(ticket.id, before, by)
    if "team_id" in change or "assignee_id" in change:
        assigning.assign(ticket.id, agent_id=before["assignee_id"], team_id=before["team_id"], by=by)


def _restep(ticket_id: int, before: Mapping[str, Any], by: Actor) -> None:
    if before["status"] != Status.HELD:
        applying.move(ticket_id, status=before["status"], by=by)
        return
    applying.move(ticket_id, status=Status.OPEN, by=by)
    if before["wake_at"] and moment_of(before["wake_at"]) > clock.now():
        snoozing.snooze(ticket_id, until=moment_of(before["wake_at"]), by=by)
