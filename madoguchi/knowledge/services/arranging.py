"""The shelves of the FAQ: adding, renaming, moving and removing categories."""

from django.db import transaction

from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.kernel.events import publish
from madoguchi.kernel.text import one_line
from madoguchi.knowledge.events import ArticleCategoriesChanged
from madoguchi.knowledge.models import ArticleCategory
from madoguchi.knowledge.permissions import ArticlePermission
from madoguchi.people.permissions import require


@transaction.atomic
def save(category_id: int | None = None, *, name: str, position: int = 0, by: Actor) -> ArticleCategory:
    """Adds a category, or renames and moves one."""
    require(by, ArticlePermission.WRITE)
    name = one_line(name)[:80]
    if not name:
        raise Invalid(field="name", reason="empty")
    if category_id is None:
        category = ArticleCategory.objects.create(name=name, position=position)
    else:
        category = _found(category_id)
        category.name, category.position = name, position
        category.save()
    publish(ArticleCategoriesChanged(category_id=category.id), by=by)
    return category


@transaction.atomic
def delete(category_id: int, *, by: Actor) -> None:
    """Removes the category; its articles stay, without one."""
    require(by, ArticlePermission.WRITE)
    _found(category_id).delete()
    publish(ArticleCategoriesChanged(category_id=category_id), by=by)


def _found(category_id: int) -> ArticleCategory:
    category = ArticleCategory.objects.filter(pk=category_id).first()
    if category is None:
        raise NotFound
    return category
