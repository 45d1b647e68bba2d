"""Addresses of all pages, room by room; the desk's first, because it is asked most."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("madoguchi.web.desk.urls")),
    path("", include("madoguchi.web.account.urls")),
    path("", include("madoguchi.web.records.urls")),
    path("", include("madoguchi.web.public.urls")),
    path("", include("madoguchi.web.setup.urls")),
]
