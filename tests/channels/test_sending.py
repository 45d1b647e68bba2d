"""An answer on its way out: every way it can go wrong is seen on the ticket, and nobody gets it twice."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from madoguchi.channels.models import Delivery, Inbox
from madoguchi.channels.services import delivering, recovering
from madoguchi.kernel import clock
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.jobs import run_due
from madoguchi.kernel.models import EventRow
from madoguchi.tickets.errors import TooLate
from madoguchi.tickets.models import Message, Ticket
from madoguchi.tickets.services import attaching, replying
from tests.cast import Cast, acting
from tests.channels.conftest import mail, take_in
from tests.servers.postbox import Postbox


def answer(cast: Cast, inbox: Inbox, text: str = "承知しました。", **more: object) -> Message:
    """花 answers 田中様's mail."""
    take_in(inbox, mail())
    ticket = Ticket.objects.get()
    seen = Message.objects.filter(ticket=ticket).latest("id").id
    return replying.reply(ticket.id, text=text, last_seen_id=seen, by=acting(cast.hana), **more)  # type: ignore[arg-type]


def state(message: Message) -> str:
    message.refresh_from_db()
    return message.state


def test_a_full_mailbox_marks_the_ticket_and_tells_why(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    postbox.answers = ["552 5.2.2 mailbox full"]
    message = answer(cast, inbox)
    run_due()
    assert state(message) == "failed"
    assert "552" in message.failure
    assert Ticket.objects.get().delivery_failed
    assert EventRow.objects.filter(name="message.failed").count() == 1


def test_a_busy_server_is_tried_again_later_and_the_mail_leaves_once(
    cast: Cast, inbox: Inbox, postbox: Postbox
) -> None:
    postbox.answers = ["451 4.7.1 greylisted, come back"]
    message = answer(cast, inbox)
    run_due()
    assert (state(message), postbox.mails) == ("queued", [])
    with clock.held_at(clock.now() + timedelta(minutes=1)):
        delivering.deliver(Delivery.objects.get().id, by=SYSTEM)
    assert state(message) == "sent"
    assert len(postbox.mails) == 1
    assert not Ticket.objects.get().delivery_failed


def test_one_refused_recipient_means_that_nobody_gets_it(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    postbox.refuse = {"gone@example.com": "550 5.1.1 unknown"}
    to = [{"name": "", "address": "here@example.com"}, {"name": "", "address": "gone@example.com"}]
    message = answer(cast, inbox, to=to)
    run_due()
    assert (state(message), postbox.mails) == ("failed", [])
    assert "gone@example.com" in message.failure


def test_a_line_cut_after_acceptance_is_unconfirmed_and_repeated_only_by_a_person_under_the_same_id(
    cast: Cast, inbox: Inbox, postbox: Postbox
) -> None:
    postbox.answers = ["accept and hang up"]
    message = answer(cast, inbox)
    run_due()
    assert state(message) == "unconfirmed"
    later = clock.now() + timedelta(hours=1)
    with clock.held_at(later):
        recovering.recover(by=SYSTEM)
        run_due(at=later)
    assert len(postbox.mails) == 1
    replying.retry(message.id, by=acting(cast.hana))
    run_due()
    assert state(message) == "sent"
    ids = {message_from_bytes(content)["Message-ID"] for content in postbox.mails}
    assert (len(postbox.mails), len(ids)) == (2, 1)


def test_an_inbox_may_repeat_an_unconfirmed_mail_once_by_itself(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    Inbox.objects.filter(pk=inbox.id).update(repeat_unconfirmed=True)
    postbox.answers = ["accept and hang up", "accept and hang up"]
    message = answer(cast, inbox)
    run_due()
    assert state(message) == "unconfirmed"
    assert len(postbox.mails) == 2


def test_a_crash_while_sending_is_found_and_marked(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    message = answer(cast, inbox)
    Delivery.objects.update(state="attempting", attempts=1, claimed_by="elsewhere:1", claimed_until=clock.now())
    recovering.recover(by=SYSTEM)
    assert state(message) == "unconfirmed"
    assert Delivery.objects.get().last_error == "crashed_while_sending"


def test_hana_takes_a_reply_back_before_it_leaves_and_not_afterwards(
    cast: Cast, inbox: Inbox, postbox: Postbox
) -> None:
    Inbox.objects.filter(pk=inbox.id).update(undo_seconds=10)
    message = answer(cast, inbox)
    run_due()
    assert postbox.mails == []
    replying.take_back(message.id, by=acting(cast.hana))
    later = clock.now() + timedelta(minutes=1)
    with clock.held_at(later):
        run_due(at=later)
    assert (state(message), postbox.mails, Delivery.objects.get().state) == ("cancelled", [], "cancelled")


def test_nothing_can_be_taken_back_while_it_is_on_the_wire(cast: Cast, inbox: Inbox) -> None:
    message = answer(cast, inbox)
    Delivery.objects.update(state="attempting")
    with pytest.raises(TooLate):
        replying.take_back(message.id, by=acting(cast.hana))
    assert state(message) == "queued"


def test_names_and_subjects_cannot_add_headers_or_recipients(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    evil = "a\r\nBcc: spy@evil.example\r\n\r\nx"
    to = [{"name": evil, "address": "tanaka@example.com\r\nRCPT TO:<spy@evil.example>"}]
    message = answer(cast, inbox, to=to)
    Message.objects.filter(pk=message.id).update(subject=evil)
    run_due()
    sent = message_from_bytes(postbox.mails[0], policy=policy.default)
    assert sent["Bcc"] is None
    assert len(postbox.recipients[0]) == 1
    assert "spy@evil.example" not in postbox.recipients[0]
    assert sent.get_body().get_content().startswith(("田中", "承知"))


def test_a_file_with_a_japanese_name_arrives_under_that_name(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    hana = acting(cast.hana)
    name = "見積書（2026年11月・とても長い名前の添付ファイルでも大丈夫）.pdf"
    upload = attaching.upload(name=name, type="application/pdf", content=b"%PDF-1.4", by=hana)
    answer(cast, inbox, attachment_ids=[upload.id])
    run_due()
    sent = message_from_bytes(postbox.mails[0], policy=policy.default)
    files = list(sent.iter_attachments())
    assert [(part.get_filename(), part.get_content()) for part in files] == [(name, b"%PDF-1.4")]


def test_two_workers_send_one_mail(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    answer(cast, inbox)
    delivery = Delivery.objects.get()
    delivering.deliver(delivery.id, by=SYSTEM)
    delivering.deliver(delivery.id, by=SYSTEM)
    run_due()
    assert len(postbox.mails) == 1


def test_without_any_way_out_the_ticket_says_so(cast: Cast, inbox: Inbox) -> None:
    Inbox.objects.update(settings={"way_in": "door", "way_out": "none"})
    message = answer(cast, inbox)
    assert state(message) == "failed"
    assert message.failure == "no_way_out"


def test_the_signature_of_hana_stands_below_and_tanaka_is_greeted_once(
    cast: Cast, inbox: Inbox, postbox: Postbox
) -> None:
    cast.hana.signature = "かわかみキッチン 山田 花"
    cast.hana.save()
    answer(cast, inbox, "田中様\n\nお世話になっております。")
    run_due()
    body = message_from_bytes(postbox.mails[0], policy=policy.default).get_body().get_content().replace("\r\n", "\n")
    assert body.count("様") == 1
    assert body.rstrip().endswith("-- \nかわかみキッチン 山田 花")
