"""Answering, noting, closing, holding, assigning: what 花 does all day."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from madoguchi.kernel import clock
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.errors import Invalid, NotAllowed, NotFound
from madoguchi.kernel.models import EventRow
from madoguchi.kernel.plain.messages import Address, InboundMessage
from madoguchi.tickets.errors import EmptyMessage, FieldsMissing, NewerMessage, TooLate
from madoguchi.tickets.models import Assignment, Closure, Message, Ticket
from madoguchi.tickets.services import (
    assigning,
    cataloguing,
    changing,
    closing,
    noting,
    opening,
    replying,
    shelving,
    snoozing,
    tagging,
)
from tests import cast as people
from tests.cast import Cast, acting
from tests.tickets.conftest import MailIn


def names(ticket_id: int) -> list[str]:
    return list(EventRow.objects.filter(ticket_id=ticket_id).order_by("id").values_list("name", flat=True))


def test_a_mail_opens_a_ticket_and_a_reply_waits_to_be_sent(cast: Cast, mail_in: MailIn) -> None:
    ticket = mail_in()
    message = replying.reply(ticket.id, text="確認します", last_seen_id=ticket.last_message_id, by=acting(cast.hana))
    ticket.refresh_from_db()
    assert (message.state, message.to) == ("queued", [{"name": "田中 一郎", "address": people.TANAKA_ADDRESS}])
    assert (ticket.status, ticket.assignee_id) == ("waiting", cast.hana.id)
    assert ticket.first_response_at == message.created_at
    assert names(ticket.id)[:2] == ["ticket.opened", "message.received"]
    assert names(ticket.id)[-1] == "ticket.replied"


def test_who_joins_by_a_subject_cannot_lead_the_answers_elsewhere(cast: Cast, mail_in: MailIn) -> None:
    ticket = mail_in()
    forged = InboundMessage(
        external_id="forged@evil.example",
        sender=Address(people.TANAKA_ADDRESS, "田中 一郎"),
        reply_to=(Address("thief@evil.example"),),
        subject=f"Re: {ticket.subject}",
        text="振込先を教えてください",
    )
    came = opening.receive(
        forged, channel="mail", inbox_id=ticket.inbox_id or 0, team_id=ticket.team_id, raw_id=None, by=SYSTEM
    )
    assert came.ticket_id == ticket.id
    message = replying.reply(ticket.id, text="確認します", last_seen_id=came.message_id, by=acting(cast.hana))
    assert [person["address"] for person in message.to] == [people.TANAKA_ADDRESS]


def test_a_repeated_post_writes_one_reply(cast: Cast, mail_in: MailIn) -> None:
    ticket, hana = mail_in(), acting(cast.hana)
    sent = [
        replying.reply(ticket.id, text="はい", last_seen_id=ticket.last_message_id, client_key="k", by=hana).id
        for _count in range(3)
    ]
    assert len(set(sent)) == 1
    assert Message.objects.filter(ticket=ticket, kind="outward").count() == 1


def test_misaki_cannot_answer_over_what_hana_has_just_written(cast: Cast, mail_in: MailIn) -> None:
    ticket = mail_in()
    seen = ticket.last_message_id
    first = replying.reply(ticket.id, text="花より", last_seen_id=seen, by=acting(cast.hana))
    with pytest.raises(NewerMessage) as refusal:
        replying.reply(ticket.id, text="美咲より", last_seen_id=seen, by=acting(cast.misaki))
    assert refusal.value.details["newer_ids"] == [first.id]
    replying.reply(ticket.id, text="美咲より", last_seen_id=seen, confirm_newer=True, by=acting(cast.misaki))


@pytest.mark.django_db(transaction=True)
def test_of_two_replies_at_the_same_moment_exactly_one_goes_unconfirmed() -> None:
    from tests.cast import assemble

    with transaction.atomic():
        cast = assemble()
    ticket = opening.open_ticket(
        subject="電話", customer_id=cast.tanaka.id, text="動かない", kind="inward", team_id=cast.support.id, by=SYSTEM
    )
    start, outcomes = threading.Barrier(2), []

    def answer(agent: people.Agent) -> None:
        actor = acting(agent)
        start.wait()
        try:
            replying.reply(ticket.id, text=agent.name, last_seen_id=ticket.last_message_id, by=actor)
            outcomes.append("sent")
        except NewerMessage:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=answer, args=(agent,)) for agent in (cast.hana, cast.misaki)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused", "sent"]


def test_undo_send_takes_back_the_reply_and_what_it_did(cast: Cast, mail_in: MailIn) -> None:
    ticket, hana = mail_in(), acting(cast.hana)
    message = replying.reply(ticket.id, text="あっ", last_seen_id=ticket.last_message_id, close=True, by=hana)
    replying.take_back(message.id, by=hana)
    after = Ticket.objects.get(pk=ticket.id)
    assert (after.status, after.first_response_at, after.snippet) == ("open", None, "保温にすると焦げます。")
    assert not Closure.objects.filter(ticket=ticket).exists()
    with pytest.raises(TooLate):
        replying.take_back(message.id, by=hana)


def test_a_failed_sending_shows_on_the_ticket_until_it_is_sent_again(cast: Cast, mail_in: MailIn) -> None:
    ticket, hana = mail_in(), acting(cast.hana)
    message = replying.reply(ticket.id, text="はい", last_seen_id=ticket.last_message_id, by=hana)
    replying.record_failed(message.id, reason="550 no such user", permanent=True, by=SYSTEM)
    assert Ticket.objects.get(pk=ticket.id).delivery_failed
    replying.retry(message.id, by=hana)
    replying.record_sent(message.id, external_id="m@x", at=clock.now(), by=SYSTEM)
    assert not Ticket.objects.get(pk=ticket.id).delivery_failed


def test_an_empty_reply_and_an_empty_note_are_refused(cast: Cast, mail_in: MailIn) -> None:
    ticket = mail_in()
    with pytest.raises(EmptyMessage):
        replying.reply(ticket.id, text="  \n", last_seen_id=ticket.last_message_id, by=acting(cast.hana))
    with pytest.raises(EmptyMessage):
        noting.note(ticket.id, text="", by=acting(cast.hana))


def test_a_closed_ticket_reopens_when_the_customer_writes(cast: Cast, mail_in: MailIn) -> None:
    ticket = mail_in()
    closing.close(ticket.id, by=acting(cast.hana))
    again = mail_in("Re: 炊飯器の保温について", "まだです", answers="mail-1@customer.example")
    again.refresh_from_db()
    assert (again.id, again.status, again.reopen_count) == (ticket.id, "open", 1)
    closure = Closure.objects.get(ticket=ticket)
    assert closure.reopened_by_kind == "customer"


def test_a_needed_field_must_be_filled_before_closing(cast: Cast, mail_in: MailIn) -> None:
    admin = acting(cast.admin)
    cataloguing.save_field(key="serial", label="製造番号", kind="text", required_to_close=True, by=admin)
    ticket, hana = mail_in(), acting(cast.hana)
    with pytest.raises(FieldsMissing) as refusal:
        closing.close(ticket.id, by=hana)
    assert "製造番号" in refusal.value.message
    with pytest.raises(FieldsMissing):
        replying.reply(ticket.id, text="完了", last_seen_id=ticket.last_message_id, close=True, by=hana)
    assert Message.objects.filter(ticket=ticket).count() == 1
    changing.change(ticket.id, fields={"serial": " A-1 "}, by=hana)
    assert closing.close(ticket.id, by=hana).fields == {"serial": "A-1"}


def test_a_held_ticket_wakes_when_its_time_has_come(cast: Cast, mail_in: MailIn) -> None:
    ticket, hana = mail_in(), acting(cast.hana)
    snoozing.snooze(ticket.id, until=clock.now() + timedelta(hours=1), reason="部品", by=hana)
    assert snoozing.wake_due(by=SYSTEM) == 0
    with clock.held_at(clock.now() + timedelta(hours=2)):
        assert snoozing.wake_due(by=SYSTEM) == 1
    assert Ticket.objects.get(pk=ticket.id).status == "new"
    with pytest.raises(Invalid):
        snoozing.snooze(ticket.id, until=clock.now() - timedelta(seconds=1), by=hana)


def test_responsibility_is_kept_as_stretches_of_time(cast: Cast, mail_in: MailIn) -> None:
    ticket, hana = mail_in(), acting(cast.hana)
    assigning.assign(ticket.id, agent_id=cast.hana.id, by=hana)
    assigning.assign(ticket.id, agent_id=cast.misaki.id, by=hana)
    stretches = list(Assignment.objects.filter(ticket=ticket).order_by("id").values_list("agent_id", "ended_at"))
    assert [agent for agent, _end in stretches] == [None, cast.hana.id, cast.misaki.id]
    assert [end is None for _agent, end in stretches] == [False, False, True]
    with pytest.raises(Invalid):
        assigning.assign(ticket.id, agent_id=987654, by=hana)


def test_spam_goes_away_and_comes_back_as_it_was(cast: Cast, mail_in: MailIn) -> None:
    ticket, hana = mail_in(), acting(cast.hana)
    closing.close(ticket.id, by=hana)
    shelving.shelve(ticket.id, status="bin", by=hana)
    assert shelving.restore(ticket.id, by=hana).status == "closed"


def test_widths_and_cases_make_no_second_tag(cast: Cast, mail_in: MailIn) -> None:
    ticket, hana = mail_in(), acting(cast.hana)
    assert len(tagging.add(ticket.id, names=["ＶＩＰ", "vip", " VIP "], by=hana)) == 1
    assert len(tagging.set_tags(ticket.id, names=["Vip", "ｶﾀｶﾅ", "カタカナ"], by=hana)) == 2


@pytest.mark.parametrize("verb", ["reply", "note", "close", "assign", "change", "tag", "snooze", "shelve"])
def test_ken_cannot_touch_another_teams_ticket_and_yumi_may_only_look(cast: Cast, mail_in: MailIn, verb: str) -> None:
    ticket = mail_in()
    acts = {
        "reply": lambda by: replying.reply(ticket.id, text="x", last_seen_id=ticket.last_message_id, by=by),
        "note": lambda by: noting.note(ticket.id, text="x", by=by),
        "close": lambda by: closing.close(ticket.id, by=by),
        "assign": lambda by: assigning.assign(ticket.id, agent_id=by.agent_id, by=by),
        "change": lambda by: changing.change(ticket.id, priority=4, by=by),
        "tag": lambda by: tagging.add(ticket.id, names=["x"], by=by),
        "snooze": lambda by: snoozing.snooze(ticket.id, until=clock.now() + timedelta(days=1), by=by),
        "shelve": lambda by: shelving.shelve(ticket.id, status="spam", by=by),
    }
    before = names(ticket.id)
    with pytest.raises(NotFound):
        acts[verb](acting(cast.ken))
    with pytest.raises(NotAllowed):
        acts[verb](acting(cast.yumi))
    assert names(ticket.id) == before
