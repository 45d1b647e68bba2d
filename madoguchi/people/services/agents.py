"""Agents: who may sign in, with which role, in which teams."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.kernel import clock, live
from madoguchi.kernel.actors import Actor, ActorKind
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.kernel.events import publish
from madoguchi.kernel.text import one_line
from madoguchi.people.errors import AddressTaken, OwnRights
from madoguchi.people.events import AgentCreated, AgentDeactivated, AgentReactivated, AgentUpdated
from madoguchi.people.models import Agent, Membership, Role, Team
from madoguchi.people.permissions import PeoplePermission, require
from madoguchi.people.services import auditing, passwords
from madoguchi.people.services.guarding import (
    ensure_administrator_remains,
    ensure_may_manage,
    ensure_teams_within,
    ensure_within,
)


@transaction.atomic
def create(
    *,
    email: str,
    name: str,
    kana: str = "",
    role_id: int,
    team_ids: Iterable[int] = (),
    language: str = "ja",
    time_zone: str = "Asia/Tokyo",
    password: str | None = None,
    by: Actor,
) -> Agent:
    """A new agent. Without a password they cannot sign in until they accept an invitation."""
    require(by, PeoplePermission.AGENT_MANAGE)
    role = _grantable_role(role_id, by=by)
    team_ids = set(team_ids)
    ensure_teams_within(team_ids, by=by)
    agent = Agent(
        email=_address(email),
        name=_name(name),
        kana=one_line(kana)[:80],
        role=role,
        language=language,
        time_zone=time_zone,
        joined_at=clock.now(),
    )
    if password is None:
        agent.set_unusable_password()
    else:
        passwords.put(agent, password)
    agent.save()
    _put_teams(agent, team_ids)
    auditing.note("agent:create", by=by, subject_kind="agent", subject_id=agent.id, after=_values(agent))
    publish(AgentCreated(agent_id=agent.id), by=by)
    return agent


@transaction.atomic
def update(
    agent_id: int,
    *,
    email: str | None = None,
    name: str | None = None,
    kana: str | None = None,
    role_id: int | None = None,
    team_ids: Iterable[int] | None = None,
    by: Actor,
) -> Agent:
    """Changes an agent; None keeps a value. Nobody changes their own role, or anybody who holds more than they do."""
    require(by, PeoplePermission.AGENT_MANAGE)
    agent = _locked(agent_id)
    ensure_may_manage(agent, by=by)
    before = _values(agent)
    if email is not None:
        agent.email = _address(email, agent_id=agent.id)
    if name is not None:
        agent.name = _name(name)
    if kana is not None:
        agent.kana = one_line(kana)[:80]
    if role_id is not None and role_id != agent.role_id:
        if agent.id == by.agent_id:
            raise OwnRights
        agent.role = _grantable_role(role_id, by=by)
    agent.save()
    if team_ids is not None:
        ensure_teams_within(set(team_ids) - set(before["teams"]), by=by)
        _put_teams(agent, set(team_ids))
    after = _values(agent)
    changed = sorted(key for key in after if after[key] != before[key])
    if changed:
        ensure_administrator_remains()
        auditing.note("agent:update", by=by, subject_kind="agent", subject_id=agent.id, before=before, after=after)
        publish(AgentUpdated(agent_id=agent.id, changed=changed), by=by)
        live.dismiss(agent.id)
    return agent


def set_teams(agent_id: int, *, team_ids: Iterable[int], by: Actor) -> Agent:
    """Puts the agent into exactly these teams."""
    return update(agent_id, team_ids=team_ids, by=by)


@transaction.atomic
def deactivate(agent_id: int, *, by: Actor) -> Agent:
    """Ends sign-in, sessions and API keys of an agent; their work stays."""
    require(by, PeoplePermission.AGENT_MANAGE)
    agent = _locked(agent_id)
    ensure_may_manage(agent, by=by)
    if agent.id == by.agent_id:
        raise OwnRights
    if agent.is_active:
        agent.is_active = False
        agent.save(update_fields=["is_active"])
        ensure_administrator_remains()
        auditing.note("agent:deactivate", by=by, subject_kind="agent", subject_id=agent.id, before=True, after=False)
        publish(AgentDeactivated(agent_id=agent.id), by=by)
        live.dismiss(agent.id)
    return agent


@transaction.atomic
def reactivate(agent_id: int, *, by: Actor) -> Agent:
    """Lets an agent sign in again."""
    require(by, PeoplePermission.AGENT_MANAGE)
    agent = _locked(agent_id)
    ensure_may_manage(agent, by=by)
    if not agent.is_active:
        agent.is_active = True
        agent.save(update_fields=["is_active"])
        auditing.note("agent:reactivate", by=by, subject_kind="agent", subject_id=agent.id, before=False, after=True)
        publish(AgentReactivated(agent_id=agent.id), by=by)
    return agent


@transaction.atomic
def set_password(agent_id: int, *, password: str, by: Actor) -> None:
    """Gives an agent a new password, by themselves or by somebody who manages agents and holds as much as they do."""
    agent = _locked(agent_id)
    if agent.id != by.agent_id or by.kind is not ActorKind.AGENT:
        require(by, PeoplePermission.AGENT_MANAGE)
        ensure_may_manage(agent, by=by)
    passwords.put(agent, password)
    agent.save(update_fields=["password"])
    passwords.record_change(agent, by=by)


def _locked(agent_id: int) -> Agent:
    agent = Agent.objects.select_for_update(of=("self",)).select_related("role").filter(pk=agent_id).first()
    if agent is None:
        raise NotFound
    return agent


def _grantable_role(role_id: int, *, by: Actor) -> Role:
    role = Role.objects.filter(pk=role_id).first()
    if role is None:
        raise NotFound
    ensure_within(role.permissions, role.ladder, by=by)
    return role


def _address(email: str, *, agent_id: int | None = None) -> str:
    address = one_line(email).lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise Invalid(field="email", reason=_("is not a mail address")) from error
    if Agent.objects.filter(email__iexact=address).exclude(pk=agent_id or 0).exists():
        raise AddressTaken
    return address


def _name(name: str) -> str:
    name = one_line(name)[:80]
    if not name:
        raise Invalid(field="name", reason=_("must not be empty"))
    return name


def _put_teams(agent: Agent, team_ids: set[int]) -> None:
    existing = set(agent.memberships.values_list("team_id", flat=True))
    if Team.objects.filter(pk__in=team_ids).count() != len(team_ids):
        raise NotFound
    agent.memberships.filter(team_id__in=existing - team_ids).delete()
    Membership.objects.bulk_create([Membership(agent=agent, team_id=pk) for pk in sorted(team_ids - existing)])


def _values(agent: Agent) -> dict[str, Any]:
    return {
        "email": agent.email,
        "name": agent.name,
        "kana": agent.kana,
        "role": agent.role_id,
        "teams": sorted(agent.memberships.values_list("team_id", flat=True)),
    }
