"""Where a mail belongs: each kind of evidence, their order, and the ways in which mail programs damage them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from madoguchi.channels.models import Inbox
from madoguchi.kernel import clock
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.jobs import run_due
from madoguchi.kernel.plain.messages import Address, InboundMessage
from madoguchi.tickets import threading, tokens
from madoguchi.tickets.models import Message, Ticket, TicketLink
from madoguchi.tickets.services import closing, merging, opening, shelving
from tests.cast import SMITH_ADDRESS, Cast, acting
from tests.channels.conftest import SUPPORT_ADDRESS, make_inbox
from tests.servers.postbox import Postbox
from tests.tickets.threads import FIRST, Talk, named, outlook


@pytest.fixture
def talk(cast: Cast, inbox: Inbox) -> Talk:
    return Talk(cast, inbox)


def test_an_answer_to_our_mail_joins_by_its_signed_id_even_under_another_subject(talk: Talk) -> None:
    ticket, answer = talk.opened()
    again = talk.write(in_reply_to=named(answer), subject="部品の注文もお願いします")
    assert (again.ticket_id, again.threaded_by, again.standing, again.stranger) == (
        ticket.id,
        "signed_id",
        "customer",
        False,
    )
    assert again.evidence == {
        "header": "In-Reply-To",
        "value": answer.external_id,
        "subject": "部品の注文もお願いします",
    }


def test_apple_mail_that_overwrites_references_still_finds_its_ticket(talk: Talk) -> None:
    ticket, answer = talk.opened()
    kept = talk.write(in_reply_to=named(answer), references="<elsewhere@icloud.example>")
    lost = talk.write(
        in_reply_to="<rewritten@icloud.example>",
        references="<elsewhere@icloud.example>",
        to=tokens.reply_address(SUPPORT_ADDRESS, ticket.reference),
    )
    assert [kept.ticket_id, lost.ticket_id] == [ticket.id, ticket.id]
    assert (lost.threaded_by, lost.evidence["header"]) == ("signed_address", "To")


def test_a_sending_service_that_replaces_our_message_id_is_made_up_for_by_address_or_subject(talk: Talk) -> None:
    ticket, _answer = talk.opened()
    by_address = talk.write(
        in_reply_to="<0100@mail.service.example>", to=tokens.reply_address(SUPPORT_ADDRESS, ticket.reference).upper()
    )
    by_subject = talk.write(in_reply_to="<0100@mail.service.example>", subject=f"Re: 炊飯器 [{ticket.reference}]")
    assert {by_address.ticket_id, by_subject.ticket_id} == {ticket.id}
    assert [by_address.threaded_by, by_subject.threaded_by] == ["signed_address", "reference"]


def test_outlook_that_drops_references_is_known_by_its_thread_index(talk: Talk) -> None:
    conversation = bytes(range(16))
    first = talk.write(subject="見積もり", Thread_Index=outlook(conversation))
    again = talk.write(subject="追加です", Thread_Index=outlook(conversation, replies=1), Thread_Topic="見積もり")
    assert (again.ticket_id, again.threaded_by, again.evidence["header"]) == (
        first.ticket_id,
        "thread_index",
        "Thread-Index",
    )


def test_a_new_outlook_mail_that_begins_a_conversation_joins_nothing(talk: Talk) -> None:
    first = talk.write(Thread_Index=outlook(bytes(range(16))))
    second = talk.write(Thread_Index=outlook(bytes(range(1, 17))))
    broken = talk.write(Thread_Index="not base64 at all!")
    assert len({first.ticket_id, second.ticket_id, broken.ticket_id}) == 3


def test_outlook_that_kept_only_the_thread_index_we_gave_it_finds_the_ticket(talk: Talk) -> None:
    ticket, _answer = talk.opened()
    ours = tokens.thread_index(ticket.reference, 2)
    again = talk.write(Thread_Index=ours)
    assert (again.ticket_id, again.threaded_by) == (ticket.id, "signed_talk")


def test_a_made_up_address_or_conversation_of_ours_is_nothing(talk: Talk) -> None:
    ticket, _answer = talk.opened()
    letters = ticket.reference.replace("-", "").lower()
    forged = talk.write(to=f"support+{letters}.{'0' * 16}@shop.example")
    assert forged.ticket_id != ticket.id
    real = tokens.conversation_of(tokens.thread_index(ticket.reference, 1))[0]
    assert tokens.reference_in_conversation(real) == ticket.reference
    assert tokens.reference_in_conversation(real[:-1] + ("0" if real[-1] != "0" else "1")) is None


def test_colleagues_in_copy_of_the_first_mail_answer_it_before_we_do_and_all_is_one_ticket(talk: Talk) -> None:
    first = talk.write(message_id=FIRST, cc="bucho@kawakami-shoji.example, buyer@other.example", subject="権限の件")
    boss = talk.write(sender="bucho@kawakami-shoji.example", in_reply_to=f"<{FIRST}>", subject="Re: 権限の件")
    buyer = talk.write(sender="buyer@other.example", references=f"<{FIRST}>", subject="Re: 権限の件")
    assert {boss.ticket_id, buyer.ticket_id} == {first.ticket_id}
    assert [(one.standing, one.stranger) for one in (boss, buyer)] == [("participant", False)] * 2


def test_somebody_we_wrote_to_in_copy_answers_as_a_participant(talk: Talk) -> None:
    first = talk.write(subject="炊飯器について")
    answer = talk.answer(first.ticket_id, cc=[{"name": "", "address": "Dealer@agency.example"}])
    came = talk.write(sender="dealer@agency.example", in_reply_to=named(answer))
    assert (came.ticket_id, came.standing, came.stranger) == (first.ticket_id, "participant", False)


def test_staff_who_answer_from_outlook_beside_the_desk_do_not_tear_the_talk_apart(talk: Talk) -> None:
    first = talk.write(message_id=FIRST)
    again = talk.write(in_reply_to="<outlook@shop.example>", references=f"<{FIRST}> <outlook@shop.example>")
    assert (again.ticket_id, again.evidence["value"]) == (first.ticket_id, FIRST)


def test_mails_that_go_back_to_a_message_we_never_got_are_one_ticket(talk: Talk) -> None:
    first = talk.write(in_reply_to="<root@private.example>", references="<root@private.example>", subject="Re: 相談")
    second = talk.write(references="<root@private.example> <second@private.example>", subject="Re: 別の題")
    other = talk.write(references="<root@private.example>", sender="someone@else.example", subject="Re: 相談")
    assert (second.ticket_id, second.threaded_by) == (first.ticket_id, "shared_root")
    assert other.ticket_id != first.ticket_id
    assert not TicketLink.objects.exists()


def test_an_answer_to_a_ticket_that_hana_opened_joins_it(cast: Cast, talk: Talk) -> None:
    ticket = opening.open_ticket(
        subject="ご確認のお願い",
        customer_id=cast.tanaka.id,
        text="型番を教えてください",
        inbox_id=talk.inbox.id,
        by=SYSTEM,
    )
    run_due()
    ours = Message.objects.get(ticket=ticket)
    assert talk.write(in_reply_to=named(ours)).ticket_id == ticket.id
    assert talk.write(subject=f"RE: ご確認のお願い [{ticket.reference}]").ticket_id == ticket.id


@pytest.mark.parametrize(
    "subject",
    [
        "Re: 納期",
        "RE：納期",
        "Re[2]: 納期",
        "Re^3: 納期",
        "返信: 納期",
        "VS: 納期",
        "答复: 納期",
        "Re: FW: 納期",
        "WG: 納期",
    ],
)
def test_a_program_that_keeps_no_ids_joins_by_the_same_subject(talk: Talk, subject: str) -> None:
    first = talk.write(subject="納期")
    assert talk.write(subject=subject).ticket_id == first.ticket_id


def test_the_same_subject_joins_nothing_without_re_from_others_elsewhere_or_late(
    cast: Cast, talk: Talk, postbox: Postbox
) -> None:
    with clock.held_at(clock.now() - timedelta(days=9)):
        old = talk.write(subject="お問い合わせ")
    late = talk.write(subject="Re: お問い合わせ")
    anew = talk.write(subject="お問い合わせ")
    smith = talk.write(subject="Re: お問い合わせ", sender=SMITH_ADDRESS)
    other = Talk(cast, make_inbox(cast, postbox, address="orders@shop.example"), came=10)
    elsewhere = other.write(subject="Re: お問い合わせ", to="orders@shop.example")
    assert len({old.ticket_id, late.ticket_id, anew.ticket_id, smith.ticket_id, elsewhere.ticket_id}) == 5


def test_of_several_tickets_the_nearest_id_counts_and_the_others_are_named(talk: Talk) -> None:
    first, answer = talk.opened()
    other = talk.write(subject="別件")
    later = talk.answer(other.ticket_id)
    both = talk.write(in_reply_to=named(later), references=f"{named(answer)} {named(later)}")
    assert both.ticket_id == other.ticket_id
    assert [(one["ticket"], one["why"]) for one in both.evidence["against"]] == [(first.id, "weaker")]


def test_our_signature_outweighs_ids_and_ids_outweigh_the_subject(talk: Talk) -> None:
    first, answer = talk.opened()
    other = talk.write(message_id="other@customer.example", subject="別件")
    signed = talk.write(in_reply_to="<other@customer.example>", references=f"{named(answer)} <other@customer.example>")
    by_id = talk.write(in_reply_to="<other@customer.example>", subject=f"Re: [{first.reference}]")
    assert (signed.ticket_id, by_id.ticket_id) == (first.id, other.ticket_id)
    assert [one["by"] for one in by_id.evidence["against"]] == ["reference"]


def test_somebody_who_takes_a_known_id_for_his_own_mail_steals_no_answers(talk: Talk) -> None:
    first = talk.write(message_id=FIRST)
    thief = talk.write(message_id=FIRST, sender="thief@evil.example", subject="別")
    again = talk.write(in_reply_to=f"<{FIRST}>")
    assert thief.ticket_id != first.ticket_id
    assert again.ticket_id == first.ticket_id


def test_mail_to_a_merged_ticket_reaches_the_survivor_however_it_names_it(cast: Cast, talk: Talk) -> None:
    gone, answer = talk.opened()
    kept = talk.write(subject="同じ件").ticket
    merging.merge(kept.id, absorbed_id=gone.id, by=acting(cast.hana))
    ways = [
        {"in_reply_to": named(answer)},
        {"in_reply_to": f"<{FIRST}>"},
        {"subject": f"Re: [{gone.reference}]"},
        {"to": tokens.reply_address(SUPPORT_ADDRESS, gone.reference)},
        {"Thread_Index": tokens.thread_index(gone.reference, 1)},
    ]
    assert [talk.write(**way).ticket_id for way in ways] == [kept.id] * len(ways)


def test_an_answer_to_a_ticket_in_the_bin_opens_a_new_one_beside_it(cast: Cast, talk: Talk) -> None:
    ticket, answer = talk.opened()
    shelving.shelve(ticket.id, status="bin", by=acting(cast.hana))
    again = talk.write(in_reply_to=named(answer))
    assert (again.ticket_id != ticket.id, again.threaded_by) == (True, "binned")
    assert TicketLink.objects.get().kind == "related"


def test_an_answer_to_us_is_never_lost_among_spam_but_more_spam_stays_there(cast: Cast, talk: Talk) -> None:
    ticket, answer = talk.opened()
    shelving.shelve(ticket.id, status="spam", by=acting(cast.hana))
    answered = talk.write(in_reply_to=named(answer))
    assert (answered.ticket.status, answered.threaded_by) == ("new", "among_spam")
    spam = talk.write(message_id="spam@x.example", sender="spam@x.example").ticket
    shelving.shelve(spam.id, status="spam", by=acting(cast.hana))
    more = talk.write(in_reply_to="<spam@x.example>", sender="spam@x.example")
    assert (more.ticket_id, Ticket.objects.get(pk=spam.id).status) == (spam.id, "spam")


def test_a_ticket_done_long_ago_is_followed_by_one_new_ticket_not_by_many(cast: Cast, talk: Talk) -> None:
    with clock.held_at(clock.now() - timedelta(days=90)):
        old, answer = talk.opened()
        closing.close(old.id, by=acting(cast.hana))
    fresh = talk.write(in_reply_to=named(answer), message_id="fresh@customer.example")
    more = talk.write(in_reply_to="<fresh@customer.example>", references=f"{named(answer)} <fresh@customer.example>")
    assert fresh.threaded_by == "follow_up"
    assert (fresh.ticket_id != old.id, more.ticket_id) == (True, fresh.ticket_id)
    link = TicketLink.objects.get()
    assert (link.from_ticket_id, link.to_ticket_id, link.kind) == (old.id, fresh.ticket_id, "follow_up")


def test_ids_of_before_the_secret_changed_are_known_but_prove_no_longer_who_was_written_to(
    cast: Cast, talk: Talk, settings: object
) -> None:
    ticket, answer = talk.opened()
    settings.SECRET_KEY = "another-secret-after-a-move"  # type: ignore[attr-defined]
    assert talk.write(in_reply_to=named(answer)).threaded_by == "references"
    stranger = talk.write(in_reply_to=named(answer), sender="mallory@evil.example")
    assert stranger.ticket_id != ticket.id


def test_threading_costs_no_more_than_it_must(cast: Cast, talk: Talk) -> None:
    _ticket, answer = talk.opened()

    def cost(sender: str = "tanaka@kawakami-shoji.example", **fields: object) -> int:
        inbound = InboundMessage("x@y", Address(sender), "件名", "本文", **fields)  # type: ignore[arg-type]
        with CaptureQueriesContext(connection) as asked:
            threading.find(inbound, customer_id=cast.tanaka.id, inbox_id=talk.inbox.id, at=clock.now())
        return len(asked)

    assert cost() == 0
    assert cost(thread_index=outlook(bytes(16))) == 0
    assert cost(thread_ids=(answer.external_id, FIRST), in_reply_to=answer.external_id) == 2
    assert cost(thread_ids=(FIRST,)) == 2
