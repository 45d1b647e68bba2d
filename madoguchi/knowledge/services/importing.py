"""Taking in many articles at once, each known by its `external_id`: a second time changes, never doubles.

Terms are cut before a transaction opens, and every batch is one transaction with articles, terms and events, so that
the desk goes on working meanwhile and an interrupted import is simply run again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db import transaction

from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.events import publish
from madoguchi.kernel.text import fold
from madoguchi.knowledge.events import ArticlePublished, ArticleWritten
from madoguchi.knowledge.models import Article, ArticleCategory, Audience
from madoguchi.knowledge.permissions import ArticlePermission
from madoguchi.knowledge.services import arranging, indexing
from madoguchi.people.permissions import require

BATCH = 200
CONTENT = ("question", "answer", "category_id", "locale")


@dataclass(frozen=True, slots=True)
class Incoming:
    """One article to take in; `category` is a name, created when there is none of it."""

    external_id: str
    question: str
    answer: str
    category: str
    locale: str


@dataclass(frozen=True, slots=True)
class Taken:
    """How many articles were new, changed, and as they already were."""

    created: int
    changed: int
    same: int

    def __add__(self, other: "Taken") -> "Taken":
        return Taken(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))


def take_in(
    articles: Sequence[Incoming], *, by: Actor, published: bool = True, progress: Callable[[int], Any] | None = None
) -> Taken:
    """Stores articles for everyone. New ones are published unless told otherwise; a changed one stays as it is.

    `progress` hears how many are done after each batch.
    """
    require(by, ArticlePermission.WRITE)
    shelves = _shelves(sorted({one.category for one in articles if one.category}), by=by)
    taken = Taken(0, 0, 0)
    for start in range(0, len(articles), BATCH):
        batch = articles[start : start + BATCH]
        taken += _batch(batch, shelves, published=published, by=by)
        if progress is not None:
            progress(start + len(batch))
    return taken


def _batch(batch: Sequence[Incoming], shelves: dict[str, int], *, published: bool, by: Actor) -> Taken:
    found = _known(batch)
    drafts = [_article(one, shelves, published=published, by=by) for one in batch]
    drafts = [draft for draft in drafts if _says_something_new(draft, found.get(draft.external_id))]
    rows = [indexing.prepared(draft) for draft in drafts]
    with transaction.atomic():
        known = _known(batch, locked=True)
        new = [draft for draft in drafts if draft.external_id not in known]
        changed = [draft for draft in drafts if draft.external_id in known]
        for draft in changed:
            draft.pk, draft.published = known[draft.external_id].pk, known[draft.external_id].published
        Article.objects.bulk_create(new)
        Article.objects.bulk_update(changed, [*CONTENT, "search_text", "updated_at"], batch_size=50)
        for row, draft in zip(rows, drafts, strict=True):
            row.article_id = draft.pk
        if rows:
            indexing.store(rows, by=by)
        for draft in drafts:
            publish(ArticleWritten(article_id=draft.pk, created=draft.external_id not in known), by=by)
            if draft.published and draft.external_id not in known:
                publish(ArticlePublished(article_id=draft.pk), by=by)
    return Taken(len(new), len(changed), len(batch) - len(drafts))


def _known(batch: Sequence[Incoming], *, locked: bool = False) -> dict[str | None, Article]:
    rows = Article.objects.order_by("id")
    if locked:
        rows = rows.select_for_update(of=("self",))
    return {row.external_id: row for row in rows.filter(external_id__in=[one.external_id for one in batch])}


def _says_something_new(draft: Article, known: Article | None) -> bool:
    return known is None or any(getattr(draft, name) != getattr(known, name) for name in CONTENT)


def _shelves(names: Sequence[str], *, by: Actor) -> dict[str, int]:
    """Categories by name, the missing ones created at the end of the list."""
    found = dict(ArticleCategory.objects.order_by("-id").values_list("name", "id"))
    for position, name in enumerate(names, start=len(found)):
        if name not in found:
            found[name] = arranging.save(name=name, position=position, by=by).id
    return found


def _article(one: Incoming, shelves: dict[str, int], *, published: bool, by: Actor) -> Article:
    at = clock.now()
    return Article(
        external_id=one.external_id,
        question=one.question,
        answer=one.answer,
        category_id=shelves.get(one.category),
        locale=one.locale,
        search_text=fold(f"{one.question}\n{one.answer}"),
        audience=Audience.PUBLIC,
        published=published,
        author_id=by.agent_id,
        created_at=at,
        updated_at=at,
    )
