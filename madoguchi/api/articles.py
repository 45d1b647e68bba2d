"""Articles of the help centre and the manual: finding the one that answers a question."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from madoguchi.api.answers import answer
from madoguchi.api.door import actor_of
from madoguchi.api.shapes import Id, Shape
from madoguchi.knowledge import finding
from madoguchi.knowledge.permissions import ArticlePermission
from madoguchi.knowledge.services import answering
from madoguchi.people.permissions import require

router = Router(tags=["articles"])
MOST = 50


class ArticleSearch(Schema):
    """A question in the asker's own words. `locale` (ja, en) keeps to one language; at most 50 results come."""

    q: Annotated[str, Field(max_length=20_000)] = ""
    locale: Annotated[str, Field(max_length=16)] = ""
    limit: Annotated[int, Field(ge=1, le=2**31)] = 10


class AnswerBody(Schema):
    """How sure it is that an article answers the question: a share from 0 to 1, and its band."""

    confidence: float
    band: str


class ArticleBody(Schema):
    """An article that fits; a higher `score` fits better, comparable only within one answer."""

    id: int
    external_id: str | None
    title: str
    snippet: str
    score: float
    locale: str
    answer: AnswerBody


class ArticlesFound(Schema):
    """What was found, best first. `answer` is about the first result."""

    results: list[ArticleBody]
    answer: AnswerBody


class AnsweredQuestion(Shape):
    """What somebody asked, and which case it was (`ticket:7`, a number of another system)."""

    text: Annotated[str, Field(min_length=1, max_length=20_000)]
    source: Annotated[str, Field(min_length=1, max_length=80)]


@router.get("/articles/search", operation_id="search_articles", response=ArticlesFound)
def search(request: HttpRequest, asked: Query[ArticleSearch]) -> HttpResponse:
    """Published articles that the key may read and that answer the question, best first. 422 for an unknown locale."""
    actor = actor_of(request)
    require(actor, ArticlePermission.READ)
    locale = finding.known_locale(asked.locale)
    found = finding.results(asked.q, by=actor, locale=locale, limit=min(asked.limit, MOST))
    return answer(finding.plain(found))


@router.post("/articles/{int:article_id}/questions", operation_id="add_answered_question")
def add_question(request: HttpRequest, article_id: Id, body: AnsweredQuestion) -> HttpResponse:
    """Remembers that the article answered this question, so that similar ones find it; once for each `source`."""
    row = answering.answered(article_id, text=body.text, source=body.source, by=actor_of(request))
    return answer({"id": row.id, "article_id": row.article_id, "source": row.source}, status=201)
