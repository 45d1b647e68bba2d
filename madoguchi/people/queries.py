"""Reads about agents, teams, roles, keys and the audit trail."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from madoguchi.kernel import clock, statements
from madoguchi.kernel.actors import SYSTEM, Actor, ActorKind
from madoguchi.people.models import Agent, ApiKey, AuditLine, Membership, Role, Team
from madoguchi.people.permissions import PeoplePermission, actor_for, actor_for_key, require


def active_agent_ids(ids: Iterable[int]) -> set[int]:
    """Which of these ids are agents who may work."""
    wanted = set(ids)
    return set(Agent.objects.filter(pk__in=wanted, is_active=True).values_list("id", flat=True)) if wanted else set()


def agent_ids_holding(permission: str, ids: Iterable[int] | None = None) -> set[int]:
    """Which of these ids (all agents for None) are agents who may work and whose role holds the permission."""
    agents_here = Agent.objects.filter(is_active=True) if ids is None else Agent.objects.filter(pk__in=set(ids))
    rows = agents_here.filter(is_active=True).values_list("id", "role__permissions")
    return {agent_id for agent_id, held in rows if "*" in held or permission in held}


_LIKE = (
    "SELECT lower(email) = %s FROM people_agent"
    " WHERE is_active AND (lower(email) = %s OR replace(replace(lower(name), ' ', ''), '\u3000', '') = %s)"
)


def agents_like(address: str, name: str) -> tuple[bool, bool]:
    """Whether an active agent signs in with this mail address, and whether one is called so, whatever the spaces and
    the case; of an agent's own address the name says nothing. One statement: every incoming mail asks."""
    plain = "".join(unicodedata.normalize("NFKC", name).lower().split())
    written = address.lower()
    by_address = [bool(same) for (same,) in statements.run(_LIKE, [written, written, plain]).fetchall()]
    return any(by_address), bool(by_address) and not any(by_address)


def signature_of(agent_id: int) -> str:
    """What an agent wants under outgoing mail; empty when nothing is set."""
    return Agent.objects.filter(pk=agent_id).values_list("signature", flat=True).first() or ""


def active_team_ids(ids: Iterable[int]) -> set[int]:
    """Which of these ids are teams in use."""
    wanted = set(ids)
    return set(Team.objects.filter(pk__in=wanted, active=True).values_list("id", flat=True)) if wanted else set()


def team_member_ids(team_id: int) -> set[int]:
    """The active agents of a team."""
    return set(Membership.objects.filter(team_id=team_id, agent__is_active=True).values_list("agent_id", flat=True))


def agents(*, active: bool | None = None) -> QuerySet[Agent]:
    """Agents in order of their kana, with role and teams at hand; `active` narrows."""
    rows = Agent.objects.select_related("role").prefetch_related(
        Prefetch("memberships", Membership.objects.select_related("team"))
    )
    return rows if active is None else rows.filter(is_active=active)


def agent(agent_id: int) -> Agent | None:
    """One agent with role and teams at hand."""
    return agents().filter(pk=agent_id).first()


def teams(*, active: bool | None = None) -> QuerySet[Team]:
    """Teams in order of their tier, with `agent_count` of active agents and memberships at hand."""
    rows = Team.objects.annotate(
        agent_count=Count("memberships", filter=Q(memberships__agent__is_active=True))
    ).prefetch_related(Prefetch("memberships", Membership.objects.select_related("agent").order_by("agent__kana")))
    return rows if active is None else rows.filter(active=active)


def team(team_id: int) -> Team | None:
    """One team with its members at hand."""
    return teams().filter(pk=team_id).first()


def roles() -> QuerySet[Role]:
    """Roles with `agent_count`, default roles first."""
    return Role.objects.annotate(agent_count=Count("agents", filter=Q(agents__is_active=True))).order_by(
        "-built_in", "id"
    )


def api_keys(*, by: Actor) -> QuerySet[ApiKey]:
    """Keys with their agents, newest first. Needs `api_key:manage`."""
    require(by, PeoplePermission.API_KEY_MANAGE)
    return ApiKey.objects.select_related("agent").order_by("-id")


def audit_lines(
    *,
    subject_kind: str | None = None,
    subject_id: object = None,
    actor_id: int | None = None,
    action: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    before_id: int | None = None,
    by: Actor,
) -> QuerySet[AuditLine]:
    """The audit trail, newest first; `before_id` continues a page. Needs `audit:read`."""
    require(by, PeoplePermission.AUDIT_READ)
    rows = AuditLine.objects.order_by("-id")
    if subject_kind is not None:
        rows = rows.filter(subject_kind=subject_kind)
    if subject_id is not None:
        rows = rows.filter(subject_id=str(subject_id))
    if actor_id is not None:
        rows = rows.filter(actor_kind=ActorKind.AGENT, actor_id=actor_id)
    if action is not None:
        rows = rows.filter(action=action)
    if since is not None:
        rows = rows.filter(at__gte=since)
    if until is not None:
        rows = rows.filter(at__lt=until)
    return rows if before_id is None else rows.filter(pk__lt=before_id)


def deeds(*, subject_kind: str, subject_id: object, actions: Iterable[str]) -> list[AuditLine]:
    """Who did one of `actions` to a subject, oldest first: for the screen of a room that shows the subject."""
    lines = AuditLine.objects.filter(subject_kind=subject_kind, subject_id=str(subject_id), action__in=tuple(actions))
    return list(lines.order_by("id")[:50])


def agent_names(ids: Iterable[int]) -> dict[int, str]:
    """Names of these agents by id."""
    wanted = set(ids)
    return dict(Agent.objects.filter(pk__in=wanted).values_list("id", "name")) if wanted else {}


def team_names(ids: Iterable[int]) -> dict[int, str]:
    """Names of these teams by id."""
    wanted = set(ids)
    return dict(Team.objects.filter(pk__in=wanted).values_list("id", "name")) if wanted else {}


def key_names(ids: Iterable[int]) -> dict[int, str]:
    """Names of these API keys by id."""
    wanted = set(ids)
    return dict(ApiKey.objects.filter(pk__in=wanted).values_list("id", "name")) if wanted else {}


def actor_of(kind: str, actor_id: int | None) -> Actor | None:
    """An agent, API key or the system as an Actor with today's rights, for work that goes on after the request."""
    if kind == ActorKind.SYSTEM:
        return SYSTEM
    if kind == ActorKind.AGENT:
        agent_row = Agent.objects.select_related("role").filter(pk=actor_id or 0).first()
        return None if agent_row is None else actor_for(agent_row)
    if kind == ActorKind.API_KEY:
        key = ApiKey.objects.select_related("agent__role").filter(pk=actor_id or 0, revoked_at=None).first()
        live = key is not None and (key.expires_at is None or key.expires_at > clock.now())
        return actor_for_key(key) if key is not None and live else None
    return None
