"""What this room does about news from below: sign-ins, good and bad, go into the audit trail."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from madoguchi.kernel.actors import SYSTEM, Actor, ActorKind
from madoguchi.kernel.text import one_line
from madoguchi.people.models import Agent
from madoguchi.people.services import auditing


@receiver(user_logged_in, dispatch_uid="audit_sign_in")
def record_sign_in(sender: Any, user: Agent, **_rest: Any) -> None:
    """An agent signed in."""
    auditing.note("session:open", by=_self(user), subject_kind="agent", subject_id=user.pk)


@receiver(user_logged_out, dispatch_uid="audit_sign_out")
def record_sign_out(sender: Any, user: Agent | None, **_rest: Any) -> None:
    """An agent signed out."""
    if user is not None:
        auditing.note("session:close", by=_self(user), subject_kind="agent", subject_id=user.pk)


@receiver(user_login_failed, dispatch_uid="audit_sign_in_failed")
def record_failed_sign_in(sender: Any, credentials: dict[str, Any], **_rest: Any) -> None:
    """Somebody tried to sign in; the address is kept, the password never."""
    address = one_line(str(credentials.get("email") or credentials.get("username") or ""))[:64]
    auditing.note("session:refused", by=SYSTEM, subject_kind="agent", subject_id=address)


def _self(agent: Agent) -> Actor:
    return Actor(ActorKind.AGENT, agent.pk, agent.name, agent_id=agent.pk)
