"""The chosen colours as a cookie, so that a page is drawn in them at once."""

from django.conf import settings
from django.http.response import HttpResponseBase

ONE_YEAR = 365 * 24 * 3600


def wear(response: HttpResponseBase, theme: str) -> None:
    """Sets the cookie for a preference: system, light or dark."""
    response.set_cookie(
        "theme",
        theme if theme in ("light", "dark") else "auto",
        max_age=ONE_YEAR,
        secure=settings.SECURE_COOKIES,
        samesite="Lax",
    )
