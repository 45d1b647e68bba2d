"""Categories: the tree, the form, deleting."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madoguchi.kernel.errors import NotFound
from madoguchi.people import queries as people
from madoguchi.tickets import setup_queries
from madoguchi.tickets.models import Category
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.services import cataloguing
from madoguchi.web.doors import DeskRequest
from madoguchi.web.forms import number_or_none
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.editing import Screen, confirm, edit
from madoguchi.web.setup.navigation import setup_page


def team_choices() -> list[tuple[str, str]]:
    """Teams for a select whose empty entry means everyone."""
    return [("", _("For all teams")), *((str(team.id), team.name) for team in people.teams(active=True))]


def _parents() -> list[tuple[str, str]]:
    rows = [(str(row.id), setup_queries.category_path(row)) for row in setup_queries.categories()]
    return [("", _("None (top of the tree)")), *sorted(rows, key=lambda row: row[1])]


class CategoryForm(forms.Form):
    """One category."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    parent_id = forms.ChoiceField(
        label=gettext_lazy("Under"),
        choices=_parents,
        required=False,
        help_text=gettext_lazy("At most four levels deep."),
    )
    team_id = forms.ChoiceField(
        label=gettext_lazy("Offered to"),
        choices=team_choices,
        required=False,
        help_text=gettext_lazy("Only tickets of this team are offered the category."),
    )
    position = forms.IntegerField(
        label=gettext_lazy("Position"), min_value=0, initial=0, help_text=gettext_lazy("Small numbers come first.")
    )
    active = forms.BooleanField(
        label=gettext_lazy("In use"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Switched off, it stays on old tickets and is no longer offered."),
    )


@needs(TicketPermission.SETUP)
def index(request: DeskRequest) -> HttpResponse:
    """The tree."""
    return setup_page(request, "setup/categories.html", {"rows": list(_tree())})


@needs(TicketPermission.SETUP)
def add(request: DeskRequest) -> HttpResponse:
    """A new category, under the one named by `under`."""
    form = CategoryForm(request.POST or None, initial={"parent_id": request.GET.get("under", "")})
    return edit(
        request,
        form,
        lambda values: cataloguing.save_category(**_arguments(values), by=request.actor),
        screen=_screen(_("New category")),
        done=_("The category is created."),
    )


@needs(TicketPermission.SETUP)
def change(request: DeskRequest, category_id: int) -> HttpResponse:
    """A category's form."""
    row = _found(category_id)
    initial = {
        "name": row.name,
        "parent_id": row.parent_id or "",
        "team_id": row.team_id or "",
        "position": row.position,
        "active": row.active,
    }
    return edit(
        request,
        CategoryForm(request.POST or None, initial=initial),
        lambda values: cataloguing.save_category(category_id, **_arguments(values), by=request.actor),
        screen=_screen(row.name, removal=reverse("setup_category_removal", args=[category_id])),
        done=_("The category is saved."),
    )


@needs(TicketPermission.SETUP)
def remove(request: DeskRequest, category_id: int) -> HttpResponse:
    """Deletes a category that was never used."""
    row = _found(category_id)
    return confirm(
        request,
        lambda: cataloguing.delete_category(category_id, by=request.actor),
        screen=_screen(_("Delete “%(name)s”?") % {"name": row.name}),
        text=_("A category that tickets use, or that has others under it, cannot be deleted. Switch it off instead."),
        action=_("Delete"),
        done=_("The category is deleted."),
    )


def _tree() -> Iterator[tuple[int, Category]]:
    children: dict[int | None, list[Category]] = {}
    for row in setup_queries.categories():
        children.setdefault(row.parent_id, []).append(row)

    def below(parent_id: int | None, depth: int) -> Iterator[tuple[int, Category]]:
        for row in children.get(parent_id, []):
            yield depth, row
            yield from below(row.id, depth + 1)

    return below(None, 0)


def _screen(title: str, *, removal: str = "") -> Screen:
    return Screen(title, reverse("setup_categories"), _("Categories"), removal=removal, removal_label=_("Delete …"))


def _found(category_id: int) -> Category:
    row = setup_queries.categories().filter(pk=category_id).first()
    if row is None:
        raise NotFound
    return row


def _arguments(values: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": values["name"],
        "parent_id": number_or_none(values["parent_id"]),
        "team_id": number_or_none(values["team_id"]),
        "position": values["position"],
        "active": values["active"],
    }
