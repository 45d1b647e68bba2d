"""Roles: list, form with the ladder and every permission explained, deleting."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from madoguchi.kernel.actors import Ladder
from madoguchi.kernel.errors import NotFound
from madoguchi.people import queries, registry
from madoguchi.people.models import Role
from madoguchi.people.permissions import PeoplePermission
from madoguchi.people.services import roles
from madoguchi.web.doors import DeskRequest
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.editing import Screen, confirm, edit
from madoguchi.web.setup.navigation import setup_page

LADDER = (
    (Ladder.ASSIGNED.value, pgettext_lazy("ladder", "Only tickets assigned to them")),
    (Ladder.TEAM.value, pgettext_lazy("ladder", "and all tickets of their teams")),
    (Ladder.UNASSIGNED.value, pgettext_lazy("ladder", "and all tickets nobody has taken")),
    (Ladder.ALL.value, pgettext_lazy("ladder", "All tickets")),
)


def _permissions() -> list[tuple[str, str]]:
    return [(str(right.permission), str(right.label)) for group in registry.groups() for right in group.rights]


class RoleForm(forms.Form):
    """A role. `everything` holds also permissions that later versions bring."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    ladder = forms.ChoiceField(
        label=gettext_lazy("Which tickets they can read"),
        choices=LADDER,
        initial=Ladder.TEAM.value,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Each step includes the ones above it."),
    )
    everything = forms.BooleanField(
        label=gettext_lazy("May do everything"),
        required=False,
        help_text=gettext_lazy("For administrators. The single permissions below then do not matter."),
    )
    permissions = forms.MultipleChoiceField(label=gettext_lazy("Permissions"), choices=_permissions, required=False)


@needs(PeoplePermission.ROLE_MANAGE)
def index(request: DeskRequest) -> HttpResponse:
    """All roles."""
    return setup_page(request, "setup/roles.html", {"roles": list(queries.roles()), "ladder": dict(LADDER)})


@needs(PeoplePermission.ROLE_MANAGE)
def add(request: DeskRequest) -> HttpResponse:
    """A new role."""
    return _form(
        request,
        RoleForm(request.POST or None),
        lambda values: roles.create(**_arguments(values), by=request.actor),
        screen=_screen(_("New role")),
        done=_("The role is created."),
    )


@needs(PeoplePermission.ROLE_MANAGE)
def change(request: DeskRequest, role_id: int) -> HttpResponse:
    """A role's form."""
    role = _found(role_id)
    initial = {
        "name": role.name,
        "ladder": role.ladder,
        "everything": "*" in role.permissions,
        "permissions": role.permissions,
    }
    return _form(
        request,
        RoleForm(request.POST or None, initial=initial),
        lambda values: roles.update(role_id, **_arguments(values), by=request.actor),
        screen=_screen(role.name, removal=reverse("setup_role_removal", args=[role_id])),
        done=_("The role is saved."),
    )


@needs(PeoplePermission.ROLE_MANAGE)
def remove(request: DeskRequest, role_id: int) -> HttpResponse:
    """Deletes a role nobody has."""
    role = _found(role_id)
    return confirm(
        request,
        lambda: roles.delete(role_id, by=request.actor),
        screen=_screen(_("Delete the role “%(name)s”?") % {"name": role.name}),
        text=_("Only a role that no agent has can be deleted."),
        action=_("Delete"),
        done=_("The role is deleted."),
    )


def _form(request: DeskRequest, form: RoleForm, act: Any, *, screen: Screen, done: str) -> HttpResponse:
    chosen = set(form["permissions"].value() or [])
    return edit(
        request,
        form,
        act,
        screen=screen,
        done=done,
        template="setup/role.html",
        extra={"rights": registry.groups(), "chosen": chosen},
    )


def _screen(title: str, *, removal: str = "") -> Screen:
    return Screen(title, reverse("setup_roles"), _("Roles"), removal=removal, removal_label=_("Delete …"))


def _found(role_id: int) -> Role:
    role = queries.roles().filter(pk=role_id).first()
    if role is None:
        raise NotFound
    return role


def _arguments(values: dict[str, Any]) -> dict[str, Any]:
    permissions = ["*"] if values["everything"] else values["permissions"]
    return {"name": values["name"], "ladder": values["ladder"], "permissions": permissions}
