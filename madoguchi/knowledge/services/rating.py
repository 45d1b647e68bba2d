"""Readers say whether an article helped."""

from django.db import transaction
from django.db.models import F

from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import NotFound
from madoguchi.kernel.events import publish
from madoguchi.knowledge import queries
from madoguchi.knowledge.events import ArticleRated


@transaction.atomic
def rate(article_id: int, *, helpful: bool, by: Actor) -> None:
    """Counts one reader's verdict on an article they may read; anyone may. NotFound when they may not read it."""
    count = "helpful_count" if helpful else "unhelpful_count"
    if not queries.readable_by(by).filter(pk=article_id).update(**{count: F(count) + 1}):
        raise NotFound
    publish(ArticleRated(article_id=article_id, helpful=helpful), by=by)
