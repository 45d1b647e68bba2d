"""What this room does about news of tickets: a line in the bell of those whom it concerns."""

from madoguchi.kernel.events import Published, subscribe
from madoguchi.notifications.services.telling import replace, tell
from madoguchi.people.queries import agent_ids_holding, team_member_ids
from madoguchi.tickets import commitments, concerning
from madoguchi.tickets.events import MessageFailed, MessageReceived, MessageUnconfirmed, NoteWritten, TicketAssigned
from madoguchi.tickets.events_approvals import ApprovalAsked, ApprovalGiven
from madoguchi.tickets.events_commitments import CommitmentNear, CommitmentOverdue
from madoguchi.tickets.events_complaints import AbuseReported, ConsentAsked, ConsentGiven, FollowUpDue
from madoguchi.tickets.events_consultations import ConsultationAnswered, ConsultationFailed
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
        tell(published, [published.assignee_id], ticket_id=news.ticket_id)


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


@subscribe(ConsultationAnswered)
def tell_who_consulted(published: Published) -> None:
    """Who asked and who is in charge, of what a person answered."""
    news = published.event
    assert isinstance(news, ConsultationAnswered)
    if not news.auto:
        concerned = [news.asker_id, concerning.assignee_id(news.ticket_id)]
        tell(published, concerned, ticket_id=news.ticket_id, check_sight=True)


@subscribe(ConsultationFailed)
def tell_who_asked_in_vain(published: Published) -> None:
    """Who wrote the question that did not arrive. Nobody, while it is still being tried."""
    news = published.event
    assert isinstance(news, ConsultationFailed)
    if news.permanent:
        tell(published, [news.asker_id], ticket_id=news.ticket_id, check_sight=True, tell_doer=True)


@subscribe(CommitmentNear, CommitmentOverdue)
def tell_who_keeps_the_promise(published: Published) -> None:
    """The agent in charge, else the team, else whoever gave it."""
    news = published.event
    assert isinstance(news, CommitmentNear | CommitmentOverdue)
    assignee, team_id = concerning.in_charge(news.ticket_id)
    keepers: set[int | None] = {assignee} if assignee is not None else set()
    if not keepers and team_id is not None:
        keepers |= team_member_ids(team_id)
    tell(published, keepers or {commitments.author_id(news.commitment_id)}, ticket_id=news.ticket_id, check_sight=True)


@subscribe(ApprovalAsked)
def tell_who_may_approve(published: Published) -> None:
    """Whoever was asked, else those of the team who may approve, else all who may."""
    news = published.event
    assert isinstance(news, ApprovalAsked)
    asked = {news.approver_id} if news.approver_id is not None else set()
    _assignee, team_id = concerning.in_charge(news.ticket_id)
    if not asked and team_id is not None:
        asked |= agent_ids_holding("ticket:approve", team_member_ids(team_id))
    tell(published, asked or agent_ids_holding("ticket:approve"), ticket_id=news.ticket_id, check_sight=True)


@subscribe(FollowUpDue)
def tell_who_follows_up(published: Published) -> None:
    """The agent in charge, else the team, that the customer of a closed complaint is to be asked again."""
    news = published.event
    assert isinstance(news, FollowUpDue)
    assignee, team_id = concerning.in_charge(news.ticket_id)
    team = team_member_ids(team_id) if team_id is not None else set()
    tell(published, [assignee] if assignee is not None else team, ticket_id=news.ticket_id, check_sight=True)


@subscribe(ConsentAsked)
def tell_who_may_consent(published: Published) -> None:
    """All who may consent and see the ticket."""
    news = published.event
    assert isinstance(news, ConsentAsked)
    tell(published, agent_ids_holding("complaint:approve"), ticket_id=news.ticket_id, check_sight=True)


@subscribe(ConsentGiven)
def tell_who_asked_for_consent(published: Published) -> None:
    """Who asked, once all have agreed."""
    news = published.event
    assert isinstance(news, ConsentGiven)
    if news.final:
        tell(published, [news.asked_by_id], ticket_id=news.ticket_id)


@subscribe(AbuseReported)
def tell_those_who_protect(published: Published) -> None:
    """Who takes the ticket, else all who deal with abuse and see it."""
    news = published.event
    assert isinstance(news, AbuseReported)
    wanted = {news.handed_to_id} if news.handed_to_id is not None else agent_ids_holding("abuse:manage")
    tell(published, wanted, ticket_id=news.ticket_id, check_sight=news.handed_to_id is None)


@subscribe(ApprovalGiven)
def tell_the_writer(published: Published) -> None:
    """The writer, that the answer is on its way (one that came back names them in a note)."""
    news = published.event
    assert isinstance(news, ApprovalGiven)
    tell(published, [news.asked_by_id], ticket_id=news.ticket_id)
