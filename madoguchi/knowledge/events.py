"""The news of this room."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from madoguchi.kernel.events import Event, event


@event
@dataclass(frozen=True, kw_only=True)
class ArticleWritten(Event):
    """An article was written or changed; `created` tells which."""

    name = "article.written"
    label = _("Article written")
    article_id: int
    created: bool


@event
@dataclass(frozen=True, kw_only=True)
class ArticlePublished(Event):
    """Readers can see the article from now on."""

    name = "article.published"
    label = _("Article published")
    article_id: int


@event
@dataclass(frozen=True, kw_only=True)
class ArticleWithdrawn(Event):
    """Readers no longer see the article."""

    name = "article.withdrawn"
    label = _("Article withdrawn")
    article_id: int


@event
@dataclass(frozen=True, kw_only=True)
class ArticleDeleted(Event):
    """The article is gone."""

    name = "article.deleted"
    label = _("Article deleted")
    article_id: int


@event
@dataclass(frozen=True, kw_only=True)
class ArticleRated(Event):
    """A reader said whether the article helped."""

    name = "article.rated"
    label = _("Article rated")
    article_id: int
    helpful: bool


@event
@dataclass(frozen=True, kw_only=True)
class ArticleAnswered(Event):
    """Somebody found that an article answered a question; it is remembered as a past question."""

    name = "article.answered"
    label = _("Article answered a question")
    article_id: int
    past_question_id: int


@event
@dataclass(frozen=True, kw_only=True)
class ArticleCategoriesChanged(Event):
    """A shelf of articles was added, renamed, moved or removed."""

    name = "article_category.changed"
    label = _("Article categories changed")
    category_id: int
