"""Each agent's bell rings for what concerns them, and for nothing else."""

from typing import Any

import pytest

from madoguchi.kernel import live
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.errors import NotFound
from madoguchi.kernel.plain.messages import Address, InboundMessage
from madoguchi.notifications import queries
from madoguchi.notifications.services import reading
from madoguchi.people.models import Agent
from madoguchi.people.services import agents
from madoguchi.tickets.models import Ticket
from madoguchi.tickets.services import assigning, escalating, noting, opening, replying
from tests.cast import TANAKA_ADDRESS, Cast, acting


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    opened = opening.open_ticket(
        subject="トースターが届かない",
        customer_id=cast.tanaka.id,
        text="注文したトースターが届きません。",
        kind="inward",
        team_id=cast.support.id,
        by=SYSTEM,
    )
    assigning.assign(opened.id, agent_id=cast.hana.id, by=acting(cast.hana))
    return opened


def bell(agent: Agent) -> list[tuple[str, str]]:
    return [(line.kind, line.subject) for line in queries.latest(by=acting(agent))]


def receive(text: str, *, subject: str, **more: Any) -> opening.Received:
    inbound = InboundMessage(
        external_id=f"{text}@example.jp", sender=Address(TANAKA_ADDRESS), subject=subject, text=text, **more
    )
    return opening.receive(inbound, channel="mail", inbox_id=1, team_id=None, raw_id=None, by=SYSTEM)


def test_taking_a_ticket_oneself_rings_no_bell_but_being_given_one_does(cast: Cast, ticket: Ticket) -> None:
    assert bell(cast.hana) == []
    assigning.assign(ticket.id, agent_id=cast.misaki.id, by=acting(cast.hana))
    assert bell(cast.misaki) == [("ticket.assigned", "トースターが届かない")]
    assert [line.text for line in queries.latest(by=acting(cast.misaki))] == ["問い合わせの担当になりました"]
    assert bell(cast.hana) == []


def test_a_mention_reaches_the_one_who_may_read_the_ticket(cast: Cast, ticket: Ticket) -> None:
    noting.note(
        ticket.id, text="@美咲 @健 見てください", mention_ids=[cast.misaki.id, cast.ken.id], by=acting(cast.hana)
    )
    assert bell(cast.misaki) == [("note.written", "トースターが届かない")]
    assert bell(cast.ken) == []


def test_hana_hears_when_her_customer_writes_again_but_not_of_machines(cast: Cast, ticket: Ticket) -> None:
    receive("まだでしょうか", subject=f"Re: [{ticket.reference}] トースターが届かない")
    assert [kind for kind, _subject in bell(cast.hana)] == ["message.received"]
    receive("不在です", subject=f"Re: [{ticket.reference}] トースターが届かない", auto_submitted=True)
    assert len(bell(cast.hana)) == 1


def test_a_message_that_cannot_be_delivered_tells_its_author_and_who_is_in_charge(cast: Cast, ticket: Ticket) -> None:
    message = replying.reply(
        ticket.id, text="確認します", last_seen_id=None, confirm_newer=True, client_key="a", by=acting(cast.misaki)
    )
    reading.mark_all_read(by=acting(cast.hana))
    replying.record_failed(message.id, reason="451 try again later", permanent=False, by=SYSTEM)
    assert queries.unread_count(by=acting(cast.hana)) == 0
    replying.record_failed(message.id, reason="550 no such user", permanent=True, by=SYSTEM)
    assert set(bell(cast.misaki)) == {("message.failed", "トースターが届かない")}
    assert set(bell(cast.hana)) == {("message.failed", "トースターが届かない")}


def test_an_escalation_rings_in_the_next_team_and_the_answer_rings_at_the_one_who_asked(
    cast: Cast, ticket: Ticket
) -> None:
    escalating.escalate(ticket.id, to_team_id=cast.technical.id, asked="発熱", wanted="原因", by=acting(cast.hana))
    assert bell(cast.ken) == [("ticket.escalated", "トースターが届かない")]
    assert ("ticket.escalated", "トースターが届かない") in bell(cast.misaki)
    escalating.hand_back(ticket.id, answer="部品の交換が必要です", by=acting(cast.ken))
    assert [kind for kind, _subject in bell(cast.hana)] == ["ticket.handed_back"]


def test_the_subject_is_hidden_once_the_ticket_is_out_of_sight(cast: Cast, ticket: Ticket) -> None:
    noting.note(ticket.id, text="@美咲", mention_ids=[cast.misaki.id], by=acting(cast.hana))
    agents.update(cast.misaki.id, role_id=cast.roles["agent"].id, team_ids=[cast.orders.id], by=SYSTEM)
    assert bell(cast.misaki) == [("note.written", "")]


def test_who_left_hears_nothing(cast: Cast, ticket: Ticket) -> None:
    agents.deactivate(cast.hana.id, by=acting(cast.admin))
    receive("まだでしょうか", subject=f"Re: [{ticket.reference}]")
    agents.reactivate(cast.hana.id, by=acting(cast.admin))
    assert bell(cast.hana) == []


def test_reading_counts_down_and_nobody_reads_for_somebody_else(cast: Cast, ticket: Ticket) -> None:
    for number in range(3):
        receive(f"まだでしょうか{number}", subject=f"Re: [{ticket.reference}]")
    hana = acting(cast.hana)
    assert queries.unread_count(by=hana) == 3
    first = queries.latest(by=hana)[0]
    with pytest.raises(NotFound):
        reading.mark_read(first.id, by=acting(cast.ken))
    reading.mark_read(first.id, by=hana)
    assert queries.unread_count(by=hana) == 2
    assert reading.mark_ticket_read(ticket.id, by=hana) == 2
    assert reading.mark_all_read(by=hana) == 0
    assert [line.read for line in queries.latest(by=hana)] == [True, True, True]


def test_only_the_one_concerned_hears_the_ring(
    cast: Cast, ticket: Ticket, django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[live.Announcement] = []
    live.listen(heard.append)
    with django_capture_on_commit_callbacks(execute=True):
        noting.note(ticket.id, text="@美咲", mention_ids=[cast.misaki.id], by=acting(cast.hana))
    rings = [one for one in heard if one.name == "notification.added"]
    assert [one.agent_id for one in rings] == [cast.misaki.id]
