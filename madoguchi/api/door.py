"""Around every request of the API: language, key, rate, size, repetition; refusals and faults become problem+json."""

import logging
import re
from collections.abc import Callable
from typing import Any, cast

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation

from madoguchi.api import limits, repeating
from madoguchi.api.answers import problem
from madoguchi.api.errors import BodyTooLarge, Fault, NoSuchMethod, RateLimited, Unauthorized
from madoguchi.channels.base.mail.size import largest_mail
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import UNSTORABLE, MadoguchiError, NotFound, Unstorable
from madoguchi.people.services import api_keys

log = logging.getLogger("madoguchi.api")
View = Callable[..., HttpResponse]
LARGEST_BODY = 2 * 1024 * 1024
LARGEST_UPLOAD = 26 * 1024 * 1024
_NUL = re.compile(rb"\x00|(?<!\\)(?:\\\\)*\\u0000")
_OPEN = ("/openapi.json",)
_MAIL = re.compile(r"/inboxes/\d+/mails$")


def door(view: View) -> View:
    """Wraps a view of the API. The actor is set as `request.actor`."""

    def enter(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with translation.override(translation.get_language_from_request(request)):
            try:
                response = _through(request, lambda: view(request, *args, **kwargs))
            except MadoguchiError as error:
                response = problem(error)
            except Http404:
                response = problem(NotFound())
            except RequestDataTooBig:
                response = problem(BodyTooLarge(megabytes=LARGEST_BODY // 2**20))
            except UNSTORABLE as fault:
                log.warning("unstorable value in %s %s", request.method, request.path, exc_info=fault)
                response = problem(Unstorable())
            except Exception:
                log.exception("fault in %s %s", request.method, request.path)
                response = problem(Fault())
            if response.status_code == 405:
                response = problem(NoSuchMethod(method=str(request.method)))
            response["Vary"] = "Accept-Language, Authorization"
            response["Cache-Control"] = response.headers.get("Cache-Control", "no-store")
            return _with_allowance(request, response)

    enter.csrf_exempt = True  # type: ignore[attr-defined]
    return enter


def actor_of(request: HttpRequest) -> Actor:
    """Whose key came with the request."""
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def _through(request: HttpRequest, work: Callable[[], HttpResponse]) -> HttpResponse:
    if request.path.endswith(_OPEN):
        return work()
    _refuse_large(request)
    actor = _authenticate(request)
    request.actor = actor  # type: ignore[attr-defined]
    allowance = limits.take(actor.id or 0)
    request.allowance = allowance  # type: ignore[attr-defined]
    if not allowance.allowed:
        raise RateLimited(seconds=allowance.reset)
    upload = (request.content_type or "").startswith("multipart/") or _is_mail(request)
    if not _is_mail(request):
        _refuse_nul(request)
    if request.method in ("POST", "PUT", "PATCH", "DELETE") and "Idempotency-Key" in request.headers and not upload:
        return repeating.once(request, api_key_id=actor.id or 0, work=work)
    return work()


def _is_mail(request: HttpRequest) -> bool:
    """A mail as it came, which may hold any byte and is known by its content."""
    return request.method == "POST" and _MAIL.search(request.path) is not None


def _refuse_nul(request: HttpRequest) -> None:
    """NUL, which no person types: SQLite would keep it, PostgreSQL not."""
    multipart = (request.content_type or "").startswith("multipart/")
    if "%00" in request.META.get("QUERY_STRING", "") or (not multipart and _NUL.search(request.body)):
        raise Unstorable


def _authenticate(request: HttpRequest) -> Actor:
    scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not text.strip():
        raise Unauthorized
    return api_keys.authenticate(text.strip())


def _refuse_large(request: HttpRequest) -> None:
    most = LARGEST_UPLOAD if (request.content_type or "").startswith("multipart/") else LARGEST_BODY
    if _is_mail(request):
        most = largest_mail()
    length = request.headers.get("Content-Length", "")
    if length.isdigit() and int(length) > most:
        raise BodyTooLarge(megabytes=most // 2**20)


def _with_allowance(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    allowance: limits.Allowance | None = getattr(request, "allowance", None)
    if allowance is not None:
        response["RateLimit-Limit"] = str(allowance.limit)
        response["RateLimit-Remaining"] = str(allowance.remaining)
        response["RateLimit-Reset"] = str(allowance.reset)
        if not allowance.allowed:
            response["Retry-After"] = str(allowance.reset)
    return response
