"""Making a set of changes (see tickets.changes) to one ticket through the services that own each of them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.tickets.access import refuse_merged
from madoguchi.tickets.changes import ME
from madoguchi.tickets.condition_values import moment_of
from madoguchi.tickets.models import Ticket
from madoguchi.tickets.services import assigning, changing, closing, shelving, snoozing, tagging
from madoguchi.tickets.services.assigning import KEEP
from madoguchi.tickets.statuses import LIVE_STATUSES, Status


@transaction.atomic
def apply(ticket_id: int, *, changes: Mapping[str, Any], by: Actor) -> None:
    """Makes all the (checked) changes or none. Each service asks its own permission and tells its own news."""
    refuse_merged(Ticket.objects.get_visible(ticket_id, by))
    properties = {name: changes[name] for name in ("priority", "category_id", "fields") if name in changes}
    if properties:
        changing.change(ticket_id, **properties, by=by)
    if "add_tags" in changes:
        tagging.add(ticket_id, names=changes["add_tags"], by=by)
    if "remove_tags" in changes:
        tagging.remove(ticket_id, names=changes["remove_tags"], by=by)
    if "status" in changes:
        move(ticket_id, status=changes["status"], by=by)
    if "snooze_hours" in changes:
        snoozing.snooze(ticket_id, until=clock.now() + timedelta(hours=changes["snooze_hours"]), by=by)
    if "snooze_until" in changes:
        snoozing.snooze(ticket_id, until=moment_of(changes["snooze_until"]), by=by)
    if "team_id" in changes or "assignee_id" in changes:
        agent = changes.get("assignee_id", KEEP)
        assigning.assign(
            ticket_id, agent_id=by.agent_id if agent == ME else agent, team_id=changes.get("team_id", KEEP), by=by
        )


@transaction.atomic
def move(ticket_id: int, *, status: str, by: Actor) -> None:
    """Brings the ticket to a status by whatever leads there: closing, reopening, shelving, restoring, waking."""
    now_at = Ticket.objects.get_visible(ticket_id, by).status
    if now_at == status:
        return
    if status in shelving.SHELVES:
        shelving.shelve(ticket_id, status=status, by=by)
        return
    if now_at in shelving.SHELVES:
        now_at = shelving.restore(ticket_id, by=by).status
    if status == Status.CLOSED:
        closing.close(ticket_id, by=by)
        return
    if now_at == Status.CLOSED:
        now_at = closing.reopen(ticket_id, by=by).status
    if now_at == Status.HELD:
        now_at = snoozing.wake(ticket_id, by=by).status
    if now_at != status and status in LIVE_STATUSES:
        changing.change(ticket_id, status=status, by=by)
