"""Writing, publishing and deleting articles."""

from django.db import transaction

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.kernel.events import publish
from madoguchi.kernel.text import fold, one_line
from madoguchi.knowledge.events import ArticleDeleted, ArticlePublished, ArticleWithdrawn, ArticleWritten
from madoguchi.knowledge.models import Article, ArticleCategory, Audience
from madoguchi.knowledge.permissions import ArticlePermission
from madoguchi.knowledge.services import indexing
from madoguchi.people.permissions import require

LONGEST_ANSWER = 100_000


@transaction.atomic
def write(
    article_id: int | None = None,
    *,
    question: str,
    answer: str,
    category_id: int | None,
    locale: str,
    audience: str = Audience.PUBLIC,
    published: bool = False,
    by: Actor,
) -> Article:
    """Creates the article, or replaces what it says. Markdown in `answer`. Raises Invalid, NotFound, NotAllowed."""
    require(by, ArticlePermission.WRITE)
    question = one_line(question)[:200]
    if not question or not answer.strip() or len(answer) > LONGEST_ANSWER:
        raise Invalid(field="answer" if question else "question", reason="empty")
    if category_id is not None and not ArticleCategory.objects.filter(pk=category_id).exists():
        raise NotFound
    article = _locked(article_id) if article_id is not None else Article(author_id=by.agent_id, created_at=clock.now())
    was_published = article.published
    article.question, article.answer, article.category_id = question, answer.strip(), category_id
    article.locale, article.audience, article.published = locale, Audience(audience), published
    article.search_text = fold(f"{question}\n{answer}")
    article.updated_at = clock.now()
    article.save()
    indexing.store([indexing.prepared(article)], by=by)
    publish(ArticleWritten(article_id=article.id, created=article_id is None), by=by)
    if published and not was_published:
        publish(ArticlePublished(article_id=article.id), by=by)
    if was_published and not published:
        publish(ArticleWithdrawn(article_id=article.id), by=by)
    return article


@transaction.atomic
def delete(article_id: int, *, by: Actor) -> None:
    """Removes the article for good."""
    require(by, ArticlePermission.WRITE)
    article = _locked(article_id)
    article.delete()
    indexing.tell(by=by)
    publish(ArticleDeleted(article_id=article_id), by=by)


def _locked(article_id: int) -> Article:
    article = Article.objects.select_for_update(of=("self",)).filter(pk=article_id).first()
    if article is None:
        raise NotFound
    return article
