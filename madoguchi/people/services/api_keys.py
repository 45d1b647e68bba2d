"""Keys with which programs act for an agent."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from madoguchi.kernel import clock, ids
from madoguchi.kernel.actors import Actor, ActorKind
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.kernel.events import publish
from madoguchi.kernel.text import one_line
from madoguchi.people import registry
from madoguchi.people.errors import KeyInvalid
from madoguchi.people.events import ApiKeyIssued, ApiKeyRevoked
from madoguchi.people.models import Agent, ApiKey
from madoguchi.people.permissions import PeoplePermission, actor_for_key, require
from madoguchi.people.services import auditing
from madoguchi.people.services.guarding import ensure_may_manage

PREFIX = "mado"
SEEN_STEP = timedelta(minutes=1)


@transaction.atomic
def issue(
    *, agent_id: int, name: str, scopes: Sequence[str], expires_at: datetime | None = None, by: Actor
) -> tuple[ApiKey, str]:
    """A new key and its text, which is shown this once. `scopes` are permissions, or ["*"] for all the agent has."""
    require(by, PeoplePermission.API_KEY_MANAGE)
    agent = Agent.objects.select_related("role").filter(pk=agent_id, is_active=True).first()
    if agent is None:
        raise NotFound
    if agent.id != by.agent_id or by.kind is not ActorKind.AGENT:
        ensure_may_manage(agent, by=by)
    unknown = set(scopes) - registry.known_permissions() - {"*"}
    if unknown:
        raise Invalid(field="scopes", reason=", ".join(sorted(unknown)))
    prefix = f"{PREFIX}_{secrets.token_hex(3)}"
    text = f"{prefix}_{ids.token(24)}"
    key = ApiKey.objects.create(
        agent=agent,
        name=one_line(name)[:80] or prefix,
        prefix=prefix,
        digest=_digest(text),
        scopes=sorted(set(scopes)),
        created_at=clock.now(),
        expires_at=expires_at,
    )
    auditing.note(
        "api_key:issue",
        by=by,
        subject_kind="api_key",
        subject_id=key.id,
        after={"agent": agent.id, "name": key.name, "scopes": key.scopes},
    )
    publish(ApiKeyIssued(key_id=key.id, agent_id=agent.id), by=by)
    return key, text


def authenticate(text: str) -> Actor:
    """The actor behind a key. Raises KeyInvalid for an empty, unknown, revoked or expired key or an inactive agent."""
    parts = text.split("_", 2)
    if len(parts) != 3 or not text.isascii():
        raise KeyInvalid
    key = ApiKey.objects.select_related("agent__role").filter(prefix=f"{parts[0]}_{parts[1]}").first()
    if key is None or not secrets.compare_digest(key.digest, _digest(text)):
        raise KeyInvalid
    now = clock.now()
    if key.revoked_at is not None or (key.expires_at is not None and key.expires_at <= now) or not key.agent.is_active:
        raise KeyInvalid
    if key.last_used_at is None or now - key.last_used_at > SEEN_STEP:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
    return actor_for_key(key)


@transaction.atomic
def revoke(key_id: int, *, by: Actor) -> None:
    """Ends a key at once: one's own, or as a manager of keys."""
    key = ApiKey.objects.select_related("agent__role").filter(pk=key_id).first()
    if key is None:
        raise NotFound
    require(by, PeoplePermission.API_KEY_MANAGE)
    if key.agent_id != by.agent_id:
        ensure_may_manage(key.agent, by=by)
    if ApiKey.objects.filter(pk=key_id, revoked_at=None).update(revoked_at=clock.now()):
        auditing.note("api_key:revoke", by=by, subject_kind="api_key", subject_id=key_id, before={"name": key.name})
        publish(ApiKeyRevoked(key_id=key_id, agent_id=key.agent_id), by=by)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
