"""Who may come in, and which verb of a resource leads where."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase

from madoguchi.kernel.actors import Actor
from madoguchi.people.models import Agent

P = ParamSpec("P")


class DeskRequest(HttpRequest):
    """A request of a signed-in agent (set by web.middleware)."""

    actor: Actor
    agent: Agent


def signed_in(
    view: Callable[Concatenate[DeskRequest, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Lets agents in; sends others to sign in, and back to where they wanted to go."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.agent is not None:  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)  # type: ignore[arg-type]
        return to_sign_in(request)

    return wrapped


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """The way to the sign-in page: a redirect for a page, 401 for scripts and fragments."""
    if wants_fragment(request):
        answer = HttpResponse(status=401)
        answer["HX-Redirect"] = str(settings.LOGIN_URL)
        return answer
    return HttpResponseRedirect(f"{settings.LOGIN_URL}?next={quote(request.get_full_path())}")


def wants_fragment(request: HttpRequest) -> bool:
    """Whether the caller is our own script (htmx or fetch) and not the address bar."""
    return "HTTP_HX_REQUEST" in request.META or "HTTP_X_FRAGMENT" in request.META


def resource(**verbs: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """One address, one view per HTTP method: `resource(POST=close, DELETE=reopen)`."""
    if "GET" in verbs:
        verbs.setdefault("HEAD", verbs["GET"])

    def dispatch(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        view = verbs.get(request.method or "")
        return view(request, **kwargs) if view else HttpResponseNotAllowed(sorted(verbs))

    return dispatch
