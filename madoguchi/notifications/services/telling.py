"""Putting a line into an agent's bell, in the transaction of the news, and ringing it after the commit."""

from collections.abc import Iterable

from madoguchi.kernel import live
from madoguchi.kernel.events import Published
from madoguchi.notifications.models import Notification
from madoguchi.notifications.services.spreading import spread
from madoguchi.people.queries import active_agent_ids, actor_of
from madoguchi.tickets import concerning

RING = "notification.added"


def tell(
    published: Published,
    agent_ids: Iterable[int | None],
    *,
    ticket_id: int,
    check_sight: bool = False,
    tell_doer: bool = False,
) -> None:
    """Tells these agents, each once per event: never those who left, those who may not read the ticket (when asked to
    check), or who did it themselves (unless it is news to them too)."""
    wanted = {one for one in agent_ids if one is not None and (tell_doer or one != published.by.agent_id)}
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
    spread(published.id, listeners, kind=published.event.name)
    for one in listeners:
        live.announce(live.Announcement(id=published.id, name=RING, ticket_id=ticket_id, agent_id=one))


def replace(kind: str, *, ticket_id: int, by_news: Published) -> None:
    """Takes back unread lines of this kind about the ticket from the same moment: better news says it all."""
    Notification.objects.filter(kind=kind, ticket_id=ticket_id, created_at=by_news.at, read_at=None).delete()


def _sees(agent_id: int, ticket_id: int) -> bool:
    actor = actor_of("agent", agent_id)
    return actor is not None and concerning.may_see(ticket_id, actor)
