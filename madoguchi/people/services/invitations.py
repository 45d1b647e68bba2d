"""Invitations: a new agent, or one who forgot the password, chooses it through a link that works once."""

import hashlib
from datetime import timedelta

from django.db import transaction

from madoguchi.kernel import clock, ids
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import NotFound
from madoguchi.kernel.events import publish
from madoguchi.people.errors import InvitationInvalid
from madoguchi.people.events import AgentInvited
from madoguchi.people.models import Agent, Invitation
from madoguchi.people.permissions import PeoplePermission, actor_for, require
from madoguchi.people.services import auditing, passwords
from madoguchi.people.services.guarding import ensure_may_manage

LIFETIME = timedelta(days=7)


@transaction.atomic
def invite(agent_id: int, *, lifetime: timedelta = LIFETIME, by: Actor) -> str:
    """The token of a new link; earlier ones end. Only its hash is kept, so it cannot be shown again."""
    require(by, PeoplePermission.AGENT_MANAGE)
    agent = Agent.objects.select_related("role").filter(pk=agent_id, is_active=True).first()
    if agent is None:
        raise NotFound
    ensure_may_manage(agent, by=by)
    token = ids.token()
    now = clock.now()
    agent.invitations.filter(used_at=None).delete()
    Invitation.objects.create(agent=agent, digest=_digest(token), created_at=now, expires_at=now + lifetime)
    auditing.note("agent:invite", by=by, subject_kind="agent", subject_id=agent.id)
    publish(AgentInvited(agent_id=agent.id), by=by)
    return token


def agent_invited(token: str) -> Agent:
    """Whose invitation this is, to greet them by name. Raises InvitationInvalid."""
    return _open(token).agent


@transaction.atomic
def accept(token: str, *, password: str) -> Agent:
    """Takes the password and ends the invitation. Raises InvitationInvalid or Invalid."""
    invitation = _open(token)
    claimed = Invitation.objects.filter(pk=invitation.pk, used_at=None).update(used_at=clock.now())
    if not claimed:
        raise InvitationInvalid
    agent = invitation.agent
    passwords.put(agent, password)
    agent.save(update_fields=["password"])
    passwords.record_change(agent, by=actor_for(agent))
    return agent


def _open(token: str) -> Invitation:
    if not token:
        raise InvitationInvalid
    invitation = (
        Invitation.objects.select_related("agent__role")
        .filter(digest=_digest(token), used_at=None, expires_at__gt=clock.now(), agent__is_active=True)
        .first()
    )
    if invitation is None:
        raise InvitationInvalid
    return invitation


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
