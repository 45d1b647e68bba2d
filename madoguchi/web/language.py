"""Remembering the language a visitor chose with ?lang=."""

from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

Response = TypeVar("Response", bound=HttpResponseBase)
ONE_YEAR = 365 * 24 * 3600


def keep_choice(request: HttpRequest, response: Response) -> Response:
    """Sets the language cookie when the address names a language we speak."""
    chosen = request.GET.get("lang", "")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            "language", chosen, max_age=ONE_YEAR, secure=settings.SECURE_COOKIES, httponly=True, samesite="Lax"
        )
    return response


def query_in(request: HttpRequest, language: str) -> str:
    """The query of this page with another language, for the links that switch it."""
    kept = request.GET.copy()
    kept["lang"] = language
    return f"?{kept.urlencode()}"
