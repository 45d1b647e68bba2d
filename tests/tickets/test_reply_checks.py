"""送信前チェック: what is doubtful is said before it leaves; what must not leave does not."""

from collections.abc import Iterator
from typing import Any

import pytest

from madoguchi.customers.services import registering
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.errors import Invalid, NotAllowed
from madoguchi.kernel.plain import written
from madoguchi.tickets.checks.order import CHECKS
from madoguchi.tickets.errors import ReplyDoubted
from madoguchi.tickets.services import assigning, attaching, checking, opening, presence, writing
from tests.cast import Cast, acting
from tests.tickets.conftest import MailIn

TANAKA = {"name": "田中 一郎", "address": "tanaka@kawakami-shoji.example"}


@pytest.fixture
def doubted(cast: Cast, mail_in: MailIn) -> Iterator[Any]:
    """The codes of what is doubtful about a text that 花 writes to 田中様."""
    ticket = mail_in()

    def ask(text: str, **given: Any) -> list[str]:
        given.setdefault("to", [TANAKA])
        return [doubt.code for doubt in checking.doubts(ticket.id, text=text, by=acting(cast.hana), **given)]

    yield ask


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("佐藤 様\n\nお世話になっております。", "greeting"),
        ("Dear Mr. Brown,\n\nThank you.", "greeting"),
        ("見積書を添付いたします。", "attachment_missing"),
        ("Please see the attached file.", "attachment_missing"),
        ("〇〇の件、承知しました。", "placeholder_left"),
        ("{{customer.name}} 様", "placeholder_left"),
        ("カードは４１１１－１１１１－１１１１－１１１１です。", "card_number"),
        ("お客様のマイナンバーは 1234 5678 9018 ですね。", "my_number"),
    ],
)
def test_a_slip_is_noticed(doubted: Any, text: str, code: str) -> None:
    assert code in doubted(text)


@pytest.mark.parametrize(
    "text",
    [
        "田中 様\n\nお世話になっております。",
        "田中一郎様\nいつもありがとうございます。",
        "お客様\nご担当者様",
        "写真を添付してください。添付いただいた画像は届いております。",
        "お問い合わせ番号 1234-5678-9018 のお荷物です。",
        "注文番号 4111-1111-1111-1112 です。",
        "> 佐藤 様\n> 資料を添付します\n\nこちらは引用です。",
    ],
)
def test_ordinary_words_are_left_alone(doubted: Any, text: str) -> None:
    assert doubted(text) == []


def test_another_customers_name_is_noticed_unless_the_talk_is_about_them(cast: Cast, mail_in: MailIn) -> None:
    hana = acting(cast.hana)
    other = opening.open_ticket(
        subject="別件", customer_id=cast.smith.id, text="Hello", kind="inward", team_id=cast.support.id, by=SYSTEM
    )
    assigning.assign(other.id, agent_id=cast.hana.id, by=hana)
    ticket = mail_in()
    about = "Smith様と同じ部品をお送りします。"
    codes = [doubt.code for doubt in checking.doubts(ticket.id, text=about, to=[TANAKA], by=hana)]
    assert codes == ["other_customer"]

    named = mail_in(subject="紹介", text="John Smith から紹介されました。")
    assert checking.doubts(named.id, text=about, to=[TANAKA], by=hana) == []
    misaki = acting(cast.misaki)
    assert checking.doubts(ticket.id, text=about, to=[TANAKA], by=misaki) == []


def test_a_name_that_two_customers_share_is_no_slip_but_the_whole_name_is(cast: Cast, mail_in: MailIn) -> None:
    hana, ticket = acting(cast.hana), mail_in()
    other = registering.create(name="田中 花子", by=hana)
    theirs = opening.open_ticket(
        subject="別件", customer_id=other.id, text="はい", kind="inward", team_id=cast.support.id, by=SYSTEM
    )
    assigning.assign(theirs.id, agent_id=cast.hana.id, by=hana)

    def ask(text: str) -> list[str]:
        return [doubt.code for doubt in checking.doubts(ticket.id, text=text, to=[TANAKA], by=hana)]

    assert ask("お世話になっております。田中様のご注文は届きましたか。") == []
    assert ask("田中様\n\n田中花子さんの件です。") == ["other_customer"]


def test_a_ticket_opened_a_moment_ago_counts_at_once(cast: Cast, mail_in: MailIn) -> None:
    hana, ticket = acting(cast.hana), mail_in()
    other = opening.open_ticket(
        subject="別件", customer_id=cast.smith.id, text="Hello", kind="inward", team_id=cast.support.id, by=SYSTEM
    )
    text = "Dear Mr. Tanaka,\n\nMr. Smith will call."
    recipient = [{"name": "Tanaka", "address": TANAKA["address"]}]
    assert checking.doubts(ticket.id, text=text, to=recipient, by=hana) == []
    presence.look(other.id, by=hana)
    assert [doubt.code for doubt in checking.doubts(ticket.id, text=text, to=recipient, by=hana)] == ["other_customer"]


def test_accepted_warnings_are_not_looked_at_again_but_stops_are(cast: Cast, mail_in: MailIn) -> None:
    ticket, hana, admin = mail_in(), acting(cast.hana), acting(cast.admin)
    every = [check.code for check in CHECKS]
    warned = "佐藤 様\n資料を添付します。〇〇"
    assert checking.doubts(ticket.id, text=warned, to=[TANAKA], accepted=every, by=hana) == []
    left = checking.doubts(ticket.id, text=warned, to=[TANAKA], accepted=["greeting"], by=hana)
    assert [doubt.code for doubt in left] == ["attachment_missing", "placeholder_left"]

    checking.set_rules(levels={"greeting": "stop"}, words=["絶対", "!返金保証"], by=admin)
    for text, code in (
        ("佐藤 様", "greeting"),
        ("返金保証です", "forbidden_word"),
        ("マイナンバーは 1234 5678 9018", "my_number"),
        ("4111 1111 1111 1111", "card_number"),
    ):
        stopped = checking.doubts(ticket.id, text=text, to=[TANAKA], accepted=every, by=hana)
        assert [(doubt.code, doubt.level) for doubt in stopped] == [(code, "stop")]
    assert checking.doubts(ticket.id, text="絶対です", to=[TANAKA], accepted=every, by=hana) == []


def test_recipients_are_looked_at(doubted: Any) -> None:
    stranger = {"name": "", "address": "someone@elsewhere.example"}
    colleague = {"name": "", "address": "suzuki@kawakami-shoji.example"}
    assert doubted("はい。", to=[TANAKA], cc=[stranger]) == ["new_recipient"]
    assert doubted("はい。", to=[TANAKA], cc=[colleague]) == []
    crowd = [{"name": "", "address": f"p{number}@kawakami-shoji.example"} for number in range(11)]
    assert doubted("はい。", to=crowd) == ["many_recipients"]
    assert doubted("はい。", to=[TANAKA], bcc=crowd) == []


def test_administrators_say_which_words_are_not_used_and_what_a_check_does(cast: Cast, doubted: Any) -> None:
    admin, hana = acting(cast.admin), acting(cast.hana)
    with pytest.raises(NotAllowed):
        checking.set_rules(levels={}, words=["絶対"], by=hana)
    with pytest.raises(Invalid):
        checking.set_rules(levels={"greeting": "explode"}, words=[], by=admin)
    checking.set_rules(levels={"greeting": "off"}, words=["  絶対に大丈夫 ", "!返金保証", ""], by=admin)
    assert doubted("佐藤 様") == []
    assert doubted("絶対に 大丈夫です") == []
    assert doubted("絶対に大丈夫です") == ["forbidden_word"]
    found = checking.rules()
    assert (found.levels["greeting"], found.words) == ("off", ("絶対に大丈夫", "!返金保証"))


def test_a_warning_is_confirmed_and_a_stop_is_not(cast: Cast, mail_in: MailIn) -> None:
    ticket, hana = mail_in(), acting(cast.hana)
    warned = checking.doubts(ticket.id, text="佐藤 様\n資料を添付します", to=[TANAKA], by=hana)
    with pytest.raises(ReplyDoubted) as refusal:
        checking.refuse_doubtful(warned, accepted=["greeting"])
    assert [doubt["code"] for doubt in refusal.value.details["doubts"]] == ["greeting", "attachment_missing"]
    checking.refuse_doubtful(warned, accepted=["greeting", "attachment_missing"])
    stopped = checking.doubts(ticket.id, text="4111 1111 1111 1111", to=[TANAKA], by=hana)
    with pytest.raises(ReplyDoubted):
        checking.refuse_doubtful(stopped, accepted=[check.code for check in CHECKS])


def test_only_pictures_of_ones_own_uploads_stay_in_the_text(cast: Cast) -> None:
    hana, misaki = acting(cast.hana), acting(cast.misaki)
    mine = attaching.upload(name="a.png", type="image/png", content=b"a", inline=True, by=hana)
    unused = attaching.upload(name="b.png", type="image/png", content=b"b", inline=True, by=hana)
    theirs = attaching.upload(name="c.png", type="image/png", content=b"c", inline=True, by=misaki)
    html = (
        f'<p onclick="x()">見て<img src="cid:{mine.content_id}" alt="画面"><img src="cid:{theirs.content_id}">'
        '<img src="https://elsewhere.example/pixel.png"><script>alert(1)</script></p>'
    )
    kept = writing.written(text="", html=html, attachment_ids=[mine.id, unused.id, theirs.id], by=hana)
    assert kept.html == f'<p>見て<img src="cid:{mine.content_id}" alt="画面"></p>'
    assert kept.text == "見て[画面]"
    unused.refresh_from_db()
    assert unused.content_id == ""


@pytest.mark.once
def test_the_text_says_line_by_line_what_the_formatted_one_says() -> None:
    html = (
        "<p>田中様</p><p></p><p>二行<br>です。</p><ul><li><p>一</p></li><li><p>二</p><ul><li><p>二の一</p></li></ul></li></ul>"
        '<ol start="3"><li><p>三</p></li></ol><blockquote><p>引用</p></blockquote><pre><code>a  b\n c</code></pre>'
        "<table><tbody><tr><th><p>品名</p></th><td><p>数</p></td></tr></tbody></table>"
        '<p><a href="https://x.example/a">ここ</a> <a href="https://x.example/">https://x.example</a></p>'
    )
    assert written.as_text(html).split("\n") == [
        *("田中様", "", "二行", "です。", "・一", "・二", "  ・二の一", "3. 三", "> 引用", "a  b", " c", "品名\t数"),
        "ここ <https://x.example/a> https://x.example",
    ]
