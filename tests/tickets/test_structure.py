"""Splitting, linking, escalating."""

from datetime import timedelta

import pytest

from madoguchi.kernel import clock
from madoguchi.kernel.errors import Invalid, NotAllowed, NotFound
from madoguchi.tickets import structure_queries
from madoguchi.tickets.errors import NotUndoable
from madoguchi.tickets.models import Message, Ticket
from madoguchi.tickets.services import escalating, linking, noting, splitting
from tests.cast import Cast, acting
from tests.tickets.conftest import MailIn


def test_hana_splits_a_second_question_off_and_takes_it_back(cast: Cast, mail_in: MailIn) -> None:
    hana, ticket = acting(cast.hana), mail_in("故障", "動きません")
    mail_in("Re: 故障", "別件ですが、部品はありますか", answers="mail-1@customer.example")
    second = Message.objects.get(text__startswith="別件")
    row = splitting.split(ticket.id, message_ids=[second.id], subject="部品について", by=hana)
    result = Ticket.objects.get(pk=row.result_id)
    assert (result.subject, result.customer_id, result.message_count) == ("部品について", cast.tanaka.id, 1)
    assert result.reference != ticket.reference
    assert [link.to_ticket_id for link in structure_queries.links(ticket.id, by=hana)] == [result.id]
    splitting.undo(row.id, by=hana)
    ticket.refresh_from_db()
    result.refresh_from_db()
    assert (ticket.message_count, result.merged_into_id) == (2, ticket.id)


def test_a_split_that_somebody_worked_on_stays(cast: Cast, mail_in: MailIn) -> None:
    hana, ticket = acting(cast.hana), mail_in()
    note = noting.note(ticket.id, text="別の話", by=hana)
    row = splitting.split(ticket.id, message_ids=[note.id], by=hana)
    noting.note(row.result_id, text="着手", by=hana)
    with pytest.raises(NotUndoable):
        splitting.undo(row.id, by=hana)


def test_messages_of_another_ticket_and_all_messages_cannot_be_split_off(cast: Cast, mail_in: MailIn) -> None:
    hana, ticket, other = acting(cast.hana), mail_in("一"), mail_in("二")
    with pytest.raises(Invalid):
        splitting.split(ticket.id, message_ids=[other.last_message_id or 0], by=hana)
    with pytest.raises(Invalid):
        splitting.split(ticket.id, message_ids=[ticket.last_message_id or 0], by=hana)
    with pytest.raises(Invalid):
        splitting.split(ticket.id, message_ids=[], by=hana)


def test_a_link_needs_both_tickets_in_sight_and_shows_only_to_who_sees_both(cast: Cast, mail_in: MailIn) -> None:
    hanas, kens = mail_in("花の"), mail_in("健の", team_id=cast.technical.id)
    with pytest.raises(NotFound):
        linking.link(hanas.id, other_id=kens.id, by=acting(cast.hana))
    misaki = acting(cast.misaki)
    row = linking.link(hanas.id, other_id=kens.id, by=misaki)
    assert linking.link(kens.id, other_id=hanas.id, by=misaki).id == row.id
    assert structure_queries.links(hanas.id, by=acting(cast.hana)) == []
    assert len(structure_queries.links(hanas.id, by=misaki)) == 1
    with pytest.raises(NotFound):
        linking.unlink(row.id, by=acting(cast.hana))
    linking.unlink(row.id, by=misaki)
    assert structure_queries.links(hanas.id, by=misaki) == []


def test_a_parent_is_no_child_and_nothing_links_to_itself(cast: Cast, mail_in: MailIn) -> None:
    misaki, first, second = acting(cast.misaki), mail_in("一"), mail_in("二")
    linking.link(first.id, other_id=second.id, kind="parent", by=misaki)
    with pytest.raises(Invalid):
        linking.link(second.id, other_id=first.id, kind="parent", by=misaki)
    with pytest.raises(Invalid):
        linking.link(first.id, other_id=first.id, by=misaki)
    with pytest.raises(Invalid):
        linking.link(first.id, other_id=second.id, kind="cousin", by=misaki)


def test_hana_escalates_with_a_record_and_ken_hands_back_with_the_answer(cast: Cast, mail_in: MailIn) -> None:
    hana, ken, ticket = acting(cast.hana), acting(cast.ken), mail_in()
    due = clock.now() + timedelta(days=1)
    row = escalating.escalate(
        ticket.id, to_team_id=cast.technical.id, asked="焦げる", tried="清掃", wanted="原因", due_at=due, by=hana
    )
    moved = Ticket.objects.get(pk=ticket.id)
    assert (moved.team_id, moved.assignee_id, moved.tier) == (cast.technical.id, None, 2)
    assert Ticket.objects.visible_to(ken).filter(pk=ticket.id).exists()
    standing = structure_queries.standing_escalation(ticket.id, by=ken)
    assert standing is not None
    assert (standing.asked, standing.tried, standing.wanted, standing.due_at) == ("焦げる", "清掃", "原因", due)
    escalating.hand_back(ticket.id, answer="部品の不良", by=ken)
    back = Ticket.objects.get(pk=ticket.id)
    assert (back.team_id, back.tier) == (cast.support.id, 1)
    row.refresh_from_db()
    assert (row.answer, row.returned_by_id) == ("部品の不良", cast.ken.id)
    with pytest.raises(NotFound):
        escalating.hand_back(ticket.id, answer="もう一度", by=hana)


def test_an_escalation_says_what_is_wanted(cast: Cast, mail_in: MailIn) -> None:
    hana, ticket = acting(cast.hana), mail_in()
    with pytest.raises(Invalid):
        escalating.escalate(ticket.id, to_team_id=cast.technical.id, asked="焦げる", wanted=" ", by=hana)
    with pytest.raises(Invalid):
        escalating.escalate(ticket.id, to_team_id=cast.support.id, asked="焦げる", wanted="原因", by=hana)
    with pytest.raises(NotAllowed):
        escalating.escalate(ticket.id, to_team_id=cast.technical.id, asked="a", wanted="b", by=acting(cast.yumi))
