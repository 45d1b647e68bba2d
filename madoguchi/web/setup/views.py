"""Shared views: their names, teams and order. What a view shows is put together on the desk."""

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madoguchi.kernel.errors import NotFound
from madoguchi.tickets import setup_queries
from madoguchi.tickets.models import View
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.services import viewing
from madoguchi.web.doors import DeskRequest
from madoguchi.web.forms import number_or_none
from madoguchi.web.setup.categories import team_choices
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.editing import Screen, confirm, edit
from madoguchi.web.setup.navigation import setup_page


class ViewForm(forms.Form):
    """Name, audience and place of a view."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    team_id = forms.ChoiceField(label=gettext_lazy("Shown to"), choices=team_choices, required=False)
    position = forms.IntegerField(
        label=gettext_lazy("Position"), min_value=0, help_text=gettext_lazy("Small numbers come first.")
    )


@needs(TicketPermission.VIEW_SHARE)
def index(request: DeskRequest) -> HttpResponse:
    """Views of teams and of everyone."""
    rows = [row for row in setup_queries.views(by=request.actor) if row.agent_id is None]
    return setup_page(request, "setup/views.html", {"views": rows})


@needs(TicketPermission.VIEW_SHARE)
def change(request: DeskRequest, view_id: int) -> HttpResponse:
    """A view's form; its conditions stay."""
    row = _found(request, view_id)
    form = ViewForm(
        request.POST or None, initial={"name": row.name, "team_id": row.team_id or "", "position": row.position}
    )
    return edit(
        request,
        form,
        lambda values: viewing.save(
            view_id,
            name=values["name"],
            team_id=number_or_none(values["team_id"]),
            position=values["position"],
            conditions=row.conditions,
            order=row.order,
            by=request.actor,
        ),
        screen=_screen(row.name, removal=reverse("setup_view_removal", args=[view_id])),
        done=_("The view is saved."),
    )


@needs(TicketPermission.VIEW_SHARE)
def remove(request: DeskRequest, view_id: int) -> HttpResponse:
    """Deletes a view."""
    row = _found(request, view_id)
    return confirm(
        request,
        lambda: viewing.delete(view_id, by=request.actor),
        screen=_screen(_("Delete the view “%(name)s”?") % {"name": row.name}),
        text=_("The tickets in it stay as they are."),
        action=_("Delete"),
        done=_("The view is deleted."),
    )


def _screen(title: str, *, removal: str = "") -> Screen:
    return Screen(title, reverse("setup_views"), _("Shared views"), removal=removal, removal_label=_("Delete …"))


def _found(request: DeskRequest, view_id: int) -> View:
    row = setup_queries.view_of(view_id, by=request.actor)
    if row.agent_id is not None:
        raise NotFound
    return row
