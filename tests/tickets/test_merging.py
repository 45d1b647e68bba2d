"""Merging, and taking it back."""

import threading

import pytest
from django.db import connection

from madoguchi.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from madoguchi.kernel.models import EventRow
from madoguchi.tickets.errors import DifferentCustomers, NotUndoable, TicketIsMerged
from madoguchi.tickets.listing import page
from madoguchi.tickets.models import Message, Ticket
from madoguchi.tickets.services import closing, merging, noting, replying, tagging
from tests.cast import SMITH_ADDRESS, Cast, acting
from tests.tickets.conftest import MailIn


def bodies(ticket: Ticket) -> list[str]:
    return list(Message.objects.filter(ticket=ticket).order_by("id").values_list("text", flat=True))


def test_hana_merges_two_mails_of_one_customer(cast: Cast, mail_in: MailIn) -> None:
    first, second = mail_in("故障", "動きません"), mail_in("追伸", "色は白です")
    hana = acting(cast.hana)
    tagging.add(second.id, names=["返品"], by=hana)
    merging.merge(first.id, absorbed_id=second.id, by=hana)
    first.refresh_from_db()
    second.refresh_from_db()
    assert bodies(first) == ["動きません", "色は白です"]
    assert (first.message_count, first.snippet) == (2, "色は白です")
    assert second.merged_into_id == first.id
    rows = page(by=hana).rows
    assert [row["id"] for row in rows] == [first.id]
    assert rows[0]["tags"] == ["返品"]
    assert set(EventRow.objects.filter(name__in=("ticket.merged", "ticket.absorbed")).values_list("ticket_id")) == {
        (first.id,),
        (second.id,),
    }


def test_later_mail_to_the_absorbed_ticket_reaches_the_survivor(cast: Cast, mail_in: MailIn) -> None:
    first, second = mail_in("故障", "動きません"), mail_in("追伸", "色は白です")
    merging.merge(first.id, absorbed_id=second.id, by=acting(cast.hana))
    again = mail_in("Re: 追伸", "まだですか", answers="mail-2@customer.example")
    by_reference = mail_in(f"Re: [{second.reference}] 追伸", "もしもし")
    assert again.id == by_reference.id == first.id


def test_undoing_a_merge_gives_everything_back_but_keeps_what_came_since(cast: Cast, mail_in: MailIn) -> None:
    hana = acting(cast.hana)
    first, second = mail_in("故障", "動きません"), mail_in("追伸", "色は白です")
    tagging.add(second.id, names=["返品"], by=hana)
    closing.close(second.id, by=hana)
    row = merging.merge(first.id, absorbed_id=second.id, by=hana)
    noting.note(first.id, text="電話した", by=hana)
    merging.undo(row.id, by=hana)
    first.refresh_from_db()
    second.refresh_from_db()
    assert bodies(first) == ["動きません", "電話した"]
    assert bodies(second) == ["色は白です"]
    assert (second.merged_into_id, second.status, second.message_count) == (None, "closed", 1)
    assert not first.ticket_tags.exists()
    with pytest.raises(NotUndoable):
        merging.undo(row.id, by=hana)


def test_tickets_of_different_customers_are_merged_only_when_confirmed(cast: Cast, mail_in: MailIn) -> None:
    first, second = mail_in(), mail_in("Broken", "It broke", sender=SMITH_ADDRESS, name="John Smith")
    hana = acting(cast.hana)
    with pytest.raises(DifferentCustomers):
        merging.merge(first.id, absorbed_id=second.id, by=hana)
    merging.merge(first.id, absorbed_id=second.id, confirm_different_customers=True, by=hana)
    second.refresh_from_db()
    assert second.merged_into_id == first.id


def test_a_waiting_question_wakes_a_done_survivor_and_undo_leaves_it_open_to_see(cast: Cast, mail_in: MailIn) -> None:
    hana = acting(cast.hana)
    first, second = mail_in(), mail_in("別件", "これも")
    closing.close(first.id, by=hana)
    merging.merge(first.id, absorbed_id=second.id, by=hana)
    first.refresh_from_db()
    assert first.status == "open"


def test_nobody_works_on_the_absorbed_ticket(cast: Cast, mail_in: MailIn) -> None:
    hana = acting(cast.hana)
    first, second, third = mail_in("一"), mail_in("二"), mail_in("三")
    merging.merge(first.id, absorbed_id=second.id, by=hana)
    with pytest.raises(TicketIsMerged):
        replying.reply(second.id, text="はい", last_seen_id=None, by=hana)
    with pytest.raises(TicketIsMerged):
        merging.merge(third.id, absorbed_id=second.id, by=hana)
    with pytest.raises(Invalid):
        merging.merge(first.id, absorbed_id=first.id, by=hana)


def test_ken_cannot_pull_another_teams_ticket_into_his_own(cast: Cast, mail_in: MailIn) -> None:
    kens = mail_in("技術", team_id=cast.technical.id)
    hanas = mail_in("花の")
    with pytest.raises(NotFound):
        merging.merge(kens.id, absorbed_id=hanas.id, by=acting(cast.ken))
    with pytest.raises(NotFound):
        merging.merge(hanas.id, absorbed_id=kens.id, by=acting(cast.ken))
    row = merging.merge(hanas.id, absorbed_id=mail_in("別").id, by=acting(cast.hana))
    with pytest.raises(NotFound):
        merging.undo(row.id, by=acting(cast.ken))


def test_yumi_who_only_looks_on_cannot_merge(cast: Cast, mail_in: MailIn) -> None:
    first, second = mail_in("一"), mail_in("二")
    with pytest.raises(NotAllowed):
        merging.merge(first.id, absorbed_id=second.id, by=acting(cast.yumi))


@pytest.mark.django_db(transaction=True)
def test_of_two_merges_in_opposite_directions_one_wins(cast: Cast, mail_in: MailIn) -> None:
    first, second = mail_in("一"), mail_in("二")
    start, outcomes = threading.Barrier(2), []

    def merge(survivor_id: int, absorbed_id: int) -> None:
        actor = acting(cast.hana)
        start.wait()
        try:
            merging.merge(survivor_id, absorbed_id=absorbed_id, by=actor)
            outcomes.append("merged")
        except Conflict as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    pairs = ((first.id, second.id), (second.id, first.id))
    threads = [threading.Thread(target=merge, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["merged", "ticket_is_merged"]
    assert Message.objects.count() == 2
    assert Ticket.objects.filter(merged_into=None).get().message_count == 2
