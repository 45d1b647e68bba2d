"""Keeping what articles are found by: written in the transaction of the article, cut anew when the cutting changes."""

import re
import secrets
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q, QuerySet

from madoguchi.kernel import settings
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.text import features, terms
from madoguchi.knowledge.models import Article, ArticleTerms, PastQuestion
from madoguchi.knowledge.permissions import ArticlePermission
from madoguchi.people.permissions import require

STAMP = "knowledge.stamp"
BATCH = 100
_MARKS = re.compile(r"<[^<>]{1,200}>|\]\([^()\s]{1,500}\)")


def without_marks(markdown: str) -> str:
    """What of an answer is compared: no tags, no addresses of links."""
    return _MARKS.sub(" ", markdown)


def prepared(article: Article) -> ArticleTerms:
    """The terms of an article, not stored yet. Takes a millisecond or two: best before a transaction."""
    return ArticleTerms(
        article_id=article.pk,
        stamp=_drawn(),
        version=terms.VERSION,
        question=features.stored(article.question),
        answer=features.stored(without_marks(article.answer)),
    )


@transaction.atomic
def store(rows: Sequence[ArticleTerms], *, by: Actor) -> None:
    """Stores the terms of articles and lets every process know."""
    require(by, ArticlePermission.WRITE)
    ArticleTerms.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["stamp", "version", "question", "answer"],
    )
    tell(by=by)


@transaction.atomic
def tell(*, by: Actor) -> None:
    """Something that is found or not has changed: every process looks what, before it answers the next question."""
    require(by, ArticlePermission.WRITE)
    settings.write(STAMP, secrets.token_hex(8))


def cut_anew(*, by: Actor) -> int:
    """Cuts what was never cut or cut by an older version, batch by batch; says how many articles and questions."""
    done = 0
    while batch := list(_outdated()[:BATCH]):
        rows = [prepared(article) for article in batch]
        with transaction.atomic():
            there = Article.objects.select_for_update(of=("self",)).filter(pk__in=[row.pk for row in rows])
            still_there = set(there.order_by("id").values_list("id", flat=True))
            store([row for row in rows if row.pk in still_there], by=by)
        done += len(batch)
    while asked := list(PastQuestion.objects.exclude(version=terms.VERSION)[:BATCH]):
        for one in asked:
            one.terms, one.version = features.stored(one.text), terms.VERSION
        with transaction.atomic():
            PastQuestion.objects.bulk_update(asked, ["terms", "version"])
            renew([one.article_id for one in asked], by=by)
        done += len(asked)
    return done


@transaction.atomic
def renew(article_ids: Sequence[int], *, by: Actor) -> None:
    """The past questions of these articles have changed."""
    require(by, ArticlePermission.WRITE)
    for article_id in sorted(set(article_ids)):
        ArticleTerms.objects.filter(pk=article_id).update(stamp=_drawn())
    tell(by=by)


def _outdated() -> QuerySet[Article]:
    return Article.objects.filter(Q(terms=None) | ~Q(terms__version=terms.VERSION)).order_by("id")


def _drawn() -> int:
    return secrets.randbits(62)
