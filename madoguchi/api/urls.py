"""Addresses of the API, each behind the door."""

from functools import cache

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path, re_path

from madoguchi.api.answers import encode
from madoguchi.api.application import api
from madoguchi.api.door import door


def description(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document, open to everybody."""
    response = HttpResponse(_described(), content_type="application/json")
    response["Cache-Control"] = "public, max-age=300"
    return response


def unknown(request: HttpRequest) -> HttpResponse:
    """Whatever has no address here."""
    raise Http404


@cache
def _described() -> bytes:
    return encode(api.get_openapi_schema(path_prefix="/api/v1/"))


urlpatterns: list[URLPattern | URLResolver] = [
    path("openapi.json", description, name="openapi"),
    *api.urls[0],
    re_path(r"^.*$", unknown),
]
for pattern in urlpatterns:
    if isinstance(pattern, URLPattern):
        pattern.callback = door(pattern.callback)
