"""Around every page: who asks, in which language and time zone; refusals become pages; security headers.

Not for: permissions (services ask them) or the API's keys (see `api`).
"""

import logging
from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation

from madoguchi.kernel.actors import Actor, ActorKind
from madoguchi.kernel.errors import UNSTORABLE, MadoguchiError, Unstorable
from madoguchi.people.entering import enter
from madoguchi.people.models import Agent
from madoguchi.web import errors

log = logging.getLogger("madoguchi.web")
ANONYMOUS = Actor(ActorKind.CUSTOMER)
LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
    "Cache-Control": "no-store",
}
if settings.SECURE_COOKIES:
    HEADERS["Strict-Transport-Security"] = "max-age=31536000"


class PageMiddleware:
    """Sets request.agent (or None) and request.actor, and answers for the whole request in their language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Sets up, answers, adds headers."""
        agent, actor = _who(request)
        request.agent = agent  # type: ignore[attr-defined]
        request.actor = actor  # type: ignore[attr-defined]
        translation.activate(language_of(request, agent))
        timezone.activate(ZoneInfo(agent.time_zone) if agent else settings.TIME_ZONE)
        response = self.get_response(request)
        for name, value in HEADERS.items():
            if name not in response:
                response[name] = value
        return response

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Refuses NUL, which no person types, before any page reads it: SQLite would keep it, PostgreSQL not."""
        if request.path.startswith("/api/"):
            return None
        given = [*request.GET.lists(), *(request.POST.lists() if request.method == "POST" else ())]
        if any("\x00" in text for _name, texts in given for text in texts):
            return errors.refusal(request, Unstorable())
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Expected refusals become a page, a fragment or JSON with their status; anything else is a fault."""
        if request.path.startswith("/api/"):
            return None
        if isinstance(exception, UNSTORABLE):
            log.warning("unstorable value in %s %s", request.method, request.path, exc_info=exception)
            return errors.refusal(request, Unstorable())
        return errors.refusal(request, exception) if isinstance(exception, MadoguchiError) else None


def language_of(request: HttpRequest, agent: Agent | None) -> str:
    """The agent's own language; else the chosen one (?lang= or cookie); else what the browser asks for."""
    if agent is not None:
        return agent.language if agent.language in LANGUAGES else settings.LANGUAGE_CODE
    chosen = request.GET.get("lang") or request.COOKIES.get("language", "")
    if chosen in LANGUAGES:
        return chosen
    return translation.get_language_from_request(request)


def _who(request: HttpRequest) -> tuple[Agent | None, Actor]:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.path.startswith("/api/"):
        return None, ANONYMOUS
    entered = enter(request.session)
    if entered is None:
        return None, ANONYMOUS
    request._cached_user = entered[0]  # type: ignore[attr-defined]  # request.user of Django and allauth, not read again
    return entered
