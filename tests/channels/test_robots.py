"""Robots: kept and shown, never answered by a robot of ours, never a first response, never a reason to reopen."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from madoguchi.channels.models import Inbox
from madoguchi.kernel import clock
from madoguchi.kernel.jobs import run_due
from madoguchi.tickets.models import Message, Ticket
from madoguchi.tickets.services import closing, replying
from tests.cast import TANAKA_ADDRESS, Cast, acting, signed_in
from tests.channels.conftest import SUPPORT_ADDRESS, mail, make_inbox, take_in
from tests.servers.postbox import Postbox


@pytest.fixture
def receipts(inbox: Inbox) -> Inbox:
    """The inbox answers every new ticket by itself."""
    Inbox.objects.filter(pk=inbox.id).update(receipt_enabled=True)
    inbox.refresh_from_db()
    return inbox


def test_case_07_two_robots_answering_each_other_fifty_times_cost_two_mails(
    cast: Cast, receipts: Inbox, postbox: Postbox
) -> None:
    take_in(receipts, mail("お問い合わせを受け付けました", sender="robot@loop.example", message_id="r0@loop"))
    run_due()
    for number in range(1, 50):
        ours = message_from_bytes(postbox.mails[-1], policy=policy.default)
        answer = mail(
            "お問い合わせを受け付けました",
            sender="robot@loop.example",
            message_id=f"r{number}@loop",
            subject=f"Re: {ours['Subject']}" if number % 2 else f"受付番号 {number}",
            **({"in_reply_to": str(ours["Message-ID"])} if number % 3 == 0 else {}),
        )
        take_in(receipts, answer)
        run_due()
    assert len(postbox.mails) <= 2


def test_a_robot_that_comes_back_all_day_gets_five_a_day_at_most(
    receipts: Inbox, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = clock.now()
    for hour in range(20):
        monkeypatch.setattr(clock, "now", lambda hour=hour: begin + timedelta(hours=hour, minutes=hour))
        take_in(receipts, mail("x", sender="robot@loop.example", message_id=f"h{hour}@loop", subject=f"{hour}"))
        run_due()
    assert len(postbox.mails) == 5


def test_mail_forged_in_many_names_does_not_make_us_a_sender_of_spam(receipts: Inbox, postbox: Postbox) -> None:
    Inbox.objects.filter(pk=receipts.id).update(receipts_per_hour=6)
    for number in range(15):
        forged = mail("x", sender=f"victim{number}@v{number}.example", message_id=f"f{number}@x", subject=f"{number}")
        take_in(receipts, forged)
    run_due()
    assert (len(postbox.mails), Ticket.objects.count()) == (6, 15)


@pytest.mark.once
@pytest.mark.parametrize(
    "mark",
    [
        {"Auto_Submitted": "auto-generated"},
        {"Auto_Submitted": "auto-replied; owner-email=x"},
        {"X_Auto_Response_Suppress": "DR, OOF, AutoReply"},
        {"Precedence": "bulk"},
        {"Precedence": "list"},
        {"X_Autoreply": "yes"},
        {"List_Id": "<news.example>"},
        {"Return_Path": "<>"},
        {"sender": "No Reply <no-reply@shop2.example>"},
        {"subject": "【自動返信】お問い合わせありがとうございます"},
        {"subject": "不在のお知らせ Re: 炊飯器"},
        {"subject": "Automatic reply: rice cooker"},
        {"text": "ご注文を承りました。\n\n※このメールは送信専用アドレスから自動送信しています。"},
    ],
)
def test_no_robot_is_answered_by_ours_but_its_mail_is_kept_and_shown_as_such(
    cast: Cast, receipts: Inbox, postbox: Postbox, mark: dict[str, str]
) -> None:
    take_in(receipts, mail(**mark))
    run_due()
    assert (postbox.mails, Ticket.objects.count(), Message.objects.get().auto) == ([], 1, True)
    page = signed_in(cast.misaki).get(f"/tickets/{Ticket.objects.get().id}").content.decode()
    assert ">自動<" in page


def test_the_null_path_of_the_envelope_is_a_sign_too(receipts: Inbox, postbox: Postbox) -> None:
    take_in(receipts, mail("通知です", subject="通知"), mail_from="")
    run_due()
    assert (postbox.mails, Message.objects.get().auto) == ([], True)


@pytest.mark.once
@pytest.mark.parametrize(
    "words",
    [
        {"text": "届いた確認メールに「このメールは自動送信です」とありました。\n" + "詳しく\n" * 40 + "よろしく。"},
        {"subject": "Re: 自動返信: 受付しました", "text": "返事をください。"},
        {"subject": "自動ドアが開きません"},
        {"subject": "不在票が入っていました"},
        {"subject": "休日の営業について"},
        {"text": "いつもお世話になっております。\n> このメールは自動送信されています。\n型番はRC-100です。"},
        {"sender": "野口 玲 <noguchi.rei@b.example>"},
    ],
)
def test_a_person_is_not_taken_for_a_robot(receipts: Inbox, postbox: Postbox, words: dict[str, str]) -> None:
    if "自動送信です」" in words.get("text", ""):
        words = {**words, "text": "お世話になります。\n" * 8 + words["text"]}
    take_in(receipts, mail(**words))
    run_due()
    assert (Message.objects.filter(kind="inward").get().auto, len(postbox.mails)) == (False, 1)


def test_a_robot_is_no_first_response_and_reopens_nothing(cast: Cast, inbox: Inbox) -> None:
    take_in(inbox, mail())
    ticket = Ticket.objects.get()
    closing.close(ticket.id, by=acting(cast.hana))
    away = mail(
        "不在です",
        message_id="ooo@x",
        subject="自動応答: Re: 炊飯器について",
        in_reply_to="<first@kawakami-shoji.example>",
    )
    take_in(inbox, away)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.first_response_at, ticket.message_count) == ("closed", None, 2)


def test_our_own_mail_that_comes_back_opens_nothing(cast: Cast, inbox: Inbox, postbox: Postbox) -> None:
    take_in(inbox, mail())
    first = Message.objects.get()
    replying.reply(first.ticket_id, text="はい", last_seen_id=first.id, by=acting(cast.hana))
    run_due()
    raw = take_in(inbox, b"Received: from somewhere by mx.shop.example\r\n" + postbox.mails[0])
    assert (raw.state, raw.reason, Message.objects.count()) == ("filtered", "own_mail", 2)


def test_two_inboxes_of_ours_never_answer_each_other(cast: Cast, receipts: Inbox, postbox: Postbox) -> None:
    other = make_inbox(cast, postbox, address="orders@shop.example", name="受注", receipt_enabled=True)
    take_in(receipts, mail("転送します", sender="orders@shop.example", message_id="a@shop"))
    take_in(other, mail("転送します", sender=SUPPORT_ADDRESS, message_id="b@shop", to="orders@shop.example"))
    run_due()
    assert postbox.mails == []


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "田中\r\nBcc: victim@x.example", '"><svg onload=alert(1)>']
)
def test_case_09_what_a_sender_calls_himself_is_only_a_name_in_our_automatic_mail(
    receipts: Inbox, postbox: Postbox, name: str
) -> None:
    hostile = f"From: {name.encode('unicode_escape').decode()} <{TANAKA_ADDRESS}>\r\nSubject: {name}\r\n"
    take_in(receipts, hostile.encode() + b"Message-ID: <n@x>\r\n\r\nhello\r\n")
    run_due()
    for content in postbox.mails:
        notice = message_from_bytes(content, policy=policy.default)
        assert notice["Bcc"] is None
        assert [person.addr_spec for person in notice["To"].addresses] == [TANAKA_ADDRESS]
        html = notice.get_body(("html",))
        assert html is None or "<script" not in html.get_content().lower()
        assert html is None or "<svg" not in html.get_content().lower()
    assert all("victim@x.example" not in people for people in postbox.recipients)
