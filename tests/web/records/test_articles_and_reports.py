"""Writing articles on the desk; reading reports."""

import pytest

from madoguchi.kernel.actors import SYSTEM
from madoguchi.knowledge.models import Article
from madoguchi.reports import queries
from madoguchi.tickets.services import opening
from tests.cast import Cast, signed_in, visitor

ARTICLE = {
    "question": "送料は？",
    "answer": "**無料**です。",
    "category_id": "",
    "locale": "ja",
    "audience": "public",
    "published": "on",
}


def test_hana_writes_an_article_and_visitors_read_it(cast: Cast) -> None:
    hana = signed_in(cast.hana)
    assert hana.post("/knowledge/new", ARTICLE)["Location"] == "/knowledge"
    article = Article.objects.get()
    assert "送料は？" in visitor().get("/help").content.decode()
    hana.post(f"/knowledge/{article.id}", {**ARTICLE, "published": ""})
    assert "送料は？" not in visitor().get("/help").content.decode()
    assert "下書き" in hana.get("/knowledge").content.decode()
    hana.post(f"/knowledge/{article.id}/removal")
    assert not Article.objects.exists()


def test_the_preview_is_safe(cast: Cast) -> None:
    page = signed_in(cast.hana).post("/knowledge/preview", {"answer": "**x** <script>y</script>"}).content.decode()
    assert "<strong>x</strong>" in page
    assert "<script>" not in page


def test_yumi_reads_and_does_not_write(cast: Cast) -> None:
    signed_in(cast.hana).post("/knowledge/new", {**ARTICLE, "audience": "staff"})
    article = Article.objects.get()
    yumi = signed_in(cast.yumi)
    page = yumi.get(f"/knowledge/{article.id}").content.decode()
    assert "<strong>無料</strong>" in page
    assert "<textarea" not in page
    assert yumi.get("/knowledge/new").status_code == 403
    assert yumi.post(f"/knowledge/{article.id}/removal").status_code == 403


def test_categories_of_articles_are_kept(cast: Cast) -> None:
    hana = signed_in(cast.hana)
    hana.post("/knowledge/categories", {"name": "配送", "position": "1"})
    assert "配送" in hana.get("/knowledge/categories").content.decode()
    assert hana.post("/knowledge/categories", {"name": "", "position": "1"}).status_code == 422


def test_every_figure_has_a_tile_a_definition_a_table_and_a_csv(cast: Cast) -> None:
    opening.open_ticket(
        subject="x", customer_id=cast.tanaka.id, text="x", kind="inward", team_id=cast.support.id, by=SYSTEM
    )
    misaki = signed_in(cast.misaki)
    tiles = misaki.get("/reports").content.decode()
    for kpi in queries.kpis():
        assert str(kpi.label) in tiles
        page = misaki.get(f"/reports/{kpi.code}")
        assert page.status_code == 200, kpi.code
        csv = misaki.get(f"/reports/{kpi.code}/csv?by=week")
        assert csv["Content-Type"].startswith("text/csv")


@pytest.mark.parametrize("query", ["since=2026-13-01&until=x", "since=2026-11-20&until=2026-11-01", "team=x", "by=x"])
def test_a_strange_period_is_no_fault(cast: Cast, query: str) -> None:
    misaki = signed_in(cast.misaki)
    assert misaki.get(f"/reports?{query}").status_code in (200, 422)
    assert misaki.get(f"/reports/tickets_created?{query}").status_code in (200, 422)


def test_an_unknown_figure_is_not_found(cast: Cast) -> None:
    assert signed_in(cast.misaki).get("/reports/happiness").status_code == 404
