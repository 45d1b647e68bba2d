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


def api_keys(agent_id: int, count: int) -> list[str]:
    """Keys that may do what the agent may, issued as the set-up page does; several, for each has its own pace."""
    from madoguchi.people.models import Agent
    from madoguchi.people.permissions import actor_for
    from madoguchi.people.services import api_keys as services

    administrator = actor_for(Agent.objects.get(pk=1))
    return [
        services.issue(agent_id=agent_id, name=f"bench {number}", scopes=["*"], by=administrator)[1]
        for number in range(count)
    ]
