"""Passwords: checked before they are taken, recorded when they change. Not for: signing in (django-allauth)."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from madoguchi.kernel import live
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid
from madoguchi.kernel.events import publish
from madoguchi.people.events import PasswordChanged
from madoguchi.people.models import Agent
from madoguchi.people.services import auditing

SHORTEST = 10


def put(agent: Agent, password: str) -> None:
    """Hashes the password into the unsaved agent. Raises Invalid when it is too short or too common."""
    if len(password) < SHORTEST:
        raise Invalid(field="password", reason=_("needs at least %(count)d characters") % {"count": SHORTEST})
    try:
        validate_password(password, agent)
    except ValidationError as error:
        raise Invalid(field="password", reason=" ".join(error.messages)) from error
    agent.set_password(password)


def record_change(agent: Agent, *, by: Actor) -> None:
    """Audit line and event of a new password; open invitations and open pages end."""
    agent.invitations.filter(used_at=None).delete()
    auditing.note("agent:password", by=by, subject_kind="agent", subject_id=agent.id)
    publish(PasswordChanged(agent_id=agent.id), by=by)
    live.dismiss(agent.id)
