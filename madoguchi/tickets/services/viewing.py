"""Saved views: for oneself, a team, or everyone."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.kernel import events
from madoguchi.kernel.actors import Actor, Ladder
from madoguchi.kernel.errors import Invalid, NotAllowed, NotFound
from madoguchi.people.permissions import require
from madoguchi.people.queries import active_team_ids
from madoguchi.tickets import conditions as ticket_conditions
from madoguchi.tickets.events_structure import TicketSetupChanged
from madoguchi.tickets.listing import ORDERS
from madoguchi.tickets.models import View
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.setup_queries import view_of


@transaction.atomic
def save(
    view_id: int | None = None,
    *,
    name: str,
    conditions: object,
    by: Actor,
    agent_id: int | None = None,
    team_id: int | None = None,
    order: str = "-last_message_at",
    position: int = 0,
) -> View:
    """Makes or changes a view: one's own (`agent_id`), a team's (`team_id`), or, with neither, everyone's.

    Raises Invalid for wrong conditions, NotAllowed without `view:share` for a shared one.
    """
    require(by, TicketPermission.READ)
    row = View() if view_id is None else view_of(view_id, by=by)
    if view_id is not None:
        _ensure_owner(row.agent_id, row.team_id, by)
    _ensure_owner(agent_id, team_id, by)
    cleaned_name = " ".join(name.split())[:80]
    if not cleaned_name:
        raise Invalid(field="name", reason=_("Give it a name."))
    if order not in ORDERS:
        raise Invalid(field="order", reason=_("choose one of: %(choices)s") % {"choices": ", ".join(ORDERS)})
    if team_id is not None and team_id not in active_team_ids([team_id]):
        raise Invalid(field="team_id", reason=_("There is no such active team."))
    row.name, row.agent_id, row.team_id = cleaned_name, agent_id, team_id
    row.conditions = ticket_conditions.clean(conditions)
    row.order, row.position = order, max(0, position)
    row.save()
    events.publish(TicketSetupChanged(kind="view", object_id=row.id, verb="saved"), by=by)
    return row


@transaction.atomic
def delete(view_id: int, *, by: Actor) -> None:
    """Takes a view away. The tickets in it stay as they are."""
    row = view_of(view_id, by=by)
    _ensure_owner(row.agent_id, row.team_id, by)
    row.delete()
    events.publish(TicketSetupChanged(kind="view", object_id=view_id, verb="deleted"), by=by)


@transaction.atomic
def arrange(view_ids: Sequence[int], *, by: Actor) -> None:
    """Puts views in this order."""
    for position, view_id in enumerate(view_ids):
        row = view_of(view_id, by=by)
        _ensure_owner(row.agent_id, row.team_id, by)
        row.position = position
        row.save(update_fields=["position"])
        events.publish(TicketSetupChanged(kind="view", object_id=view_id, verb="moved"), by=by)


def _ensure_owner(agent_id: int | None, team_id: int | None, by: Actor) -> None:
    if agent_id is not None:
        if agent_id != by.agent_id:
            raise NotFound
        if team_id is not None:
            raise Invalid(field="team_id", reason=_("A view is one’s own or a team’s, not both."))
        return
    if not by.has(TicketPermission.VIEW_SHARE):
        raise NotAllowed(permission=str(TicketPermission.VIEW_SHARE))
    if team_id is not None and by.ladder != Ladder.ALL and team_id not in by.team_ids:
        raise NotFound
