"""Addresses of the API, each behind the door."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, re_path

from madoguchi.api.application import api
from madoguchi.api.door import door


def unknown(request: HttpRequest) -> HttpResponse:
    """Whatever has no address here."""
    raise Http404


urlpatterns: list[URLPattern | URLResolver] = [*api.urls[0], re_path(r"^.*$", unknown)]
for pattern in urlpatterns:
    if isinstance(pattern, URLPattern):
        pattern.callback = door(pattern.callback)
