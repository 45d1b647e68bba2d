"""Finding articles through the API."""

from typing import Any

import pytest

from madoguchi.kernel.actors import SYSTEM
from madoguchi.knowledge.services import writing
from madoguchi.knowledge.services.importing import Incoming, take_in
from madoguchi.tickets.services import opening
from tests.api.speaking import call
from tests.cast import Cast, program

SHOP = [
    Incoming("s1", "返品の条件を教えてください", "未使用品に限り、到着後8日以内にお申し込みください。", "返品", "ja"),
    Incoming("s2", "送料はいくらですか", "全国一律660円、税込5,500円以上で無料です。", "配送", "ja"),
    Incoming("s3", "パスワードを忘れました", "再設定用のリンクをメールでお送りします。", "会員", "ja"),
    Incoming("s4", "How do I return an item?", "Within eight days after it reached you.", "返品", "en"),
]


@pytest.fixture
def shop(cast: Cast) -> Cast:
    take_in(SHOP, by=SYSTEM)
    return cast


def search(cast: Cast, query: str) -> Any:
    return call(program(cast.hana), "GET", f"/articles/search?{query}")


def test_a_question_finds_its_article_with_everything_a_program_needs(shop: Cast) -> None:
    found = search(shop, "q=パスワードがわからない").json()
    best = found["results"][0]
    assert (best["external_id"], best["title"]) == ("s3", "パスワードを忘れました")
    assert "リンク" in best["snippet"]
    assert best["score"] > 0
    assert 0 <= found["answer"]["confidence"] <= 1
    assert found["answer"]["band"] in ("high", "medium", "low")


@pytest.mark.parametrize("query", ["ﾊﾟｽﾜｰﾄﾞ忘れた", "ぱすわーど パスワード", "PASSWORD パスワードを忘れる"])
def test_width_and_conjugation_do_not_matter(shop: Cast, query: str) -> None:
    assert search(shop, f"q={query}").json()["results"][0]["external_id"] == "s3"


def test_a_language_keeps_the_others_out_and_none_asks_all(shop: Cast) -> None:
    english = search(shop, "q=return 返品&locale=en").json()["results"]
    assert {one["locale"] for one in english} == {"en"}
    assert {one["locale"] for one in search(shop, "q=return 返品").json()["results"]} == {"en", "ja"}


def test_an_unknown_language_is_refused_with_the_known_ones(shop: Cast) -> None:
    answer = search(shop, "q=返品&locale=xx")
    assert answer.status_code == 422
    assert "ja" in answer.json()["detail"]


@pytest.mark.parametrize("query", ["", "q=", "q=%20", "q=冷蔵庫", "q=ですか？"])
def test_nothing_found_is_an_empty_list(shop: Cast, query: str) -> None:
    answer = search(shop, query)
    assert answer.status_code == 200
    assert answer.json() == {"results": [], "answer": {"confidence": 0.0, "band": "low"}}


def test_limits_are_kept(shop: Cast) -> None:
    assert len(search(shop, "q=返品 return 送料&limit=1").json()["results"]) == 1
    assert search(shop, "q=返品&limit=100000").status_code == 200
    assert search(shop, "q=返品&limit=0").status_code == 422


def test_drafts_are_never_found_and_a_change_is_found_at_once(shop: Cast) -> None:
    article = writing.write(
        question="炊飯器の保温", answer="24時間まで", category_id=None, locale="ja", published=True, by=SYSTEM
    )
    assert [one["id"] for one in search(shop, "q=保温").json()["results"]] == [article.id]
    writing.write(
        article.id,
        question="炊飯器の予約",
        answer="13時間まで",
        category_id=None,
        locale="ja",
        published=True,
        by=SYSTEM,
    )
    assert search(shop, "q=保温").json()["results"] == []
    writing.write(article.id, question="炊飯器の予約", answer="13時間まで", category_id=None, locale="ja", by=SYSTEM)
    assert search(shop, "q=予約").json()["results"] == []
    writing.delete(article.id, by=SYSTEM)
    assert search(shop, "q=炊飯器").json()["results"] == []


def test_what_an_article_answered_before_leads_the_next_who_asks_alike_to_it(shop: Cast) -> None:
    asked = "ポチったやつが思てたんとちゃう"
    before = [one["external_id"] for one in search(shop, f"q={asked}").json()["results"]]
    assert before[:1] != ["s1"]
    returns = search(shop, "q=返品").json()["results"][0]["id"]
    body = {"text": "ポチったけど思てたんとちゃうから困る", "source": "ticket:7"}
    for _again in range(2):
        assert call(program(shop.hana), "POST", f"/articles/{returns}/questions", body).status_code == 201
    assert search(shop, f"q={asked}").json()["results"][0]["id"] == returns
    assert call(program(shop.yumi), "POST", f"/articles/{returns}/questions", body).status_code == 403
    assert call(program(shop.hana), "POST", "/articles/999999/questions", body).status_code == 404


def test_one_search_finds_tickets_customers_and_articles(shop: Cast) -> None:
    opening.open_ticket(
        subject="返品について",
        customer_id=shop.tanaka.id,
        text="箱を開けました",
        kind="inward",
        team_id=shop.support.id,
        by=SYSTEM,
    )
    everything = call(program(shop.hana), "GET", "/search?q=返品").json()["results"]
    assert everything[0]["kind"] == "ticket"
    assert {one["kind"] for one in everything} == {"ticket", "article"}
    people = call(program(shop.hana), "GET", "/search?q=田中&kind=customer").json()["results"]
    assert [(one["kind"], one["id"], one["title"]) for one in people] == [("customer", shop.tanaka.id, "田中 一郎")]
    assert call(program(shop.hana), "GET", "/search?q=x&kind=unknown").status_code == 422
    assert call(program(shop.hana), "GET", "/search").json() == {"results": []}
