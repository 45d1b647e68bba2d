"""Teams: their names, their tier, and who belongs to them."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from madoguchi.kernel import live
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.kernel.events import publish
from madoguchi.kernel.text import one_line
from madoguchi.people.errors import NameTaken
from madoguchi.people.events import TeamCreated, TeamUpdated
from madoguchi.people.models import Agent, Membership, Team
from madoguchi.people.permissions import PeoplePermission, require
from madoguchi.people.services import auditing
from madoguchi.people.services.guarding import ensure_teams_within


@transaction.atomic
def create(
    *,
    name: str,
    description: str = "",
    tier: int = 1,
    agent_ids: Iterable[int] = (),
    leader_ids: Iterable[int] = (),
    by: Actor,
) -> Team:
    """A new team; leaders are members too."""
    require(by, PeoplePermission.TEAM_MANAGE)
    team = Team.objects.create(name=_name(name), description=one_line(description)[:300], tier=_tier(tier), active=True)
    _put_members(team, set(agent_ids), set(leader_ids))
    auditing.note("team:create", by=by, subject_kind="team", subject_id=team.id, after=_values(team))
    publish(TeamCreated(subject_team_id=team.id), by=by)
    return team


@transaction.atomic
def update(
    team_id: int,
    *,
    name: str | None = None,
    description: str | None = None,
    tier: int | None = None,
    active: bool | None = None,
    agent_ids: Iterable[int] | None = None,
    leader_ids: Iterable[int] | None = None,
    by: Actor,
) -> Team:
    """Changes a team; None keeps a value. New members only by somebody who sees the team's tickets."""
    require(by, PeoplePermission.TEAM_MANAGE)
    team = Team.objects.select_for_update().filter(pk=team_id).first()
    if team is None:
        raise NotFound
    before = _values(team)
    if name is not None:
        team.name = _name(name, team_id=team.id)
    if description is not None:
        team.description = one_line(description)[:300]
    if tier is not None:
        team.tier = _tier(tier)
    if active is not None:
        team.active = active
    team.save()
    if agent_ids is not None or leader_ids is not None:
        members = set(before["agents"]) if agent_ids is None else set(agent_ids)
        leaders = set(before["leaders"]) & members if leader_ids is None else set(leader_ids)
        if (members | leaders) - set(before["agents"]):
            ensure_teams_within([team.id], by=by)
        _put_members(team, members, leaders)
    after = _values(team)
    changed = sorted(key for key in after if after[key] != before[key])
    if changed:
        auditing.note("team:update", by=by, subject_kind="team", subject_id=team.id, before=before, after=after)
        publish(TeamUpdated(subject_team_id=team.id, changed=changed), by=by)
        for agent_id in set(before["agents"]) ^ set(after["agents"]):
            live.dismiss(agent_id)
    return team


def deactivate(team_id: int, *, by: Actor) -> Team:
    """The team takes no new tickets; its tickets and figures stay."""
    return update(team_id, active=False, by=by)


def reactivate(team_id: int, *, by: Actor) -> Team:
    """The team takes tickets again."""
    return update(team_id, active=True, by=by)


def _name(name: str, *, team_id: int | None = None) -> str:
    name = one_line(name)[:80]
    if not name:
        raise Invalid(field="name", reason=_("must not be empty"))
    if Team.objects.filter(name=name).exclude(pk=team_id or 0).exists():
        raise NameTaken
    return name


def _tier(tier: int) -> int:
    if not 1 <= tier <= 9:
        raise Invalid(field="tier", reason="1–9")
    return tier


def _put_members(team: Team, agent_ids: set[int], leader_ids: set[int]) -> None:
    members = agent_ids | leader_ids
    if Agent.objects.filter(pk__in=members).count() != len(members):
        raise NotFound
    team.memberships.exclude(agent_id__in=members).delete()
    existing = set(team.memberships.values_list("agent_id", flat=True))
    Membership.objects.bulk_create([Membership(team=team, agent_id=pk) for pk in sorted(members - existing)])
    team.memberships.update(leader=False)
    team.memberships.filter(agent_id__in=leader_ids).update(leader=True)


def _values(team: Team) -> dict[str, Any]:
    members = list(team.memberships.order_by("agent_id").values_list("agent_id", "leader"))
    return {
        "name": team.name,
        "description": team.description,
        "tier": team.tier,
        "active": team.active,
        "agents": [agent_id for agent_id, _leader in members],
        "leaders": [agent_id for agent_id, leader in members if leader],
    }
