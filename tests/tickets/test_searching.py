"""The search box finds what was said, by number, by customer; and only what one may see."""

import pytest

from madoguchi.customers.services import companies
from madoguchi.kernel import recutting
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.models import SearchEntry
from madoguchi.people.models import Agent
from madoguchi.tickets import searching
from madoguchi.tickets.models import Ticket
from madoguchi.tickets.searching import search_tickets
from madoguchi.tickets.services import changing, noting, opening, shelving
from tests.cast import Cast, acting


def opened(cast: Cast, subject: str, text: str, *, technical: bool = False, smith: bool = False) -> Ticket:
    return opening.open_ticket(
        subject=subject,
        customer_id=(cast.smith if smith else cast.tanaka).id,
        text=text,
        kind="inward",
        team_id=(cast.technical if technical else cast.support).id,
        by=SYSTEM,
    )


@pytest.fixture
def toaster(cast: Cast) -> Ticket:
    return opened(cast, "トースターが届かない", "注文番号は A-20391 です。ﾊﾟｽﾜｰﾄﾞも忘れました。100%困っています。")


def ids(text: str, agent: Agent) -> list[int]:
    return search_tickets(text, by=acting(agent)).ids


@pytest.mark.parametrize(
    "text",
    [
        "トースター",
        "ﾄｰｽﾀｰ",
        "とーすたー",
        "パスワード",
        "a-20391",
        "Ａ－２０３９１",
        "20391",
        "届かない　パスワード",
        "100%",
        "田中",
        "田中 トースター",
        "kawakami-shoji",
        "TANAKA@kawakami-shoji.example",
    ],
)
def test_a_ticket_is_found_however_it_is_typed(cast: Cast, toaster: Ticket, text: str) -> None:
    assert ids(text, cast.hana) == [toaster.id]


@pytest.mark.parametrize(
    "text", ["", "　", "%", "_", "\\", "'", "洗濯機", "トースター 洗濯機", "Smith トースター", "\u200b"]
)
def test_what_was_not_said_is_not_found(cast: Cast, toaster: Ticket, text: str) -> None:
    found = ids(text, cast.hana)
    assert found == ([toaster.id] if text == "%" else [])


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("荷物がまだ届きません", "届かない"),
        ("荷物が届いていないようです", "届かない"),
        ("問合せ先を教えてください", "問い合わせ"),
        ("サーバが止まった", "サーバー"),
        ("見積りをお願いします", "見積もり"),
        ("引越しの予定です", "引っ越し"),
        ("ＡＢＣ－１２３の部品", "abc-123"),
        ("品番SR-900KZです", "900kz"),
        ("髙島屋で購入", "高島屋"),
        ("返品したい。送料は払えない。", "送料 返品"),
        ("支払っていません", "支払う"),
    ],
)
def test_one_thing_is_found_in_all_its_spellings(cast: Cast, said: str, typed: str) -> None:
    ticket = opened(cast, "お知らせ", said)
    opened(cast, "別件", "洗濯機の音がする")
    assert ids(typed, cast.hana) == [ticket.id]


def test_a_word_is_not_found_inside_another(cast: Cast) -> None:
    tokyo = opened(cast, "住所", "東京都港区です")
    kyoto = opened(cast, "住所", "京都市中京区です")
    assert ids("京都", cast.hana) == [kyoto.id]
    assert ids("東京", cast.hana) == [tokyo.id]


def test_an_old_message_is_found_before_and_after_it_is_cut_anew(cast: Cast, toaster: Ticket) -> None:
    changing.change(toaster.id, subject="炊飯器の保証", by=acting(cast.hana))
    SearchEntry.objects.update(terms="", version=0)
    assert ids("困る", cast.hana) == []
    assert ids("忘れました", cast.hana) == [toaster.id]
    assert recutting.cut_anew(seconds=60) == 0
    assert ids("困る 保証", cast.hana) == [toaster.id]


def test_words_may_lie_in_different_messages_of_one_ticket(cast: Cast, toaster: Ticket) -> None:
    other = opened(cast, "冷蔵庫", "音がうるさい")
    noting.note(toaster.id, text="倉庫に確認中", by=acting(cast.hana))
    noting.note(other.id, text="倉庫は関係ない", by=acting(cast.hana))
    assert ids("トースター 倉庫", cast.hana) == [toaster.id]
    assert ids("倉庫", cast.hana) == [other.id, toaster.id]


def test_a_ticket_is_found_by_number_and_by_reference(cast: Cast, toaster: Ticket) -> None:
    assert ids(f"#{toaster.id}", cast.hana) == [toaster.id]
    assert ids(f"＃{toaster.id}", cast.hana) == [toaster.id]
    assert ids(toaster.reference.lower(), cast.hana) == [toaster.id]
    assert ids("#999999999999999999999", cast.hana) == []


def test_hana_finds_nothing_of_another_team(cast: Cast) -> None:
    secret = opened(cast, "極秘の試作機", "発火した", technical=True, smith=True)
    for text in ("極秘", "発火", f"#{secret.id}", secret.reference, "Smith", "john.smith"):
        assert ids(text, cast.hana) == []
        assert ids(text, cast.ken) == [secret.id]


def test_a_new_subject_is_found(cast: Cast, toaster: Ticket) -> None:
    changing.change(toaster.id, subject="炊飯器の保証", by=acting(cast.hana))
    assert ids("炊飯器", cast.hana) == [toaster.id]


def test_spam_is_not_in_the_way(cast: Cast, toaster: Ticket) -> None:
    shelving.shelve(toaster.id, status="spam", by=acting(cast.hana))
    assert ids("トースター", cast.hana) == []
    assert ids(f"#{toaster.id}", cast.hana) == [toaster.id]


def test_a_company_finds_the_tickets_of_its_people(cast: Cast, toaster: Ticket) -> None:
    companies.create(name="川上商事株式会社", domains=["kawakami-shoji.example"], by=acting(cast.hana))
    assert ids("㈱川上商事", cast.hana) == [toaster.id]
    assert ids("川上商事 届かない", cast.hana) == [toaster.id]


def test_a_search_that_ran_out_of_time_says_so(cast: Cast, toaster: Ticket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "SECONDS", -1)
    found = search_tickets("洗濯機", by=acting(cast.hana))
    assert (found.ids, found.complete, found.timed_out) == ([], False, True)


def test_more_than_asked_for_says_so(cast: Cast) -> None:
    for number in range(5):
        opened(cast, f"見積もり {number}", "お願いします")
    found = search_tickets("見積もり", by=acting(cast.hana), limit=3)
    assert len(found.ids) == 3
    assert not found.complete
    assert search_tickets("見積もり", by=acting(cast.hana), limit=50).complete
