"""All permissions of all rooms with their explanations, for the screen of roles.

A room tells its permissions in its `rights.py`, which is imported here when first needed. Not for: asking a permission.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module

from django.apps import apps
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule


class DefaultRole(StrEnum):
    """The roles every installation starts with."""

    ADMINISTRATOR = "administrator"
    SUPERVISOR = "supervisor"
    AGENT = "agent"
    VIEWER = "viewer"


SUPERVISORS = frozenset({DefaultRole.SUPERVISOR})
AGENTS = SUPERVISORS | {DefaultRole.AGENT}
EVERYBODY = AGENTS | {DefaultRole.VIEWER}
NOBODY: frozenset[DefaultRole] = frozenset()


@dataclass(frozen=True, slots=True)
class Right:
    """One permission: what it is called, what it allows, and which default roles hold it from the start."""

    permission: str
    label: str | Promise
    explanation: str | Promise
    default_for: frozenset[DefaultRole] = NOBODY


@dataclass(frozen=True, slots=True)
class RightGroup:
    """The permissions of one room under one heading."""

    label: str | Promise
    rights: tuple[Right, ...]


_groups: list[RightGroup] = []


def register(label: str | Promise, rights: Iterable[Right]) -> None:
    """Adds a room's permissions under a heading; the rights.py of a room calls it once."""
    _groups.append(RightGroup(label, tuple(rights)))


def groups() -> list[RightGroup]:
    """Every group of permissions, in the order of the rooms."""
    for app in apps.get_app_configs():
        if app.module is not None and module_has_submodule(app.module, "rights"):
            import_module(f"{app.name}.rights")
    return list(_groups)


def known_permissions() -> frozenset[str]:
    """Every dotted name that a role or an API key may hold."""
    return frozenset(str(right.permission) for group in groups() for right in group.rights)


def default_permissions(role: DefaultRole) -> list[str]:
    """What a default role holds when it is installed; the administrator holds everything."""
    if role is DefaultRole.ADMINISTRATOR:
        return ["*"]
    return sorted(str(right.permission) for group in groups() for right in group.rights if role in right.default_for)
