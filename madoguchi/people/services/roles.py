"""Roles: the four of the start, and those an installation makes itself."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from madoguchi.kernel import live
from madoguchi.kernel.actors import Actor, Ladder
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.kernel.events import publish
from madoguchi.kernel.text import one_line
from madoguchi.people import registry
from madoguchi.people.errors import NameTaken, RoleInUse
from madoguchi.people.events import RoleCreated, RoleDeleted, RoleUpdated
from madoguchi.people.models import Role
from madoguchi.people.permissions import PeoplePermission, require
from madoguchi.people.registry import DefaultRole
from madoguchi.people.services import auditing
from madoguchi.people.services.guarding import ensure_administrator_remains, ensure_within

_DEFAULTS: dict[DefaultRole, tuple[str | Promise, Ladder]] = {
    DefaultRole.ADMINISTRATOR: (_("Administrator"), Ladder.ALL),
    DefaultRole.SUPERVISOR: (_("Supervisor"), Ladder.ALL),
    DefaultRole.AGENT: (_("Agent"), Ladder.TEAM),
    DefaultRole.VIEWER: (_("Viewer"), Ladder.TEAM),
}


@transaction.atomic
def install_defaults(*, by: Actor) -> dict[str, Role]:
    """The four default roles by code, made where they are missing, named in the active language."""
    require(by, PeoplePermission.ROLE_MANAGE)
    installed: dict[str, Role] = {}
    for code, (name, ladder) in _DEFAULTS.items():
        role = Role.objects.filter(code=code).first()
        if role is None:
            role = _insert(
                name=str(name), permissions=registry.default_permissions(code), ladder=ladder, code=code, by=by
            )
        installed[str(code)] = role
    return installed


@transaction.atomic
def create(*, name: str, permissions: Sequence[str], ladder: str, by: Actor) -> Role:
    """A new role; it may hold only what the actor holds."""
    require(by, PeoplePermission.ROLE_MANAGE)
    name, permissions = _checked(name, permissions, ladder)
    ensure_within(permissions, ladder, by=by)
    return _insert(name=name, permissions=permissions, ladder=Ladder(ladder), code=None, by=by)


@transaction.atomic
def update(
    role_id: int,
    *,
    name: str | None = None,
    permissions: Sequence[str] | None = None,
    ladder: str | None = None,
    by: Actor,
) -> Role:
    """Changes a role; None keeps a value. Neither the old nor the new role may exceed the actor."""
    require(by, PeoplePermission.ROLE_MANAGE)
    role = _locked(role_id)
    before = _values(role)
    ensure_within(role.permissions, role.ladder, by=by)
    role.name, role.permissions = _checked(
        role.name if name is None else name,
        role.permissions if permissions is None else permissions,
        ladder or role.ladder,
        role_id=role.id,
    )
    role.ladder = ladder or role.ladder
    ensure_within(role.permissions, role.ladder, by=by)
    if _values(role) == before:
        return role
    role.save()
    ensure_administrator_remains()
    auditing.note("role:update", by=by, subject_kind="role", subject_id=role.id, before=before, after=_values(role))
    publish(RoleUpdated(role_id=role.id), by=by)
    for agent_id in role.agents.values_list("id", flat=True):
        live.dismiss(agent_id)
    return role


@transaction.atomic
def delete(role_id: int, *, by: Actor) -> None:
    """Removes a role that no agent has."""
    require(by, PeoplePermission.ROLE_MANAGE)
    role = _locked(role_id)
    ensure_within(role.permissions, role.ladder, by=by)
    if role.agents.exists():
        raise RoleInUse
    auditing.note("role:delete", by=by, subject_kind="role", subject_id=role.id, before=_values(role))
    role.delete()
    publish(RoleDeleted(role_id=role_id), by=by)


def _insert(*, name: str, permissions: list[str], ladder: Ladder, code: DefaultRole | None, by: Actor) -> Role:
    role = Role.objects.create(name=name, permissions=permissions, ladder=ladder, code=code, built_in=code is not None)
    auditing.note("role:create", by=by, subject_kind="role", subject_id=role.id, after=_values(role))
    publish(RoleCreated(role_id=role.id), by=by)
    return role


def _checked(
    name: str, permissions: Sequence[str], ladder: str, *, role_id: int | None = None
) -> tuple[str, list[str]]:
    name = one_line(name)[:80]
    if not name:
        raise Invalid(field="name", reason=_("must not be empty"))
    if Role.objects.filter(name=name).exclude(pk=role_id or 0).exists():
        raise NameTaken
    if ladder not in set(Ladder):
        raise Invalid(field="ladder", reason=ladder)
    unknown = set(permissions) - registry.known_permissions() - {"*"}
    if unknown:
        raise Invalid(field="permissions", reason=", ".join(sorted(unknown)))
    return name, ["*"] if "*" in permissions else sorted(set(permissions))


def _locked(role_id: int) -> Role:
    role = Role.objects.select_for_update().filter(pk=role_id).first()
    if role is None:
        raise NotFound
    return role


def _values(role: Role) -> dict[str, Any]:
    return {"name": role.name, "permissions": list(role.permissions), "ladder": str(role.ladder)}
