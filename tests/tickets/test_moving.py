"""A person sets right where a message is and who wrote it, and the desk remembers."""

import pytest

from madoguchi.channels.models import Inbox
from madoguchi.customers.models import Identity
from madoguchi.kernel.errors import Invalid, NotAllowed, NotFound
from madoguchi.kernel.models import EventRow
from madoguchi.tickets import activity, listing, origins, recipients
from madoguchi.tickets.errors import MessageOfDifferentCustomer, NotUndoable, TicketIsMerged
from madoguchi.tickets.models import Message, Ticket
from madoguchi.tickets.services import confirming, merging, moving, noting, replying, shelving, splitting
from tests.cast import SMITH_ADDRESS, Cast, acting, signed_in
from tests.tickets.threads import FIRST, Talk, named

NEW_ADDRESS = "ichiro.tanaka@home.example"


@pytest.fixture
def talk(cast: Cast, inbox: Inbox) -> Talk:
    return Talk(cast, inbox)


def on(ticket: Ticket | int) -> list[int]:
    number = ticket if isinstance(ticket, int) else ticket.id
    return list(Message.objects.filter(ticket_id=number).order_by("id").values_list("id", flat=True))


def test_hana_moves_a_mail_to_another_ticket_and_what_answers_it_follows(cast: Cast, talk: Talk) -> None:
    hana = acting(cast.hana)
    wrong, answer = talk.opened()
    right = talk.write(subject="部品の注文").ticket
    strayed = talk.write("部品番号は 12-A です", message_id="strayed@customer.example", in_reply_to=named(answer))
    row = moving.move(strayed.id, to_ticket_id=right.id, by=hana)
    assert (strayed.id in on(right), strayed.id in on(wrong)) == (True, False)
    chain = f"{named(answer)} <strayed@customer.example>"
    later = talk.write(in_reply_to="<strayed@customer.example>", references=chain, message_id="later@customer.example")
    last = talk.write(in_reply_to="<later@customer.example>", references=f"{chain} <later@customer.example>")
    assert [(one.ticket_id, one.threaded_by) for one in (later, last)] == [(right.id, "placed")] * 2
    assert talk.write(in_reply_to=named(answer)).ticket_id == wrong.id
    told = EventRow.objects.filter(name__in=("message.moved", "message.moved_in")).values_list("name", "ticket_id")
    assert set(told) == {("message.moved", wrong.id), ("message.moved_in", right.id)}
    assert any(f"#{right.id}" in line.text for line in activity.lines(wrong.id, by=hana))
    assert any(f"#{wrong.id}" in line.text for line in activity.lines(right.id, by=hana))
    assert [one["id"] for one in listing.page(by=hana).rows if one["message_count"] != len(on(one["id"]))] == []
    moving.undo(row.id, by=hana)
    assert strayed.id in on(wrong)
    assert talk.write(references=chain).ticket_id == wrong.id


def test_a_mail_moved_into_a_new_ticket_keeps_who_wrote_it_and_comes_back(cast: Cast, talk: Talk) -> None:
    hana = acting(cast.hana)
    ticket, _answer = talk.opened()
    second = talk.write("別件です", in_reply_to=f"<{FIRST}>", subject="別件")
    row = moving.move(second.id, to_ticket_id=None, by=hana)
    fresh = Ticket.objects.get(pk=row.result_id)
    assert (fresh.subject, fresh.customer_id, fresh.team_id, on(fresh)) == (
        "別件",
        cast.tanaka.id,
        ticket.team_id,
        [second.id],
    )
    moving.undo(row.id, by=hana)
    fresh.refresh_from_db()
    assert (fresh.merged_into_id, second.id in on(ticket)) == (ticket.id, True)
    with pytest.raises(NotUndoable):
        moving.undo(row.id, by=hana)


def test_a_move_is_not_undone_over_somebodys_work(cast: Cast, talk: Talk) -> None:
    hana = acting(cast.hana)
    talk.opened()
    second = talk.write("別件です", in_reply_to=f"<{FIRST}>")
    row = moving.move(second.id, to_ticket_id=None, by=hana)
    noting.note(row.result_id, text="着手", by=hana)
    with pytest.raises(NotUndoable):
        moving.undo(row.id, by=hana)


def test_what_cannot_be_moved_says_why(cast: Cast, talk: Talk) -> None:
    hana = acting(cast.hana)
    ticket, answer = talk.opened()
    only = talk.write(subject="一通だけ")
    binned = talk.write(subject="捨てた").ticket
    shelving.shelve(binned.id, status="bin", by=hana)
    waiting = replying.reply(ticket.id, text="のちほど", last_seen_id=None, confirm_newer=True, by=hana)
    for message, target in ((only, ticket), (answer, binned), (answer, ticket), (waiting, only.ticket)):
        with pytest.raises(Invalid):
            moving.move(message.id, to_ticket_id=target.id, by=hana)
    with pytest.raises(Invalid):
        moving.move(only.id, to_ticket_id=None, by=hana)
    with pytest.raises(NotFound):
        moving.move(answer.id, to_ticket_id=999_999, by=hana)
    with pytest.raises(NotAllowed):
        moving.move(answer.id, to_ticket_id=None, by=acting(cast.yumi))
    merging.merge(ticket.id, absorbed_id=only.ticket_id, by=hana)
    with pytest.raises(TicketIsMerged):
        moving.move(answer.id, to_ticket_id=only.ticket_id, by=hana)


def test_a_mail_goes_to_another_customers_ticket_only_when_confirmed(cast: Cast, talk: Talk) -> None:
    hana = acting(cast.hana)
    _ticket, answer = talk.opened()
    smiths = talk.write("It broke", sender=SMITH_ADDRESS).ticket
    second = talk.write(in_reply_to=named(answer))
    with pytest.raises(MessageOfDifferentCustomer):
        moving.move(second.id, to_ticket_id=smiths.id, by=hana)
    moving.move(second.id, to_ticket_id=smiths.id, confirm_different_customer=True, by=hana)
    assert second.id in on(smiths)


def test_ken_moves_nothing_out_of_or_into_what_he_does_not_see(cast: Cast, talk: Talk) -> None:
    _ticket, answer = talk.opened()
    second = talk.write(in_reply_to=named(answer))
    kens = talk.write(subject="技術").ticket
    Ticket.objects.filter(pk=kens.id).update(team=cast.technical)
    with pytest.raises(NotFound):
        moving.move(second.id, to_ticket_id=kens.id, by=acting(cast.ken))
    with pytest.raises(NotFound):
        moving.move(second.id, to_ticket_id=kens.id, by=acting(cast.hana))


def test_a_split_is_remembered_as_a_move_is(cast: Cast, talk: Talk) -> None:
    hana = acting(cast.hana)
    _ticket, answer = talk.opened()
    second = talk.write(message_id="second@customer.example", in_reply_to=named(answer))
    row = splitting.split(second.ticket_id, message_ids=[second.id], by=hana)
    again = talk.write(in_reply_to=named(answer), references=f"<second@customer.example> {named(answer)}")
    assert again.ticket_id == row.result_id


def test_a_new_address_with_our_signature_is_marked_until_hana_says_it_is_the_same_person(
    cast: Cast, talk: Talk
) -> None:
    hana = acting(cast.hana)
    ticket, answer = talk.opened()
    came = talk.write("家からです", sender=f"田中 <{NEW_ADDRESS}>", in_reply_to=named(answer))
    assert (came.ticket_id, came.stranger, came.standing) == (ticket.id, True, "stranger")
    assert recipients.strangers_on(ticket.id) == {NEW_ADDRESS}
    assert [person["address"] for person in recipients.default_recipients(ticket)] != [NEW_ADDRESS]
    confirming.confirm(came.id, same_person=True, by=hana)
    came.refresh_from_db()
    assert (came.stranger, came.customer_id) == (False, cast.tanaka.id)
    assert Identity.objects.get(address_key=NEW_ADDRESS).customer_id == cast.tanaka.id
    again = talk.write(sender=NEW_ADDRESS, in_reply_to=named(answer))
    assert (again.stranger, again.standing, again.customer_id) == (False, "customer", cast.tanaka.id)
    with pytest.raises(Invalid):
        confirming.confirm(came.id, same_person=True, by=hana)


def test_another_person_may_belong_to_the_ticket_and_stays_themselves(cast: Cast, talk: Talk) -> None:
    hana = acting(cast.hana)
    ticket, answer = talk.opened()
    came = talk.write(sender=NEW_ADDRESS, in_reply_to=named(answer))
    confirming.confirm(came.id, same_person=False, by=hana)
    again = talk.write(sender=NEW_ADDRESS, in_reply_to=named(answer))
    assert (again.ticket_id, again.stranger, again.standing) == (ticket.id, False, "participant")
    assert again.customer_id not in (None, cast.tanaka.id)


def test_a_stranger_kept_apart_never_comes_back_onto_the_ticket(cast: Cast, talk: Talk) -> None:
    hana = acting(cast.hana)
    ticket, answer = talk.opened()
    came = [talk.write(sender=NEW_ADDRESS, in_reply_to=named(answer)) for _count in range(2)]
    row = moving.keep_apart(came[0].id, by=hana)
    apart = Ticket.objects.get(pk=row.result_id)
    assert on(apart) == [one.id for one in came]
    assert (apart.customer_id, Message.objects.filter(ticket=apart, stranger=True).exists()) == (
        came[0].customer_id,
        False,
    )
    again = talk.write(sender=NEW_ADDRESS, in_reply_to=named(answer), references=f"<{FIRST}>")
    assert (again.ticket_id, again.threaded_by) == (apart.id, "kept_apart")
    shelving.shelve(apart.id, status="bin", by=hana)
    elsewhere = talk.write(sender=NEW_ADDRESS, in_reply_to=named(answer))
    assert elsewhere.ticket_id not in (ticket.id, apart.id)
    shelving.restore(apart.id, by=hana)
    with pytest.raises(NotUndoable):
        moving.undo(row.id, by=hana)
    assert talk.write(in_reply_to=named(answer)).ticket_id == ticket.id


def test_keeping_apart_can_be_undone_and_then_they_are_a_stranger_again(cast: Cast, talk: Talk) -> None:
    hana = acting(cast.hana)
    ticket, answer = talk.opened()
    came = talk.write(sender=NEW_ADDRESS, in_reply_to=named(answer))
    moving.undo(moving.keep_apart(came.id, by=hana).id, by=hana)
    came.refresh_from_db()
    assert (came.ticket_id, came.stranger) == (ticket.id, True)
    assert talk.write(sender=NEW_ADDRESS, in_reply_to=named(answer)).ticket_id == ticket.id
    with pytest.raises(Invalid):
        moving.keep_apart(answer.id, by=hana)


def test_who_has_tickets_of_their_own_becomes_the_customer_only_by_a_merge(cast: Cast, talk: Talk) -> None:
    _ticket, answer = talk.opened()
    talk.write(sender=SMITH_ADDRESS)
    came = talk.write(sender=SMITH_ADDRESS, in_reply_to=named(answer))
    with pytest.raises(NotAllowed):
        confirming.confirm(came.id, same_person=True, by=acting(cast.hana))
    confirming.confirm(came.id, same_person=True, by=acting(cast.misaki))
    assert Identity.objects.get(address_key=SMITH_ADDRESS).customer_id == cast.tanaka.id


def test_hana_reads_why_a_message_is_there_and_sets_it_right_on_the_screen(cast: Cast, talk: Talk) -> None:
    browser = signed_in(cast.hana)
    ticket, answer = talk.opened()
    other = talk.write(subject="部品の注文")
    came = talk.write(
        sender=NEW_ADDRESS, in_reply_to=named(answer), references=f"<{other.external_id}> {named(answer)}"
    )
    why = browser.get(f"/messages/{came.id}/origin").content.decode()
    assert "なぜこの問い合わせに？" in why
    assert answer.external_id in why
    assert f"#{other.ticket_id}" in why
    assert NEW_ADDRESS in why
    shown = browser.get(f"/messages/{came.id}/moves?number=%EF%BC%83{other.ticket_id}").content.decode()
    assert other.ticket.subject in shown
    assert browser.post(f"/messages/{came.id}/sender", {"same_person": "yes"}).status_code == 204
    moved = browser.post(f"/messages/{came.id}/moves", {"to_ticket_id": other.ticket_id})
    assert (moved.status_code, came.id in on(other.ticket_id)) == (204, True)
    again = browser.get(f"/messages/{came.id}/origin").content.decode()
    assert cast.hana.name in again
    assert f"#{ticket.id}" in again
    english = signed_in(cast.hana, language="en")
    cast.hana.language = "en"
    cast.hana.save()
    assert "Why is this message in this ticket?" in english.get(f"/messages/{came.id}/origin").content.decode()
    assert signed_in(cast.ken).get(f"/messages/{came.id}/origin").status_code == 404


def test_a_ticket_that_the_reader_may_not_see_stays_unnamed_in_the_reasons(cast: Cast, talk: Talk) -> None:
    _ticket, answer = talk.opened()
    secret = talk.write(subject="極秘")
    came = talk.write(in_reply_to=named(answer), references=f"<{secret.external_id}> {named(answer)}")
    Ticket.objects.filter(pk=secret.ticket_id).update(team=cast.technical)
    why = signed_in(cast.hana).get(f"/messages/{came.id}/origin").content.decode()
    assert secret.external_id in why
    assert f"/tickets/{secret.ticket_id}" not in why


def test_the_reasons_tell_of_merges_and_splits_too(cast: Cast, talk: Talk) -> None:
    hana = acting(cast.hana)
    gone, answer = talk.opened()
    second = talk.write(in_reply_to=named(answer))
    kept = talk.write(subject="同じ件").ticket
    row = splitting.split(gone.id, message_ids=[second.id], by=hana)
    merging.merge(kept.id, absorbed_id=row.result_id, by=hana)
    found = origins.origin(second.id, by=hana)
    assert [(step.actor, step.from_id, step.to_id) for step in found.steps] == [
        (cast.hana.name, gone.id, row.result_id),
        (cast.hana.name, row.result_id, kept.id),
    ]
    assert found.placed == found.steps[-1]
