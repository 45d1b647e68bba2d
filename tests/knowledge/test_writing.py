"""Writing articles."""

import pytest

from madoguchi.kernel.actors import SYSTEM, Actor, ActorKind
from madoguchi.kernel.errors import Invalid, NotAllowed, NotFound
from madoguchi.kernel.models import EventRow
from madoguchi.knowledge import queries
from madoguchi.knowledge.answers import to_html
from madoguchi.knowledge.models import Article
from madoguchi.knowledge.services import arranging, rating, writing
from tests.cast import Cast, acting

VISITOR = Actor(ActorKind.CUSTOMER)


def test_hana_writes_and_publishes_and_everybody_hears(cast: Cast) -> None:
    article = writing.write(
        question="送料は？", answer="無料です。", category_id=None, locale="ja", by=acting(cast.hana)
    )
    assert (article.published, article.author_id) == (False, cast.hana.id)
    writing.write(
        article.id,
        question="送料は？",
        answer="無料です。",
        category_id=None,
        locale="ja",
        published=True,
        by=acting(cast.hana),
    )
    assert list(EventRow.objects.filter(name__startswith="article").order_by("id").values_list("name", flat=True)) == [
        "article.written",
        "article.written",
        "article.published",
    ]


def test_yumi_who_may_only_look_on_cannot_write(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        writing.write(question="x", answer="x", category_id=None, locale="ja", by=acting(cast.yumi))
    assert not Article.objects.exists()


@pytest.mark.parametrize(("question", "answer"), [("", "x"), ("x", "  "), ("x", "y" * 100_001)])
def test_an_article_needs_question_and_answer(cast: Cast, question: str, answer: str) -> None:
    with pytest.raises(Invalid):
        writing.write(question=question, answer=answer, category_id=None, locale="ja", by=SYSTEM)


def test_a_category_that_does_not_exist_is_refused(cast: Cast) -> None:
    with pytest.raises(NotFound):
        writing.write(question="x", answer="y", category_id=999, locale="ja", by=SYSTEM)


def test_deleting_a_category_keeps_its_articles(cast: Cast) -> None:
    shelf = arranging.save(name="配送", by=SYSTEM)
    article = writing.write(question="x", answer="y", category_id=shelf.id, locale="ja", by=SYSTEM)
    arranging.delete(shelf.id, by=SYSTEM)
    article.refresh_from_db()
    assert article.category_id is None


def test_readers_see_by_right(cast: Cast) -> None:
    draft = writing.write(question="下書き", answer="x", category_id=None, locale="ja", by=SYSTEM)
    staff = writing.write(
        question="社内", answer="x", category_id=None, locale="ja", audience="staff", published=True, by=SYSTEM
    )
    public = writing.write(question="公開", answer="x", category_id=None, locale="ja", published=True, by=SYSTEM)
    everything = {draft.id, staff.id, public.id}
    assert set(queries.readable_by(acting(cast.hana)).values_list("id", flat=True)) == everything
    assert set(queries.readable_by(acting(cast.yumi)).values_list("id", flat=True)) == {staff.id, public.id}
    assert set(queries.readable_by(VISITOR).values_list("id", flat=True)) == {public.id}
    with pytest.raises(NotFound):
        rating.rate(draft.id, helpful=True, by=VISITOR)


@pytest.mark.parametrize(
    "markdown",
    [
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](http://tracker.example/pixel.png)",
        "<iframe src=//evil.example></iframe>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<style>body{display:none}</style>",
    ],
)
def test_nothing_dangerous_comes_out_of_markdown(markdown: str) -> None:
    html = to_html(markdown)
    for forbidden in ("<script", "<img", "<iframe", "<style", "onerror=alert(1)>", 'href="javascript', 'href="data'):
        assert forbidden not in html


def test_deep_nesting_and_long_lines_are_quick() -> None:
    assert to_html(">" * 5_000 + "x")
    assert to_html("[" * 20_000)
    assert to_html("*a " * 10_000)
