"""Putting a line into an agent's bell, in the transaction of the news, and ringing it after the commit."""

from collections.abc import Iterable

from madoguchi.kernel import live
from madoguchi.kernel.events import Published
from madoguchi.notifications.models import Notification
from madoguchi.people.queries import active_agent_ids, actor_of
from madoguchi.tickets import concerning

RING = "notification.added"


def tell(published: Published, agent_ids: Iterable[int | None], *, ticket_id: int, check_sight: bool = False) -> None:
    """Tells these agents, each once per event; never those who did it themselves, left, or (when asked) may not read
    the ticket."""
    wanted = {one for one in agent_ids if one is not None and one != published.by.agent_id}
    listeners = active_agent_ids(wanted)
    if check_sight:
        listeners = {one for one in listeners if _sees(one, ticket_id)}
    if not listeners:
        return
    Notification.objects.bulk_create(
        [
            Notification(
                agent_id=one,
                kind=published.event.name,
                ticket_id=ticket_id,
                event_id=published.id,
                created_at=published.at,
            )
            for one in sorted(listeners)
        ],
        ignore_conflicts=True,
    )
    for one in listeners:
        live.announce(live.Announcement(id=published.id, name=RING, ticket_id=ticket_id, agent_id=one))


def _sees(agent_id: int, ticket_id: int) -> bool:
    actor = actor_of("agent", agent_id)
    return actor is not None and concerning.may_see(ticket_id, actor)
