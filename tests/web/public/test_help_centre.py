"""The help centre, as visitors read it."""

import pytest
from django.core.cache import cache

from madoguchi.kernel.actors import SYSTEM
from madoguchi.knowledge.models import Article
from madoguchi.knowledge.services import arranging, writing
from tests.cast import Cast, signed_in, visitor


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def rice(cast: Cast) -> Article:
    shelf = arranging.save(name="炊飯器", by=SYSTEM)
    return writing.write(
        question="保温は何時間までですか",
        answer="**２４時間**までです。\n\n<script>alert(1)</script>\n\n[説明書](javascript:alert(1))",
        category_id=shelf.id,
        locale="ja",
        published=True,
        by=SYSTEM,
    )


def write(question: str, **more: object) -> Article:
    values = {"answer": "答え", "category_id": None, "locale": "ja", "published": True, **more}
    return writing.write(question=question, by=SYSTEM, **values)  # type: ignore[arg-type]


def test_visitors_land_in_the_help_centre_and_agents_at_the_desk(cast: Cast) -> None:
    assert visitor().get("/")["Location"] == "/help"
    assert signed_in(cast.hana).get("/")["Location"] == "/desk"


def test_questions_stand_on_their_shelves(rice: Article) -> None:
    page = visitor().get("/help").content.decode()
    assert page.index("炊飯器") < page.index("保温は何時間までですか")


def test_drafts_and_articles_for_staff_are_not_shown(cast: Cast) -> None:
    draft = write("下書きの質問", published=False)
    staff = write("社内の質問", audience="staff")
    page = visitor().get("/help").content.decode()
    assert "下書きの質問" not in page
    assert "社内の質問" not in page
    found = visitor().get("/help?q=質問").content.decode()
    assert "下書きの質問" not in found
    for hidden in (draft, staff):
        assert visitor().get(f"/help/{hidden.id}").status_code == 404
        assert visitor().post(f"/help/{hidden.id}/ratings", {"helpful": "yes"}).status_code == 404


@pytest.mark.parametrize("words", ["保温", "24時間", "２４時間", "保温 時間", "　保温　"])
def test_search_finds_whatever_the_width(rice: Article, words: str) -> None:
    page = visitor().get("/help", {"q": words}).content.decode()
    assert "保温は何時間までですか" in page.replace("<mark>", "").replace("</mark>", "")


@pytest.mark.parametrize("words", ["%", "_", "'", "\\", "冷蔵庫", "ですか"])
def test_search_finds_nothing_by_signs_or_other_words(rice: Article, words: str) -> None:
    response = visitor().get("/help", {"q": words})
    assert response.status_code == 200
    assert "保温は何時間までですか" not in response.content.decode()


def test_an_answer_is_markdown_without_any_script(rice: Article) -> None:
    page = visitor().get(f"/help/{rice.id}").content.decode()
    assert "<strong>２４時間</strong>" in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_a_verdict_counts_once_per_visitor(rice: Article) -> None:
    client = visitor()
    for _again in range(3):
        response = client.post(f"/help/{rice.id}/ratings", {"helpful": "yes"})
    assert "ありがとうございます" in client.get(response["Location"].split("#")[0]).content.decode()
    rice.refresh_from_db()
    assert (rice.helpful_count, rice.unhelpful_count) == (1, 0)


def test_every_language_has_its_own_articles(rice: Article) -> None:
    write("How long does it keep warm?", locale="en")
    page = visitor().get("/help?lang=en").content.decode()
    assert "How long does it keep warm?" in page
    assert "保温は何時間までですか" not in page


def test_an_empty_help_centre_says_so(cast: Cast) -> None:
    assert "記事はまだありません" in visitor().get("/help").content.decode()


def test_a_question_in_other_words_shows_the_place_of_the_answer(cast: Cast) -> None:
    filler = "ご不便をおかけいたします。" * 20
    found = write("送料はいくらですか", answer=f"{filler}全国一律660円です。沖縄は1,760円です。{filler}")
    write("保証期間", answer=filler)
    page = visitor().get("/help", {"q": "沖縄へ送る値段"}).content.decode()
    assert f'href="/help/{found.id}"' in page
    assert "<mark>沖縄</mark>は1,760円です" in page


def test_a_word_that_goes_with_anything_does_not_lead_astray(cast: Cast) -> None:
    power = write("電源が入りません", answer="電源コードを確かめてください。")
    ready = write("準備に入るのはいつですか", answer="準備には前日に入ります。")
    page = visitor().get("/help", {"q": "電源が入らない"}).content.decode()
    assert f'href="/help/{power.id}"' in page
    assert f'href="/help/{ready.id}"' not in page
    assert "<mark>電源</mark>が入りません" in page


def test_a_question_of_another_trade_finds_nothing_and_shows_the_way_to_us(cast: Cast) -> None:
    write("送料はいくらですか", answer="全国一律660円です。")
    page = visitor().get("/help", {"q": "住民票の写し"}).content.decode()
    assert "/help/1" not in page
    assert "見つかりません" in page


def test_programs_of_visitors_get_the_same_as_json(rice: Article) -> None:
    write("社内の保温", audience="staff")
    found = visitor().get("/help/search", {"q": "保温は何時間？", "locale": "ja", "limit": "1000"}).json()
    assert [one["id"] for one in found["results"]] == [rice.id]
    assert set(found["answer"]) == {"confidence", "band"}
    assert visitor().get("/help/search").json()["results"] == []
    for wrong in ({"locale": "xx"}, {"limit": "0"}, {"limit": "many"}):
        answer = visitor().get("/help/search", {"q": "保温", **wrong})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


def test_who_searches_faster_than_people_type_is_told_to_wait(rice: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("madoguchi.web.public.help_centre.SEARCHES_A_MINUTE", 2)
    answers = [visitor().get("/help/search", {"q": "保温"}) for _again in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"] == "60"
    assert visitor().get("/help", {"q": "保温"}).status_code == 429
