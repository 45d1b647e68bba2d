"""Reading articles: what may be read, by shelf, by words."""

from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import NotFound
from madoguchi.kernel.text import fold
from madoguchi.knowledge.models import Article, ArticleCategory, Audience
from madoguchi.knowledge.permissions import ArticlePermission

MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Shelf:
    """A category with its articles as (id, question); `name` is empty for articles without one."""

    id: int | None
    name: str
    articles: list[tuple[int, str]]


def readable_by(actor: Actor) -> QuerySet[Article]:
    """Published public articles for everyone; with `article:read` also those for staff; writers see drafts too."""
    articles = Article.objects.all()
    if actor.has(ArticlePermission.WRITE):
        return articles
    articles = articles.filter(published=True)
    return articles if actor.has(ArticlePermission.READ) else articles.filter(audience=Audience.PUBLIC)


def public(locale: str) -> QuerySet[Article]:
    """What the help centre shows in a language, whoever looks."""
    return Article.objects.filter(published=True, audience=Audience.PUBLIC, locale=locale)


def shelves(locale: str) -> list[Shelf]:
    """The help centre's list: categories in their order, articles without one last."""
    rows = public(locale).order_by("category__position", "category_id", "id")
    found: dict[int | None, Shelf] = {}
    for article_id, question, category_id, name in rows.values_list("id", "question", "category_id", "category__name"):
        found.setdefault(category_id, Shelf(category_id, name or "", [])).articles.append((article_id, question))
    return sorted(found.values(), key=lambda shelf: shelf.id is None)


def search(words: str, articles: QuerySet[Article]) -> QuerySet[Article]:
    """Those of `articles` that hold every word, whatever width, case or kana; hits in the question come first."""
    wanted = Q()
    in_question = Q()
    for word in fold(words).split(" ")[:MOST_WORDS]:
        wanted &= Q(search_text__contains=word)
        in_question &= Q(question__icontains=word)
    rank = Case(When(in_question, then=Value(0)), default=Value(1), output_field=IntegerField())
    return articles.filter(wanted).order_by(rank, "-helpful_count", "id")


def public_article(article_id: int) -> Article:
    """A published public article, or NotFound."""
    article = (
        Article.objects.select_related("category")
        .filter(pk=article_id, published=True, audience=Audience.PUBLIC)
        .first()
    )
    if article is None:
        raise NotFound
    return article


def article(article_id: int, *, by: Actor) -> Article:
    """The article for its writer or reader, or NotFound."""
    found = readable_by(by).select_related("category", "author").filter(pk=article_id).first()
    if found is None:
        raise NotFound
    return found


def categories() -> QuerySet[ArticleCategory]:
    """All categories in their order."""
    return ArticleCategory.objects.all()
