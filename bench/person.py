"""A signed-in person of the generated data: a real session row, and the headers a browser would send."""

from dataclasses import dataclass

CSRF = "b" * 32


@dataclass(frozen=True)
class Person:
    """An agent with a session."""

    agent_id: int
    session: str

    def headers(self) -> dict[str, str]:
        """What the browser of this person sends with every request."""
        return {
            "Cookie": f"sessionid={self.session}; csrftoken={CSRF}",
            "X-CSRFToken": CSRF,
            "Accept": "text/html",
            "Accept-Language": "ja",
            "Accept-Encoding": "identity",
        }


def sign_in(agent_id: int) -> Person:
    """Writes a session as the sign-in page would. Django must be running on the data (see place.use)."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from madoguchi.people.models import Agent

    agent = Agent.objects.get(pk=agent_id)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(agent.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = agent.get_session_auth_hash()
    session.save()
    return Person(agent_id, str(session.session_key))


def api_key(agent_id: int) -> str:
    """A key that may do what its agent may, as the set-up page would make it."""
    from django.utils import timezone

    from madoguchi.kernel.actors import SYSTEM
    from madoguchi.people.services import api_keys

    made = api_keys.create(agent_id, name="bench", scopes=["*"], expires_at=None, by=SYSTEM)
    return str(made.secret) if hasattr(made, "secret") else f"{timezone.now()}"
