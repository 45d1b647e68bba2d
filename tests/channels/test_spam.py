"""Spam: rules people write, the mail server's word, what is learned from marks. Every reason is shown."""

import random

import pytest
from django.test import Client

from madoguchi.channels.models import FilterRule, Inbox, Learned, SpamMark
from madoguchi.channels.services import handling, learning
from madoguchi.channels.services.storing import store_raw
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.jobs import run_due
from madoguchi.tickets.models import Message, Ticket
from madoguchi.tickets.services import replying, shelving
from tests.cast import Cast, acting, signed_in
from tests.channels.conftest import mail, take_in
from tests.servers.postbox import Postbox

SELLING = (
    "必ず儲かる副業",
    "高額当選おめでとう",
    "無料で今すぐ登録",
    "限定キャンペーン",
    "出会いサイト",
    "融資即日",
    "激安ブランド",
)
ASKING = ("炊飯器の修理", "注文番号の確認", "返品したい", "部品の在庫", "領収書の発行", "配送日の変更", "保証期間")


@pytest.fixture
def admin(cast: Cast) -> Client:
    return signed_in(cast.admin)


def line(client: Client, part: str, pattern: str, allow: str = "no") -> int:
    return client.post("/setup/spam/new", {"allow": allow, "part": part, "pattern": pattern, "note": "x"}).status_code


@pytest.mark.parametrize(
    ("part", "pattern", "changes"),
    [
        ("address", "Bad@Spam.example", {"sender": "bad@spam.example"}),
        ("domain", "@spam.example", {"sender": "x@news.spam.example"}),
        ("subject", "当選オメデトウ", {"subject": "ご当選おめでとう！"}),
        ("text", "ＦＸ自動売買", {"text": "話題のFX自動売買です"}),
    ],
)
def test_a_line_of_the_block_list_leads_into_the_spam_box_with_its_reason(
    cast: Cast, inbox: Inbox, admin: Client, postbox: Postbox, part: str, pattern: str, changes: dict[str, str]
) -> None:
    Inbox.objects.filter(pk=inbox.id).update(receipt_enabled=True)
    assert line(admin, part, pattern) == 302
    take_in(inbox, mail(**changes))
    ticket = Ticket.objects.get()
    assert (ticket.status, postbox.mails) == ("spam", [])
    page = signed_in(cast.misaki).get(f"/tickets/{ticket.id}").content.decode()
    assert "拒否リスト" in page
    assert pattern in page
    assert FilterRule.objects.get().hits == 1
    take_in(inbox, mail("型番を教えてください", message_id="2@x", subject="別件"))
    assert Ticket.objects.exclude(status="spam").count() == 1


def test_a_removed_line_decides_no_more_and_words_inside_other_domains_never_did(inbox: Inbox, admin: Client) -> None:
    line(admin, "domain", "spam.example")
    take_in(inbox, mail(sender="x@notspam.example", message_id="1@x"))
    assert Ticket.objects.get().status == "new"
    admin.post(f"/setup/spam/{FilterRule.objects.get().id}/removal")
    take_in(inbox, mail(sender="x@spam.example", message_id="2@x", subject="2"))
    assert set(Ticket.objects.values_list("status", flat=True)) == {"new"}


def test_the_allow_list_comes_first_but_helps_no_forger(inbox: Inbox, admin: Client) -> None:
    chosen = {**inbox.settings, "spam_marks": "always", "trusted_servers": "mx.shop.example"}
    Inbox.objects.filter(pk=inbox.id).update(settings=chosen)
    line(admin, "domain", "partner.example", allow="yes")
    line(admin, "text", "キャンペーン")
    friend = mail("キャンペーンの件", sender="a@partner.example", X_Spam_Flag="YES")
    take_in(inbox, friend)
    assert Ticket.objects.get().status == "new"
    forged = mail("キャンペーンの件", sender="a@partner.example", message_id="2@x", subject="2", X_Spam_Flag="YES")
    take_in(inbox, b"Authentication-Results: mx.shop.example; dmarc=fail\r\n" + forged)
    assert Ticket.objects.order_by("-id")[0].status == "spam"


@pytest.mark.parametrize(
    "part, pattern", [("address", "no address"), ("domain", "a@b.example"), ("text", "x"), ("?", "xx")]
)
def test_a_line_that_could_never_be_right_is_refused_at_its_field(admin: Client, part: str, pattern: str) -> None:
    assert line(admin, part, pattern) == 422
    assert not FilterRule.objects.exists()


def test_one_pattern_is_on_one_list_only(admin: Client) -> None:
    assert line(admin, "domain", "a.example") == 302
    assert line(admin, "domain", "A.example", allow="yes") == 422


def test_only_who_may_decide_about_spam_sees_the_lists(cast: Cast) -> None:
    assert signed_in(cast.hana).get("/setup/spam").status_code == 403
    assert signed_in(cast.misaki).get("/setup/spam").status_code == 200
    assert line(signed_in(cast.hana), "domain", "a.example") == 403


@pytest.mark.once
@pytest.mark.parametrize(
    ("mark", "place", "status"),
    [
        ("X-Spam-Flag: YES", "above", "spam"),
        ("X-Spam-Status: Yes, score=15.1 required=5.0", "above", "spam"),
        ("X-Rspamd-Action: add header", "above", "spam"),
        ("X-Spamd-Result: default: True [16.20 / 15.00]", "above", "spam"),
        ("X-Forefront-Antispam-Report: CIP:1.2.3.4; SFV:SPM; SCL:5", "above", "spam"),
        ("X-Spam-Status: No, score=3.1 required=5.0", "above", "new"),
        ("X-Spam-Flag: NO", "above", "new"),
        ("X-Spam-Flag: YES", "below", "new"),
        ("X-Spam-Flag: YES", "no server named", "new"),
        ("X-Spam-Flag: YES", "always", "spam"),
        ("X-Spam-Flag: YES", "never", "new"),
    ],
)
def test_a_spam_mark_counts_only_from_our_own_server(inbox: Inbox, mark: str, place: str, status: str) -> None:
    chosen = {**inbox.settings, "trusted_servers": "" if place in ("no server named", "always") else "mx.shop.example"}
    if place in ("always", "never"):
        chosen["spam_marks"] = place
    Inbox.objects.filter(pk=inbox.id).update(settings=chosen)
    server = b"Received: from outside by mx.shop.example; Sat, 21 Nov 2026 10:00:00 +0900\r\n"
    field = f"{mark}\r\n".encode()
    take_in(inbox, server + field + mail() if place == "below" else field + server + mail())
    assert Ticket.objects.get().status == status


def test_a_score_counts_from_the_inboxs_own_limit_on(inbox: Inbox) -> None:
    Inbox.objects.filter(pk=inbox.id).update(settings={**inbox.settings, "spam_marks": "always", "spam_score": 8})
    for number, score in enumerate(("7.9", "8.1", "-2")):
        take_in(inbox, mail(message_id=f"{number}@x", subject=f"{number}", X_Spam_Score=score))
    assert list(Ticket.objects.order_by("id").values_list("status", flat=True)) == ["new", "spam", "new"]


def test_a_customers_answer_that_the_server_calls_spam_is_not_lost_among_the_waiting(cast: Cast, inbox: Inbox) -> None:
    Inbox.objects.filter(pk=inbox.id).update(settings={**inbox.settings, "spam_marks": "always"})
    take_in(inbox, mail())
    first = Message.objects.get()
    ours = replying.reply(first.ticket_id, text="型番は？", last_seen_id=first.id, by=acting(cast.hana))
    run_due()
    ours.refresh_from_db()
    take_in(inbox, mail("RC-100", message_id="2@x", in_reply_to=f"<{ours.external_id}>", X_Spam_Flag="YES"))
    assert Ticket.objects.get().status == "open"
    page = signed_in(cast.misaki).get(f"/tickets/{first.ticket_id}").content.decode()
    assert "通常どおり受け付けました" in page


def letters(words: tuple[str, ...], chance: random.Random) -> str:
    return "。".join(
        chance.choice(words) + chance.choice(("です", "について", "をお願いします", "のご案内")) for _ in range(6)
    )


def judged(inbox: Inbox, cast: Cast, text: str, *, spam: bool, number: int) -> None:
    """A mail comes in, and 花 puts it among the spam or answers it."""
    content = mail(text, subject=text[:12], sender=f"c{number}@home{number}.example", message_id=f"t{number}@x")
    handling.handle(store_raw(inbox.id, content=content, door="smtp", by=SYSTEM).id, by=SYSTEM)
    message = Message.objects.order_by("-id")[0]
    if spam:
        shelving.shelve(message.ticket_id, status="spam", by=acting(cast.hana))
    else:
        replying.reply(message.ticket_id, text="はい", last_seen_id=message.id, by=acting(cast.hana))


@pytest.fixture
def taught(cast: Cast, inbox: Inbox) -> Inbox:
    """花 has put 21 advertisements among the spam and answered 21 customers."""
    chance = random.Random(7)
    for number in range(42):
        spam = number % 2 == 0
        judged(inbox, cast, letters(SELLING if spam else ASKING, chance), spam=spam, number=number)
    run_due()
    learning.learn(by=SYSTEM)
    return inbox


@pytest.mark.once
def test_what_resembles_spam_is_sorted_answers_never_are_and_taking_it_out_teaches(
    cast: Cast, taught: Inbox, admin: Client
) -> None:
    figures = Learned.objects.get().figures
    assert (figures["spam"], figures["good"], figures["usable"], figures["precision"]) == (21, 21, True, 1.0)
    assert figures["recall"] >= 0.5
    shown = admin.get("/setup/spam").content.decode()
    assert "判定に使用中" in shown
    assert "100.0%" in shown
    ours = Message.objects.filter(kind="outward").order_by("id")[0]
    text = letters(SELLING, random.Random(9))
    asked = mail(text, sender=ours.to[0]["address"], message_id="c@x", in_reply_to=f"<{ours.external_id}>")
    take_in(taught, asked)
    assert "spam" not in Message.objects.order_by("-id")[0].verdict
    chance = random.Random(8)
    text = letters(SELLING, chance)
    take_in(taught, mail(text, subject=text[:12], sender="new@other.example", message_id="n1@x"))
    ticket = Ticket.objects.order_by("-id")[0]
    assert ticket.status == "spam"
    page = signed_in(cast.misaki).get(f"/tickets/{ticket.id}").content.decode()
    assert "これまでの迷惑メールと似ています" in page
    shelving.restore(ticket.id, by=acting(cast.misaki))
    assert SpamMark.objects.get(message__ticket=ticket).spam is False
    take_in(taught, mail(letters(ASKING, chance), subject="お願い", sender="y@home.example", message_id="n2@x"))
    assert Ticket.objects.order_by("-id")[0].status == "new"
    admin.post("/setup/spam/learning", {"on": "no"})
    take_in(taught, mail(text, subject=text[:12], sender="n3@other.example", message_id="n3@x"))
    assert Ticket.objects.order_by("-id")[0].status == "new"


@pytest.mark.once
def test_a_few_examples_are_not_enough_to_act(cast: Cast, inbox: Inbox, admin: Client) -> None:
    chance = random.Random(1)
    for number in range(10):
        judged(inbox, cast, letters(SELLING, chance), spam=True, number=number)
    learning.learn(by=SYSTEM)
    take_in(inbox, mail(letters(SELLING, chance), subject="n", message_id="n@x", sender="n@b.example"))
    assert Ticket.objects.order_by("-id")[0].status == "new"
    assert "学習中" in admin.get("/setup/spam").content.decode()


@pytest.mark.once
def test_what_cannot_be_told_apart_is_never_acted_upon(cast: Cast, inbox: Inbox) -> None:
    """Somebody marks at random: the figures show it, and nothing is sorted."""
    chance = random.Random(3)
    for number in range(44):
        judged(inbox, cast, letters(ASKING, chance), spam=chance.random() < 0.5, number=number)
    figures = learning.learn(by=SYSTEM)
    assert (figures.spam >= 20, figures.good >= 20, figures.usable) == (True, True, False)


def test_the_bin_teaches_nothing(cast: Cast, inbox: Inbox) -> None:
    take_in(inbox, mail())
    ticket = Ticket.objects.get()
    shelving.shelve(ticket.id, status="bin", by=acting(cast.hana))
    shelving.restore(ticket.id, by=acting(cast.hana))
    assert not SpamMark.objects.exists()
