"""Reads of what is set up: categories, custom fields, tags; views and macros as their reader may see them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet

from madoguchi.kernel.actors import Actor, Ladder
from madoguchi.kernel.errors import NotFound
from madoguchi.tickets.models import Category, FieldDefinition, Macro, Tag, View


def categories(*, team_id: int | None = None, active_only: bool = False) -> QuerySet[Category]:
    """Categories in their order; with a team, those for it and for everyone."""
    rows = Category.objects.select_related("parent", "team")
    if team_id is not None:
        rows = rows.filter(Q(team_id=None) | Q(team_id=team_id))
    return rows.filter(active=True) if active_only else rows


def category_path(category: Category) -> str:
    """製品 › 炊飯器: a category with those above it."""
    return f"{category_path(category.parent)} › {category.name}" if category.parent is not None else category.name


def offered(team_id: int | None = None) -> list[tuple[int, str]]:
    """Active categories for everyone and this team as (id, "製品 › 炊飯器"), in the order of the tree."""
    rows = list(Category.objects.filter(Q(team_id=None) | Q(team_id=team_id), active=True))
    below: dict[int | None, list[Category]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    listed: list[tuple[int, str]] = []

    def walk(parent_id: int | None, before: str) -> None:
        for row in below.get(parent_id, ()):
            listed.append((row.id, f"{before}{row.name}"))
            walk(row.id, f"{before}{row.name} › ")

    walk(None, "")
    return listed


def category_names(ids: Iterable[int]) -> dict[int, str]:
    """Names of these categories by id."""
    return dict(Category.objects.filter(pk__in=list(ids)).values_list("id", "name"))


def fields() -> QuerySet[FieldDefinition]:
    """All custom fields, switched off ones too, for set-up. For a ticket's own see tickets.fields.definitions."""
    return FieldDefinition.objects.select_related("team")


def tags_with_counts() -> QuerySet[Tag]:
    """Tags with `count`, the number of tickets that carry them."""
    return Tag.objects.annotate(count=Count("ticket_tags"))


def tag_rows() -> list[dict[str, Any]]:
    """Tags as plain rows: id, name, count."""
    return [dict(row) for row in Tag.objects.annotate(count=Count("ticket_tags")).values("id", "name", "count")]


def most_used_tags(limit: int) -> list[str]:
    """Names of tags, the most used first."""
    rows = Tag.objects.annotate(count=Count("ticket_tags")).order_by("-count", "name")
    return list(rows.values_list("name", flat=True)[:limit])


def views(*, by: Actor) -> QuerySet[View]:
    """One's own views, those of one's teams, and everyone's, in their order."""
    mine = Q(agent_id=by.agent_id) if by.agent_id is not None else Q(pk=None)
    return View.objects.filter(mine | Q(agent_id=None) & _shared_with(by)).select_related("team")


def view_of(view_id: int, *, by: Actor) -> View:
    """A view the actor may open. Raises NotFound."""
    row = views(by=by).filter(pk=view_id).first()
    if row is None:
        raise NotFound
    return row


def macros(*, by: Actor, active_only: bool = True) -> QuerySet[Macro]:
    """One's own macros, those of one's teams, and everyone's, in their order."""
    mine = Q(agent_id=by.agent_id) if by.agent_id is not None else Q(pk=None)
    rows = Macro.objects.filter(mine | Q(agent_id=None) & _shared_with(by)).select_related("team")
    return rows.filter(active=True) if active_only else rows


def macro_of(macro_id: int, *, by: Actor) -> Macro:
    """A macro the actor may use. Raises NotFound."""
    row = macros(by=by, active_only=False).filter(pk=macro_id).first()
    if row is None:
        raise NotFound
    return row


def _shared_with(by: Actor) -> Q:
    return Q() if by.ladder == Ladder.ALL else Q(team_id=None) | Q(team_id__in=by.team_ids)
