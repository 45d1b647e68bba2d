"""The news of this room."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from madoguchi.kernel.events import Event, event


@event
@dataclass(frozen=True, kw_only=True)
class AgentCreated(Event):
    """Somebody may sign in."""

    name = "agent.created"
    label = _("Agent created")
    agent_id: int


@event
@dataclass(frozen=True, kw_only=True)
class AgentUpdated(Event):
    """Fields of an agent changed; `changed` names them."""

    name = "agent.updated"
    label = _("Agent updated")
    agent_id: int
    changed: list[str]


@event
@dataclass(frozen=True, kw_only=True)
class AgentInvited(Event):
    """A link to choose a password was made for an agent."""

    name = "agent.invited"
    label = _("Agent invited")
    agent_id: int


@event
@dataclass(frozen=True, kw_only=True)
class AgentDeactivated(Event):
    """An agent may no longer sign in."""

    name = "agent.deactivated"
    label = _("Agent deactivated")
    agent_id: int


@event
@dataclass(frozen=True, kw_only=True)
class AgentReactivated(Event):
    """An agent may sign in again."""

    name = "agent.reactivated"
    label = _("Agent reactivated")
    agent_id: int


@event
@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    """An agent has a new password."""

    name = "agent.password_changed"
    label = _("Password changed")
    agent_id: int


@event
@dataclass(frozen=True, kw_only=True)
class TeamCreated(Event):
    """A team came to be."""

    name = "team.created"
    label = _("Team created")
    subject_team_id: int


@event
@dataclass(frozen=True, kw_only=True)
class TeamUpdated(Event):
    """A team or its members changed; `changed` names what."""

    name = "team.updated"
    label = _("Team updated")
    subject_team_id: int
    changed: list[str]


@event
@dataclass(frozen=True, kw_only=True)
class RoleCreated(Event):
    """A role came to be."""

    name = "role.created"
    label = _("Role created")
    role_id: int


@event
@dataclass(frozen=True, kw_only=True)
class RoleUpdated(Event):
    """A role's name, permissions or reach changed."""

    name = "role.updated"
    label = _("Role updated")
    role_id: int


@event
@dataclass(frozen=True, kw_only=True)
class RoleDeleted(Event):
    """A role is gone."""

    name = "role.deleted"
    label = _("Role deleted")
    role_id: int


@event
@dataclass(frozen=True, kw_only=True)
class ApiKeyIssued(Event):
    """A program may act for an agent."""

    name = "api_key.issued"
    label = _("API key issued")
    key_id: int
    agent_id: int


@event
@dataclass(frozen=True, kw_only=True)
class ApiKeyRevoked(Event):
    """A key no longer opens anything."""

    name = "api_key.revoked"
    label = _("API key revoked")
    key_id: int
    agent_id: int


@event
@dataclass(frozen=True, kw_only=True)
class AbsenceBegun(Event):
    """An agent is away from now on; `gives_back` hands on the tickets in their charge."""

    name = "absence.begun"
    label = _("Agent away")
    absence_id: int
    agent_id: int
    gives_back: bool


@event
@dataclass(frozen=True, kw_only=True)
class AbsenceEnded(Event):
    """An agent is back."""

    name = "absence.ended"
    label = _("Agent back")
    absence_id: int
    agent_id: int
