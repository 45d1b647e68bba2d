"""受付メール: once, to people, with an honest time."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from madoguchi.calendars.services import schedules
from madoguchi.channels.models import Inbox
from madoguchi.channels.services import promising
from madoguchi.kernel import clock
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.jobs import run_due
from madoguchi.tickets.models import Message, Ticket
from tests.cast import Cast
from tests.channels.conftest import mail, take_in
from tests.servers.postbox import Postbox


def with_receipts(inbox: Inbox, **changes: object) -> Inbox:
    Inbox.objects.filter(pk=inbox.id).update(receipt_enabled=True, **changes)
    inbox.refresh_from_db()
    return inbox


def test_tanaka_gets_one_notice_with_his_reference_and_his_answer_to_it_lands_on_the_ticket(
    cast: Cast, inbox: Inbox, postbox: Postbox
) -> None:
    with_receipts(inbox)
    take_in(inbox, mail())
    run_due()
    assert len(postbox.mails) == 1
    notice = message_from_bytes(postbox.mails[0], policy=policy.default)
    ticket = Ticket.objects.get()
    text = notice.get_body().get_content()
    assert ticket.reference in notice["Subject"]
    assert ticket.reference in text
    assert "田中 一郎 様" in text
    assert notice["Auto-Submitted"] == "auto-replied"
    assert (ticket.status, ticket.first_response_at) == ("new", None)
    take_in(inbox, mail("追加です", message_id="2@x", subject="Re: 受付", in_reply_to=notice["Message-ID"]))
    run_due()
    assert (Ticket.objects.count(), len(postbox.mails)) == (1, 1)


def test_nothing_the_stranger_wrote_is_in_the_notice(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    with_receipts(inbox)
    take_in(inbox, mail("買って http://spam.example", subject="買って http://spam.example", sender="victim@x.example"))
    run_due()
    assert b"spam.example" not in postbox.mails[0]


@pytest.mark.parametrize(
    "name",
    [
        "http://spam.example/win",
        "spam。example で当選",
        "call 0120-000-000 now",
        "You won " * 9,
        "ｗｗｗ．spam．example",
    ],
)
def test_nobody_sends_advertisements_through_us_by_their_name(inbox: Inbox, postbox: Postbox, name: str) -> None:
    with_receipts(inbox)
    take_in(inbox, mail("x", sender=f"{name} <victim@x.example>"))
    run_due()
    notice = message_from_bytes(postbox.mails[0], policy=policy.default)
    assert notice["To"].addresses[0].display_name == ""
    assert notice.get_content().startswith(("お客様", "Dear customer"))


def test_five_hundred_mails_in_one_name_cost_the_victim_two(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    with_receipts(inbox)
    for number in range(10):
        take_in(inbox, mail(f"{number}", subject=f"{number}", message_id=f"{number}@x", sender="Victim@x.example"))
    run_due()
    assert len(postbox.mails) <= 2


def test_made_up_tags_of_one_mailbox_cost_the_victim_no_more(inbox: Inbox, postbox: Postbox) -> None:
    with_receipts(inbox)
    for number in range(6):
        take_in(inbox, mail("x", subject=f"{number}", message_id=f"{number}@x", sender=f"victim+{number}@x.example"))
    run_due()
    assert len(postbox.mails) == 2


def test_a_name_that_looks_like_a_place_is_only_a_name(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    with_receipts(inbox)
    take_in(inbox, mail("x", sender='"{time}{company}{{7*7}}" <curious@x.example>'))
    run_due()
    text = message_from_bytes(postbox.mails[0], policy=policy.default).get_body().get_content()
    assert text.startswith("{time}{company}{{7*7}} 様")


def test_machines_old_mail_and_silent_inboxes_get_none(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    take_in(inbox, mail())
    with_receipts(inbox)
    take_in(inbox, mail("x", message_id="a@x", subject="a", Auto_Submitted="auto-generated"))
    run_due()
    assert postbox.mails == []


def test_the_inboxs_own_text_is_filled(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    with_receipts(inbox, receipt_text="{name}、番号は{reference}です。{unknown}{0}")
    take_in(inbox, mail())
    run_due()
    text = message_from_bytes(postbox.mails[0], policy=policy.default).get_body().get_content()
    assert text.startswith(f"田中 一郎 様、番号は{Ticket.objects.get().reference}です。{{unknown}}{{0}}")


def test_the_promise_is_what_eight_of_ten_really_waited(cast: Cast, inbox: Inbox) -> None:
    assert "順次" in promising.promise(inbox)
    take_in(inbox, mail())
    pattern = Ticket.objects.get()
    Message.objects.all().delete()
    for number in range(25):
        opened = clock.now() - timedelta(days=2, hours=number % 3)
        Ticket.objects.create(
            subject="x",
            customer_id=pattern.customer_id,
            inbox_id=inbox.id,
            reference=f"TEST-{number:04}",
            created_at=opened,
            updated_at=opened,
            last_message_at=opened,
            first_response_at=opened + timedelta(minutes=50 if number < 20 else 6000),
        )
    assert promising.promise(inbox) == "ほとんどのお問い合わせに1時間以内に返信しております。"
    schedules.install_default(by=SYSTEM)
    assert "営業" in promising.promise(inbox)
