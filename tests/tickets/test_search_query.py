"""The search box understands phrases, unwanted words, OR and signs in both languages, and says what it does not."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import translation

from madoguchi.kernel import clock
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.errors import Invalid
from madoguchi.tickets import search_excerpts
from madoguchi.tickets.models import Ticket
from madoguchi.tickets.search_suggestions import suggestions
from madoguchi.tickets.searching import search_tickets
from madoguchi.tickets.services import assigning, changing, noting, opening, shelving, tagging
from tests.cast import Cast, acting

NOVEMBER = datetime(2026, 11, 20, 3, tzinfo=UTC)


def opened(cast: Cast, subject: str, text: str, *, smith: bool = False) -> Ticket:
    return opening.open_ticket(
        subject=subject,
        customer_id=(cast.smith if smith else cast.tanaka).id,
        text=text,
        kind="inward",
        team_id=cast.support.id,
        by=SYSTEM,
    )


@pytest.fixture
def desk(cast: Cast) -> dict[str, int]:
    """返す: 田中様, tagged, mine and in progress; 割れ: Smith's, of last month; 領収書: closed."""
    with clock.held_at(datetime(2026, 10, 5, 3, tzinfo=UTC)):
        broken = opened(cast, "割れていた", "クレジットカードで払った皿の返品をしたい。", smith=True)
    with clock.held_at(NOVEMBER):
        back = opened(cast, "返す", "返品の送料はカード払いでクレジットは不要ですか")
        receipt = opened(cast, "領収書", "領収書をください")
        tagging.add(back.id, names=["返品", "急ぎ 便"], by=acting(cast.hana))
        assigning.assign(back.id, agent_id=cast.hana.id, by=acting(cast.hana))
        changing.change(back.id, status="open", by=acting(cast.hana))
        noting.note(receipt.id, text="倉庫に確認中", by=acting(cast.hana))
    return {"back": back.id, "broken": broken.id, "receipt": receipt.id}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("返品", "back broken"),
        ('"クレジットカード"', "broken"),
        ("返品 -送料", "broken"),
        ("返品 －皿", "back"),
        ("送料 OR 倉庫", "receipt back"),
        ("皿 または 領収書", "receipt broken"),
        ("送料 OR 倉庫 -カード", "receipt"),
        ("tag:返品", "back"),
        ('タグ:"急ぎ 便"', "back"),
        ("-tag:返品", "receipt broken"),
        ("返品 -タグ:返品", "broken"),
        ("status:open", "back"),
        ("状態:対応中 返品", "back"),
        ("差出人:smith", "broken"),
        ("from:田中 -領収書", "back"),
        ("from:kawakami", "receipt back"),
        ("assignee:me", "back"),
        ("担当:なし", "receipt broken"),
        ("担当:山田", "back"),
        ("team:自分", "receipt back broken"),
        ("subject:割れ", "broken"),
        ("channel:メール tag:返品", "back"),
        ("before:2026-11-01", "broken"),
        ("以降:2026/11/20", "receipt back"),
        ("期間:2026-10", "broken"),
        ("期間:先月 返品", "broken"),
        ("during:2026-10-01..2026-10-05", "broken"),
        ("after:today", "receipt back"),
        ("has:attachment", ""),
        ("返品 -添付:あり", "back broken"),
        ("priority:普通 返品", "back broken"),
        ("tag:返品 OR from:smith", "back broken"),
        ("10:30", ""),
        ("-領収書", "back broken"),
    ],
)
@pytest.mark.parametrize("order", ["newest", "relevance"])
def test_what_is_asked_for_is_found(cast: Cast, desk: dict[str, int], typed: str, found: str, order: str) -> None:
    with clock.held_at(NOVEMBER):
        ids = search_tickets(typed, by=acting(cast.hana), order=order).ids  # type: ignore[arg-type]
    names = {number: name for name, number in desk.items()}
    wanted = found.split()
    assert [names[number] for number in ids] == wanted or (
        order == "relevance" and sorted(names[number] for number in ids) == sorted(wanted)
    )


def test_spam_is_found_where_it_is_asked_for(cast: Cast, desk: dict[str, int]) -> None:
    shelving.shelve(desk["back"], status="spam", by=acting(cast.hana))
    assert desk["back"] not in search_tickets("返品", by=acting(cast.hana)).ids
    assert search_tickets("状態:spam 返品", by=acting(cast.hana)).ids == [desk["back"]]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("状態:未定", "対応中"),
        ("tag:へんぴん", "返品"),
        ("担当:いない人", "山田 花"),
        ("before:いつか", "先週"),
        ("during:2026-11-05..2026-11-01", "読めません"),
        ("has:money", "あり"),
        ("送料 OR tag:返品", "並べてください"),
        ("送料 OR -倉庫", "つなげません"),
    ],
)
def test_what_does_not_exist_is_said_with_what_does(cast: Cast, desk: dict[str, int], typed: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        search_tickets(typed, by=acting(cast.hana))
    assert said in refused.value.message
    with translation.override("en"), pytest.raises(Invalid) as refused:
        search_tickets(typed, by=acting(cast.hana))
    assert "“" in refused.value.message or "word" in refused.value.message or "unwanted" in refused.value.message


@pytest.mark.parametrize(
    "typed", ['"', "-", "OR", "：", "tag:", '-"', "a:b:c", "| |", "https://example.com/?a=b", '""']
)
def test_half_typed_texts_do_no_harm(cast: Cast, desk: dict[str, int], typed: str) -> None:
    assert isinstance(search_tickets(typed, by=acting(cast.hana)).ids, list)


def test_the_last_word_is_completed(cast: Cast, desk: dict[str, int]) -> None:
    assert suggestions("返品 ta", by=acting(cast.hana)) == []
    assert suggestions("返品 タ", by=acting(cast.hana)) == ["返品 タグ:"]
    assert suggestions("タグ:急", by=acting(cast.hana)) == ['タグ:"急ぎ 便"']
    assert suggestions("差出人:たな", by=acting(cast.hana)) == []
    assert "状態:対応中" in suggestions("状態:", by=acting(cast.hana))
    assert suggestions("期間:先", by=acting(cast.hana)) == ["期間:先週", "期間:先月"]
    with translation.override("en"):
        assert suggestions("-ta", by=acting(cast.hana)) == ["-tag:"]


def test_an_excerpt_marks_the_words_where_they_stand(cast: Cast) -> None:
    ticket = opened(cast, "皿", "お世話になります。" * 10 + "昨日届いた皿が割れていました。交換をお願いします。")
    pieces = search_excerpts.excerpts([ticket.id], "割れる -送料 status:new")[ticket.id]
    assert [piece for piece, hit in pieces if hit] == ["割れ"]
    assert search_excerpts.excerpts([ticket.id], "田中") == {}


def test_the_page_marks_words_switches_order_and_says_what_is_wrong(
    cast: Cast, desk: dict[str, int], client: Client
) -> None:
    client.force_login(cast.hana)
    page = client.get("/desk", {"q": "返品 送料", "order": "relevance"}).content.decode()
    assert "<mark>返品</mark>" in page
    assert 'order=relevance" data-place aria-current="true"' in page
    assert "「未定」はありません" in client.get("/desk", {"q": "状態:未定"}).content.decode()
    assert client.get("/desk/search", {"q": "状態:未"}).json()["tickets"] == []
    assert client.get("/desk/search/suggestions", {"q": "状"}).json() == {"suggestions": ["状態:"]}
