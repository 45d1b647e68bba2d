"""Which door leads where."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("madoguchi.api.urls")),
    path("", include("madoguchi.web.urls")),
]
