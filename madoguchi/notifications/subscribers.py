"""What this room does about news of tickets: a line in the bell of those whom it concerns."""

from madoguchi.kernel.events import Published, subscribe
from madoguchi.notifications.services.telling import replace, tell
from madoguchi.people.queries import team_member_ids
from madoguchi.tickets import concerning
from madoguchi.tickets.events import MessageFailed, MessageReceived, MessageUnconfirmed, NoteWritten, TicketAssigned
from madoguchi.tickets.events_structure import TicketEscalated, TicketHandedBack


@subscribe(NoteWritten)
def tell_the_mentioned(published: Published) -> None:
    """Those named in a note, if they may read the ticket."""
    news = published.event
    assert isinstance(news, NoteWritten)
    if news.mention_ids:
        tell(published, news.mention_ids, ticket_id=news.ticket_id, check_sight=True)


@subscribe(TicketAssigned)
def tell_the_assignee(published: Published) -> None:
    """Whoever is in charge from now on."""
    news = published.event
    assert isinstance(news, TicketAssigned)
    if news.agent_id != news.former_agent_id:
        tell(published, [news.agent_id], ticket_id=news.ticket_id)


@subscribe(MessageReceived)
def tell_who_is_in_charge(published: Published) -> None:
    """The agent in charge, of what a person wrote on a ticket that was there already."""
    news = published.event
    assert isinstance(news, MessageReceived)
    if not news.auto and not news.opened:
        tell(published, [concerning.assignee_id(news.ticket_id)], ticket_id=news.ticket_id)


@subscribe(MessageFailed, MessageUnconfirmed)
def tell_the_author(published: Published) -> None:
    """Who wrote the message, and who is in charge: one of them will be there. Nobody, while it is still being tried."""
    news = published.event
    assert isinstance(news, MessageFailed | MessageUnconfirmed)
    if isinstance(news, MessageFailed) and not news.permanent:
        return
    concerned = [concerning.author_id(news.message_id), concerning.assignee_id(news.ticket_id)]
    tell(published, concerned, ticket_id=news.ticket_id, check_sight=True, tell_doer=True)


@subscribe(TicketEscalated)
def tell_the_next_tier(published: Published) -> None:
    """The team that is asked now."""
    news = published.event
    assert isinstance(news, TicketEscalated)
    tell(published, team_member_ids(news.to_team_id), ticket_id=news.ticket_id)


@subscribe(TicketHandedBack)
def tell_who_asked(published: Published) -> None:
    """The agent who gets it back, else the team."""
    news = published.event
    assert isinstance(news, TicketHandedBack)
    assignee = concerning.assignee_id(news.ticket_id)
    team = team_member_ids(news.to_team_id) if news.to_team_id is not None else set()
    replace(TicketAssigned.name, ticket_id=news.ticket_id, by_news=published)
    tell(published, [assignee] if assignee is not None else team, ticket_id=news.ticket_id)
